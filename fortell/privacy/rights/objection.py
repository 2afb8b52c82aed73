"""Objection (GDPR art. 21): each activity that rests on a legitimate interest can be switched off for one scope.

Whoever carries such an activity out asks `may` first.
"""

from uuid import UUID

from django.db import transaction

from fortell.kit.clock import now
from fortell.kit.jobs import forget_ended_jobs, leave_no_trace_of
from fortell.privacy import activities, audit
from fortell.privacy.activities import Activity
from fortell.privacy.models import Objection

FAULT_FINDING = "fault-finding"


class NotObjectionable(Exception):
    """The activity does not rest on a legitimate interest: it is needed, a duty, or rests on her consent."""


def open_to_objection() -> list[Activity]:
    return [doing for doing in activities.activities() if doing.may_be_objected_to]


def may(activity: str, scope: UUID) -> bool:
    """Whether nobody objects. Raises NotObjectionable for an activity that nobody can object to."""
    _require_objectionable(activity)
    return not Objection.objects.filter(scope=scope, activity=activity, withdrawn_at=None).exists()


@transaction.atomic
def object_to(*, activity: str, scope: UUID, by: audit.Pseudonym) -> None:
    """Switch it off at once. Objecting again adds nothing. Raises NotObjectionable."""
    if not may(activity, scope):
        return
    row = Objection.objects.create(scope=scope, activity=activity, asked_by=by.pseudonym)
    audit.record(by, "objection.made", row, scope=scope, fields=(activity,))
    if activity == FAULT_FINDING:
        forget_ended_jobs(scope=scope)


@transaction.atomic
def withdraw(*, activity: str, scope: UUID, by: audit.Pseudonym) -> None:
    """She no longer objects. Raises NotObjectionable."""
    _require_objectionable(activity)
    row = Objection.objects.filter(scope=scope, activity=activity, withdrawn_at=None).first()
    if row:
        row.withdrawn_at = now()
        row.save(update_fields=["withdrawn_at"])
        audit.record(by, "objection.withdrawn", row, scope=scope, fields=(activity,))


@leave_no_trace_of
def objects_to_fault_finding(scope: UUID) -> bool:
    return not may(FAULT_FINDING, scope)


def _require_objectionable(activity: str) -> None:
    found = activities.named(activity)
    if found is None or not found.may_be_objected_to:
        raise NotObjectionable(activity)
