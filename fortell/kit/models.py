from django.db import models
from django.db.models import Q

from fortell.kit.clock import now
from fortell.kit.ids import new_id


class Job(models.Model):
    """One thing to be done later: the truth about it is this row, whoever carries it out.

    `arguments` and `scope` are opaque ids, never content: a job can be read by whoever runs the machine.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"  # by a person or a withdrawal, not by an error

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    scope = models.UUIDField(null=True, db_index=True)
    dedupe = models.CharField(max_length=120, default="")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=120, default="")  # the kind of error, never its text
    created_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(default=now)
    lease_owner = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("state", "due_at"), name="job_queued_by_time"),
            models.Index(fields=("state", "leased_until"), name="job_running_by_lease"),
            models.Index(fields=("ended_at",), condition=Q(ended_at__isnull=False), name="job_ended"),
        )
        constraints = (
            # Two taps, one job: while a twin waits its turn, a second one is not needed.
            models.UniqueConstraint(
                fields=("dedupe",), condition=Q(state="queued") & ~Q(dedupe=""), name="job_one_queued_twin"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.id}"

    @property
    def ended(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.STOPPED}


class DailyRun(models.Model):
    """The last day for which a job of the timetable was queued."""

    job = models.CharField(max_length=80, primary_key=True)
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.job} {self.day}"
