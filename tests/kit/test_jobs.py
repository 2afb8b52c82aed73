"""Work that waits its turn: queued once, tried again with patience, stopped by a person, known by ids alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import transaction

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.jobs import PermanentFailure, Running, handler, later, latest, registry, run_due, stop_jobs
from fortell.kit.jobs.running import JobStopped
from fortell.kit.jobs.worker import FIRST_WAIT, MAX_ATTEMPTS, claim, run_one
from fortell.kit.models import Job
from tests.cast import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)
SCOPE = UUID(int=7)
LEASE = timedelta(seconds=30)
NOON = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)


class Row:
    """A handler that notes what it was given, and does what the test wants."""

    def __init__(self, then: Callable[[Running], None] = lambda _running: None) -> None:
        self.calls: list[dict[str, str]] = []
        self.then = then

    def __call__(self, running: Running, **arguments: str) -> None:
        self.calls.append(arguments)
        self.then(running)


@contextmanager
def rowing(then: Callable[[Running], None] = lambda _running: None) -> Iterator[Row]:
    """The handler of the job `boat.row`, within the block."""
    row = Row(then)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(registry._handlers, "boat.row", row)
        yield row


def failing(error: Exception) -> Callable[[Running], None]:
    def fail(_running: Running) -> None:
        raise error

    return fail


def test_a_job_is_carried_out_once_with_its_arguments() -> None:
    boat = new_id()
    later("boat.row", scope=SCOPE, boat=boat)
    with rowing() as row:
        assert run_due() == 1
        assert run_due() == 0
    assert row.calls == [{"boat": str(boat)}]
    job = Job.objects.get()
    assert (job.state, job.attempts, job.lease_owner, job.leased_until) == (Job.State.DONE, 1, None, None)
    assert job.ended_at
    assert job.ended


def test_a_job_of_a_rolled_back_transaction_never_was() -> None:
    def queue_then_fail() -> None:
        with transaction.atomic():
            later("boat.row", scope=SCOPE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        queue_then_fail()
    assert not Job.objects.exists()


def test_a_queued_twin_makes_a_second_one_needless() -> None:
    later("boat.row", scope=SCOPE, dedupe="fjord")
    later("boat.row", scope=SCOPE, dedupe="fjord")
    assert Job.objects.count() == 1


def test_jobs_without_a_dedupe_key_and_of_other_names_are_no_twins() -> None:
    later("boat.row", scope=SCOPE)
    later("boat.row", scope=SCOPE)
    later("boat.row", scope=SCOPE, dedupe="fjord")
    later("boat.sail", scope=SCOPE, dedupe="fjord")
    assert Job.objects.count() == 4


def test_a_twin_may_be_queued_while_the_first_runs() -> None:
    later("boat.row", scope=SCOPE, dedupe="fjord")
    with rowing(lambda _running: later("boat.row", scope=SCOPE, dedupe="fjord")) as row:
        run_one(worker=new_id())
    assert len(row.calls) == 1
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "queued"]


def test_latest_is_the_newest_of_its_kind() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        later("boat.row", scope=SCOPE, dedupe="fjord")
        with rowing():
            run_due()
        clock.shift(1)
        later("boat.row", scope=SCOPE, dedupe="fjord")
    newest = latest("boat.row", scope=SCOPE, dedupe="fjord")
    assert newest
    assert newest.state == Job.State.QUEUED
    assert latest("boat.row", scope=new_id(), dedupe="fjord") is None


def test_a_job_waits_for_its_time() -> None:
    with time_machine.travel(NOON, tick=False) as clock, rowing() as row:
        later("boat.row", scope=SCOPE, wait=timedelta(minutes=5))
        clock.shift(299)
        assert run_due() == 0
        clock.shift(1)
        assert run_due() == 1
    assert len(row.calls) == 1


def test_the_oldest_comes_first() -> None:
    with time_machine.travel(NOON, tick=False) as clock, rowing() as row:
        first, second = new_id(), new_id()
        later("boat.row", scope=SCOPE, boat=first)
        clock.shift(1)
        later("boat.row", scope=SCOPE, boat=second)
        run_due()
    assert row.calls == [{"boat": str(first)}, {"boat": str(second)}]


# --- when it goes wrong ----------------------------------------------------------------------------------------------


def test_a_failed_job_is_tried_again_and_waits_longer_each_time() -> None:
    waits = []
    with time_machine.travel(NOON, tick=False) as clock, rowing(failing(OSError("leak"))):
        later("boat.row", scope=SCOPE)
        while run_due():
            job = Job.objects.get()
            if not job.ended:
                waits.append(job.due_at - now())
                clock.move_to(job.due_at - timedelta(milliseconds=1))
                assert run_due() == 0
                clock.move_to(job.due_at)
    assert waits == [FIRST_WAIT * 2**attempt for attempt in range(MAX_ATTEMPTS - 1)]
    job = Job.objects.get()
    assert (job.state, job.attempts, job.error) == (Job.State.FAILED, MAX_ATTEMPTS, "OSError")


def test_a_retry_that_succeeds_ends_well() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        later("boat.row", scope=SCOPE)
        with rowing(failing(OSError())):
            run_due()
        clock.shift(10)
        with rowing():
            run_due()
    assert Job.objects.get().state == Job.State.DONE


def test_a_retry_yields_to_a_twin_that_was_queued_meanwhile() -> None:
    def fail_after_another_was_queued(_running: Running) -> None:
        later("boat.row", scope=SCOPE, dedupe="fjord")
        raise OSError

    later("boat.row", scope=SCOPE, dedupe="fjord")
    with rowing(fail_after_another_was_queued):
        run_one(worker=new_id())
    assert sorted(Job.objects.values_list("state", flat=True)) == ["queued", "stopped"]


def test_a_permanent_failure_is_not_tried_again() -> None:
    later("boat.row", scope=SCOPE)
    with rowing(failing(PermanentFailure("no-oars"))) as row:
        run_due()
        assert run_due() == 0
    assert len(row.calls) == 1
    job = Job.objects.get()
    assert (job.state, job.error) == (Job.State.FAILED, "no-oars")


def test_an_unknown_job_fails_for_good() -> None:
    later("boat.fly", scope=SCOPE)
    run_due()
    job = Job.objects.get()
    assert (job.state, job.error, job.attempts) == (Job.State.FAILED, "unknown-job", 1)


def test_an_error_is_kept_by_its_kind_never_by_its_words(capfd: pytest.CaptureFixture[str]) -> None:
    later("boat.row", scope=SCOPE)
    with rowing(failing(ValueError("her mother was called Torborg Kvamsdal"))):
        run_due()
    row = Job.objects.filter().values().get()
    assert row["error"] == "ValueError"
    assert "Torborg" not in str(row)
    assert "Torborg" not in "".join(capfd.readouterr())


def test_one_jobs_error_does_not_end_the_worker() -> None:
    later("boat.row", scope=SCOPE)
    later("boat.fly", scope=SCOPE)
    with rowing(failing(ZeroDivisionError())):
        assert run_due() == 2


def test_two_handlers_for_one_job_are_refused() -> None:
    with rowing(), pytest.raises(ValueError, match=r"two handlers for the job boat\.row"):
        handler("boat.row")(lambda: None)


# --- stopping --------------------------------------------------------------------------------------------------------


def test_stopping_reaches_what_is_queued_and_nothing_else() -> None:
    later("boat.row", scope=SCOPE)
    later("boat.row", scope=SCOPE, wait=timedelta(days=1))
    later("boat.row", scope=new_id())
    assert stop_jobs(scope=SCOPE) == 2
    with rowing() as row:
        assert run_due() == 1
    assert len(row.calls) == 1
    assert set(Job.objects.filter(scope=SCOPE).values_list("state", flat=True)) == {"stopped"}


def test_a_running_handler_sees_that_it_was_stopped() -> None:
    strokes: list[str] = []

    def row_on(running: Running) -> None:
        running.progress(1, 3)
        strokes.append("before")
        stop_jobs(scope=SCOPE)
        running.progress(2, 3)
        strokes.append("after")

    later("boat.row", scope=SCOPE)
    with rowing(row_on):
        run_due()
    job = Job.objects.get()
    assert strokes == ["before"]
    assert (job.state, job.progress_done, job.progress_total, job.error) == (Job.State.STOPPED, 1, 3, "")


def test_a_handler_that_never_looks_cannot_undo_the_stop() -> None:
    def row_blindly(_running: Running) -> None:
        stop_jobs(scope=SCOPE)

    later("boat.row", scope=SCOPE)
    with rowing(row_blindly):
        run_due()
    assert Job.objects.get().state == Job.State.STOPPED


# --- leases ----------------------------------------------------------------------------------------------------------


def test_a_job_whose_worker_died_is_taken_up_after_its_lease() -> None:
    dead, alive = new_id(), new_id()
    with time_machine.travel(NOON, tick=False) as clock:
        later("boat.row", scope=SCOPE)
        assert claim(worker=dead, lease=LEASE)
        clock.shift(30)
        assert claim(worker=alive, lease=LEASE) is None
        clock.shift(0.001)
        job = claim(worker=alive, lease=LEASE)
    assert job
    assert (job.lease_owner, job.attempts) == (alive, 2)


def test_whoever_lost_the_lease_can_change_nothing_any_more() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        later("boat.row", scope=SCOPE)
        job = claim(worker=new_id(), lease=LEASE)
        assert job
        late = Running(job, worker=job.lease_owner or new_id(), lease=LEASE)
        clock.shift(31)
        taken = claim(worker=new_id(), lease=LEASE)
        assert taken
        with pytest.raises(JobStopped):
            late.progress(1, 2)
        late.finish(Job.State.DONE)
        late.retry(wait=timedelta(0), error="OSError")
    now_held = Job.objects.get()
    assert (now_held.state, now_held.lease_owner) == (Job.State.RUNNING, taken.lease_owner)


def test_progress_prolongs_the_lease() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        later("boat.row", scope=SCOPE)
        worker = new_id()
        job = claim(worker=worker, lease=LEASE)
        assert job
        clock.shift(29)
        Running(job, worker=worker, lease=LEASE).progress(1, 2)
        clock.shift(29)
        assert claim(worker=new_id(), lease=LEASE) is None


def test_a_job_that_takes_its_worker_with_it_every_time_ends_at_last() -> None:
    later("rowing", scope=None)
    Job.objects.update(
        state=Job.State.RUNNING, attempts=MAX_ATTEMPTS, lease_owner=new_id(), leased_until=now() - timedelta(seconds=1)
    )
    assert run_one(worker=new_id()) is False
    assert Job.objects.values_list("state", "error").get() == (Job.State.FAILED, "lost")
