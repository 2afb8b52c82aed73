"""Work that goes on without the page: deferred by name, carried out by a worker, lost by nobody's crash.

A handler must be idempotent: after a crash it runs again once its lease has run out.
"""

from fortell.kit.jobs.queue import forget_ended_jobs, later, latest, stop_jobs
from fortell.kit.jobs.registry import PermanentFailure, current_job, handler, leave_no_trace_of, refuse_jobs
from fortell.kit.jobs.running import JobStopped, Running
from fortell.kit.jobs.timetable import daily, daily_jobs, queue_daily
from fortell.kit.jobs.worker import run_due, work

__all__ = [
    "JobStopped",
    "PermanentFailure",
    "Running",
    "current_job",
    "daily",
    "daily_jobs",
    "forget_ended_jobs",
    "handler",
    "later",
    "latest",
    "leave_no_trace_of",
    "queue_daily",
    "refuse_jobs",
    "run_due",
    "stop_jobs",
    "work",
]
