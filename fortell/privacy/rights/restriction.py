"""Restriction (GDPR art. 18): what was told is kept and can be read by herself; nothing else is done with it."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal

from fortell.kit.clock import now
from fortell.kit.jobs import refuse_jobs, stop_jobs
from fortell.privacy import audit
from fortell.privacy.models import Restriction
from fortell.privacy.purpose import Work, automated_work
from fortell.privacy.rights import notices

NOTICE: Final = timedelta(days=7)  # GDPR art. 18(3): she is told before it is lifted; how long before is our choice

lifted = Signal()  # sent with scope= when work on it may go on


class Restricted(Exception):
    """For now this is kept and nothing else: nothing was opened, made or sent."""


class NotRestricted(Exception):
    """There is no restriction that could be lifted."""


class NotAnnounced(Exception):
    """It is lifted only after she was told, and not before the day that she was told."""


def standing(scope: UUID) -> Restriction | None:
    return Restriction.objects.filter(scope=scope, lifted_at=None).first()


def is_restricted(scope: UUID) -> bool:
    """For whoever is about to do anything but store: every opening but her own, every job, every Permit."""
    return standing(scope) is not None


def require_unrestricted(scope: UUID) -> None:
    """Raises Restricted."""
    if is_restricted(scope):
        raise Restricted


@refuse_jobs
def holds_back(job: str, scope: UUID) -> bool:
    """Every job of a restricted scope but a copy for herself."""
    return automated_work().get(job) is not Work.HANDING_OUT and is_restricted(scope)


@transaction.atomic
def restrict(*, scope: UUID, reason: Restriction.Reason, by: audit.Pseudonym) -> Restriction:
    """From now on it is only kept. What is queued or running stops; who received something of it is to be told."""
    if there := standing(scope):
        return there
    row = Restriction.objects.create(scope=scope, reason=reason, asked_by=by.pseudonym)
    audit.record(by, "restriction.began", row, scope=scope)
    stop_jobs(scope=scope)
    notices.queue(scope=scope, kind=notices.Kind.RESTRICTED, fields=())
    return row


@transaction.atomic
def announce_lifting(*, scope: UUID, by: audit.Pseudonym) -> Restriction:
    """Tell her, on her page, on which day it ends. Said again it changes nothing. Raises NotRestricted."""
    row = _must_stand(scope)
    if row.lifts_at is None:
        row.announced_at, row.lifts_at = now(), now() + NOTICE
        row.save(update_fields=["announced_at", "lifts_at"])
        audit.record(by, "restriction.lifting_announced", row, scope=scope, fields=("lifts_at",))
    return row


@transaction.atomic
def lift(*, scope: UUID, by: audit.Pseudonym, at_her_word: bool = False) -> None:
    """End it. Raises NotRestricted; NotAnnounced, unless she herself asks, who then needs no notice."""
    row = _must_stand(scope)
    if not at_her_word and (row.lifts_at is None or row.lifts_at > now()):
        raise NotAnnounced
    _lift(row)
    audit.record(by, "restriction.lifted", row, scope=scope, fields=("lifted_at",))


def lift_announced() -> int:
    """Once a day: end those whose announced day has come; how many."""
    due = Restriction.objects.filter(lifted_at=None, lifts_at__lte=now()).order_by("lifts_at")
    return sum(_lift_announced(row) for row in due)


@transaction.atomic
def _lift_announced(row: Restriction) -> bool:
    """Unless somebody else ended it meanwhile."""
    if standing(row.scope) != row:
        return False
    _lift(row)
    audit.record_by_house("restriction.lifted", row, scope=row.scope, fields=("lifted_at",))
    return True


def _lift(row: Restriction) -> None:
    row.lifted_at = now()
    row.save(update_fields=["lifted_at"])
    lifted.send(sender=Restriction, scope=row.scope)


def _must_stand(scope: UUID) -> Restriction:
    if (row := standing(scope)) is None:
        raise NotRestricted
    return row
