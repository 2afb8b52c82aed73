import threading
from datetime import timedelta
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import IntegrityError, connections, transaction

from fortell.kit.clock import now
from fortell.kit.jobs.registry import leaves_no_trace
from fortell.kit.models import Job


class JobStopped(Exception):
    """Somebody stopped the job, or another worker took it over: leave everything as it is."""


class Running:
    """A job in the hands of one worker. Inside its `with`, a heartbeat keeps the lease while long calls run."""

    def __init__(self, job: Job, *, worker: UUID, lease: timedelta) -> None:
        self.id, self.scope = job.id, job.scope
        self._job, self._worker, self._lease = job, worker, lease
        self._over = threading.Event()
        self._heart = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._heart.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._heart.join()

    def progress(self, done: int, total: int) -> None:
        """Show how far it is. Raises JobStopped where the job is no longer ours."""
        if not self._hold(progress_done=done, progress_total=total):
            raise JobStopped

    def finish(self, state: Job.State, *, error: str = "") -> None:
        trace = {"error": "", "attempts": 0} if leaves_no_trace(self.scope) else {"error": error}
        self._hold(state=state, ended_at=now(), lease_owner=None, leased_until=None, **trace)

    def retry(self, *, wait: timedelta, error: str) -> None:
        """Back into the queue; where a queued twin already waits, that one will do."""
        try:
            with transaction.atomic():
                due = now() + wait
                self._hold(state=Job.State.QUEUED, error=error, due_at=due, lease_owner=None, leased_until=None)
        except IntegrityError:
            self.finish(Job.State.STOPPED, error=error)

    def _hold(self, **changes: object) -> bool:
        ours = Job.objects.filter(id=self.id, lease_owner=self._worker, state=Job.State.RUNNING)
        return ours.update(**{"leased_until": now() + self._lease, **changes}) == 1

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._lease.total_seconds() / 3):
                self._hold()
        finally:
            connections.close_all()
