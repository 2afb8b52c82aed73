import os
import threading
import time
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import close_old_connections
from django.db.models import F, Q

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.installation import installation
from fortell.kit.jobs.registry import PermanentFailure, carry_out
from fortell.kit.jobs.running import JobStopped, Running
from fortell.kit.jobs.timetable import queue_daily
from fortell.kit.models import Job

log = structlog.get_logger()

MAX_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=2)  # doubled at every attempt
POLL_SECONDS = 0.25
TIMETABLE_SECONDS = 60.0  # between two looks at the timetable


def work(*, stop: threading.Event) -> None:
    """Carry out jobs until told to stop, or until the process that started this one is gone."""
    worker, parent, next_look = new_id(), os.getppid(), time.monotonic()
    while not stop.is_set() and os.getppid() == parent:
        close_old_connections()
        if time.monotonic() >= next_look:
            queue_daily()
            next_look = time.monotonic() + TIMETABLE_SECONDS
        if not run_one(worker=worker):
            stop.wait(POLL_SECONDS)


def run_due() -> int:
    """Carry out everything that is due, here and now; how many that were. For the command line and tests."""
    worker, count = new_id(), 0
    while run_one(worker=worker):
        count += 1
    return count


def run_one(*, worker: UUID) -> bool:
    """Claim one job and carry it out; False if none was due."""
    lease = timedelta(seconds=installation().work.lease_seconds)
    job = claim(worker=worker, lease=lease)
    if job is None:
        return False
    with Running(job, worker=worker, lease=lease) as running:
        _attempt(job, running)
    return True


def claim(*, worker: UUID, lease: timedelta) -> Job | None:
    """Take the oldest due job, or one whose worker died. The conditional UPDATE makes sure that only one wins."""
    lost = Q(state=Job.State.RUNNING, leased_until__lt=now())
    # A job that took its worker with it every time is not tried for ever.
    Job.objects.filter(lost, attempts__gte=MAX_ATTEMPTS).update(state=Job.State.FAILED, error="lost", ended_at=now())
    due = Q(state=Job.State.QUEUED, due_at__lte=now()) | lost
    for job in Job.objects.filter(due).order_by("due_at")[:5]:
        mine = Job.objects.filter(due, id=job.id, attempts=job.attempts)
        if mine.update(
            state=Job.State.RUNNING, lease_owner=worker, leased_until=now() + lease, attempts=F("attempts") + 1
        ):
            job.refresh_from_db()
            return job
    return None


def _attempt(job: Job, running: Running) -> None:
    try:
        carry_out(job.name, running, job.arguments)
    except JobStopped:
        log.info("job.stopped", job=job.name, id=str(job.id))
    except PermanentFailure as error:
        running.finish(Job.State.FAILED, error=str(error))
        log.warning("job.failed", job=job.name, id=str(job.id), error=str(error))
    except Exception as error:  # noqa: BLE001 - one job's error, whatever it is, must not end the worker
        _again_or_never(job, running, type(error).__name__)
    else:
        running.finish(Job.State.DONE)
        log.info("job.done", job=job.name, id=str(job.id))


def _again_or_never(job: Job, running: Running, error: str) -> None:
    # Only the kind of error is kept: its text may quote what the job was working on.
    log.error("job.error", job=job.name, id=str(job.id), attempt=job.attempts, error=error)
    if job.attempts >= MAX_ATTEMPTS:
        running.finish(Job.State.FAILED, error=error)
    else:
        running.retry(wait=FIRST_WAIT * 2 ** (job.attempts - 1), error=error)
