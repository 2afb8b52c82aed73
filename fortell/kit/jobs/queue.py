from datetime import timedelta
from uuid import UUID

from fortell.kit.clock import now
from fortell.kit.models import Job


def later(
    name: str, *, scope: UUID | None, dedupe: str = "", wait: timedelta = timedelta(0), **arguments: UUID
) -> None:
    """Queue a job in the caller's transaction: it exists exactly if that commits. A queued twin makes it needless."""
    job = Job(
        name=name,
        scope=scope,
        dedupe=f"{name}:{dedupe}" if dedupe else "",
        arguments={key: str(value) for key, value in arguments.items()},
        due_at=now() + wait,
    )
    # ignore_conflicts: a caught IntegrityError would poison the caller's transaction on PostgreSQL.
    Job.objects.bulk_create([job], ignore_conflicts=True)


def latest(name: str, *, scope: UUID, dedupe: str) -> Job | None:
    """The newest job of that name and dedupe key, in whatever state."""
    return Job.objects.filter(scope=scope, dedupe=f"{name}:{dedupe}").order_by("-created_at").first()


def forget_ended_jobs(*, scope: UUID) -> None:
    """Clear what is kept of a scope's ended jobs for the finding of faults; that they ran and how they ended stays."""
    Job.objects.filter(scope=scope).exclude(ended_at=None).update(error="", attempts=0)


def stop_jobs(*, scope: UUID) -> int:
    """Stop whatever is queued or running for a scope; a running handler notices at its next progress."""
    unfinished = Job.objects.filter(scope=scope, state__in=[Job.State.QUEUED, Job.State.RUNNING])
    return unfinished.update(state=Job.State.STOPPED, lease_owner=None, leased_until=None, ended_at=now())
