"""What is done every day: once a day, after its hour, however many workers look."""

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from fortell.kit.clock import now
from fortell.kit.jobs import daily, daily_jobs, queue_daily, registry, run_due, work
from fortell.kit.models import DailyRun, Job
from tests.cast import BOTH
from tests.kit.test_workers import at_once

SUNDAY = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def swabbed(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A house whose only daily job is to swab the deck at three; when it was done."""
    done: list[datetime] = []
    monkeypatch.setattr("fortell.kit.jobs.timetable._entries", {})
    monkeypatch.setattr(registry, "_handlers", dict(registry._handlers))
    daily("boat.swab", lambda: done.append(now()), at=time(3, 0))
    return done


def look(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        queue_daily()
        return run_due()


@pytest.mark.django_db(databases=BOTH)
class TestDays:
    def test_what_is_new_waits_for_its_next_hour(self, swabbed: list[datetime]) -> None:
        assert [look(SUNDAY), look(SUNDAY.replace(hour=23)), look(SUNDAY + DAY)] == [0, 0, 1]

    def test_it_is_done_on_the_hour_and_not_before(self, swabbed: list[datetime]) -> None:
        look(SUNDAY)
        three = (SUNDAY + DAY).replace(hour=3)
        assert [look(three - timedelta(seconds=1)), look(three)] == [0, 1]
        assert swabbed == [three]

    def test_it_is_done_once_a_day(self, swabbed: list[datetime]) -> None:
        assert [look(SUNDAY + hours * timedelta(hours=1)) for hours in range(72)].count(1) == 3
        assert [at.hour for at in swabbed] == [3, 3, 3]

    def test_days_off_are_caught_up_once(self, swabbed: list[datetime]) -> None:
        look(SUNDAY)
        back = (SUNDAY + 9 * DAY).replace(hour=1)  # before today's hour: what is caught up is yesterday's
        assert [look(back), look(back), look(back.replace(hour=4)), look(back.replace(hour=5))] == [1, 0, 1, 0]

    def test_a_clock_set_back_repeats_nothing(self, swabbed: list[datetime]) -> None:
        look(SUNDAY)
        assert [look(SUNDAY + DAY), look(SUNDAY - DAY), look(SUNDAY + DAY)] == [1, 0, 0]

    def test_the_timetable_is_in_the_order_of_the_day(self, swabbed: list[datetime]) -> None:
        daily("boat.moor", lambda: None, at=time(22, 0))
        daily("boat.light", lambda: None, at=time(1, 0))
        assert [entry.job for entry in daily_jobs()] == ["boat.light", "boat.swab", "boat.moor"]


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_of_several_workers_one_queues_it(swabbed: list[datetime]) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        queue_daily()
    with time_machine.travel(SUNDAY + DAY, tick=False):
        at_once(queue_daily, queue_daily, queue_daily)
        while run_due():
            pass
        queue_daily()
    assert list(Job.objects.values_list("name", "dedupe", "state")) == [("boat.swab", "boat.swab:2026-05-18", "done")]
    assert len(swabbed) == 1


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_a_worker_looks_at_the_timetable_by_itself(swabbed: list[datetime]) -> None:
    stop = threading.Event()
    daily("boat.moor", stop.set, at=time(0, 0))
    DailyRun.objects.create(job="boat.moor", day=datetime.now(tz=UTC).date() - DAY)
    at_once(lambda: work(stop=stop))
    assert Job.objects.get().name == "boat.moor"
