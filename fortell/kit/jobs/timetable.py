"""What is done every day: once, after its hour, by whichever worker looks first. Days off are caught up once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from fortell.kit.clock import now
from fortell.kit.jobs.queue import later
from fortell.kit.jobs.registry import handler
from fortell.kit.jobs.running import Running
from fortell.kit.models import DailyRun


@dataclass(frozen=True, kw_only=True)
class Daily:
    """A job of every day, and its hour in UTC."""

    job: str
    at: time

    def day(self, moment: datetime) -> date:
        """The last day whose hour had come by then."""
        return moment.date() if moment.timetz().replace(tzinfo=None) >= self.at else moment.date() - timedelta(days=1)


_entries: dict[str, Daily] = {}


def daily(job: str, run: Callable[[], object], *, at: time) -> None:
    """Have `run` carried out as the job of this name, every day after `at` (UTC). It must be idempotent."""

    def carry_out(_running: Running) -> None:
        run()

    handler(job)(carry_out)
    _entries[job] = Daily(job=job, at=at)


def daily_jobs() -> tuple[Daily, ...]:
    return tuple(sorted(_entries.values(), key=lambda entry: (entry.at, entry.job)))


def queue_daily() -> int:
    """Queue what is due and was not queued for its day yet; how many. What is new waits for its next hour."""
    moment = now()
    queued = dict(DailyRun.objects.values_list("job", "day"))
    waiting = [entry for entry in daily_jobs() if queued.get(entry.job) != entry.day(moment)]
    return sum(_queue(entry, entry.day(moment)) for entry in waiting)


@transaction.atomic
def _queue(entry: Daily, day: date) -> bool:
    """The conditional UPDATE makes sure that of several workers only one queues it."""
    DailyRun.objects.bulk_create([DailyRun(job=entry.job, day=day)], ignore_conflicts=True)
    if not DailyRun.objects.filter(job=entry.job, day__lt=day).update(day=day):
        return False
    later(entry.job, scope=None, dedupe=day.isoformat())
    return True
