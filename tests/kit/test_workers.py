"""Several workers at once, each in a thread with a connection of its own, as in life."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections

from fortell.kit.ids import new_id
from fortell.kit.jobs import Running, later, registry, run_due, work
from fortell.kit.jobs.worker import claim
from fortell.kit.models import Job
from tests.cast import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
SCOPE = UUID(int=7)


def at_once(*tasks: Callable[[], object]) -> None:
    """Run all tasks in threads that start together; raise what any of them raised."""
    errors: list[BaseException] = []
    barrier = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> None:
        try:
            barrier.wait()
            task()
        except BaseException as error:  # noqa: BLE001 - raised again below, in the test's own thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_racing_workers_carry_every_job_out_exactly_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done: Counter[str] = Counter()
    monkeypatch.setitem(registry._handlers, "boat.row", lambda _running, *, boat: done.update([boat]))
    boats = [new_id() for _ in range(20)]
    for boat in boats:
        later("boat.row", scope=SCOPE, boat=boat)
    at_once(run_due, run_due, run_due)
    while run_due():  # a worker that lost five races in a row goes to rest; what is left is taken at the next look
        pass
    assert done == Counter(str(boat) for boat in boats)
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


def test_two_claims_that_saw_the_same_job_give_it_to_one(monkeypatch: pytest.MonkeyPatch) -> None:
    later("boat.row", scope=SCOPE)
    both_have_looked = threading.Barrier(2, timeout=5)
    look = type(Job.objects).filter
    found: list[Job | None] = []

    def look_then_wait(self: object, *args: object, **named: object) -> object:
        if "id" in named and "attempts" in named:
            both_have_looked.wait()
        return look(self, *args, **named)

    monkeypatch.setattr(type(Job.objects), "filter", look_then_wait)
    take = lambda: found.append(claim(worker=new_id(), lease=timedelta(seconds=30)))  # noqa: E731 - one line, used twice
    at_once(take, take)
    assert sorted(job is not None for job in found) == [False, True]


def test_the_heartbeat_keeps_the_lease_while_a_long_call_runs() -> None:
    later("boat.row", scope=SCOPE)
    worker, lease = new_id(), timedelta(seconds=0.6)
    job = claim(worker=worker, lease=lease)
    assert job
    with Running(job, worker=worker, lease=lease):
        time.sleep(1)
        assert claim(worker=new_id(), lease=lease) is None
    time.sleep(0.7)
    assert claim(worker=new_id(), lease=lease)


def test_a_worker_works_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, rowed = threading.Event(), threading.Event()
    monkeypatch.setitem(registry._handlers, "boat.row", lambda _running: rowed.set())

    def direct() -> None:
        later("boat.row", scope=SCOPE)
        assert rowed.wait(10)
        stop.set()

    at_once(lambda: work(stop=stop), direct)
    assert Job.objects.get().state == Job.State.DONE
