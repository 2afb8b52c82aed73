"""Requests with a clock: received, identified, answered within a month, or refused with a ground."""

from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.privacy import audit
from fortell.privacy.models import RightsRequest
from fortell.privacy.periods import months_after
from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import Opening

Kind: TypeAlias = RightsRequest.Kind
Channel: TypeAlias = RightsRequest.Channel
State: TypeAlias = RightsRequest.State

ANSWERED_WITHIN: Final = timedelta(days=30)  # as published; never more than the month of GDPR art. 12(3)
REMINDED_AFTER: Final = (timedelta(days=21), timedelta(days=28))
EXTENDED_BY_MONTHS: Final = 2  # GDPR art. 12(3): where needed for
WHY_EXTENDED: Final = frozenset({"complexity", "number"})  # their complexity and number
WHY_REFUSED: Final = frozenset(
    {
        "unfounded",  # manifestly unfounded or excessive: GDPR art. 12(5)
        "not-identified",  # we can't tell who asks: art. 11(2), 12(6)
        "legal-duty",  # a law makes us keep it: art. 17(3)(b)
        "legal-claims",  # art. 17(3)(e)
        "others-rights",  # it would take from others: art. 15(4), 20(4)
    }
)

log = structlog.get_logger()


class NotIdentified(Exception):
    """It came from outside, and nobody has recorded how it was made sure who asks (GDPR art. 12(6))."""


class Closed(Exception):
    """The request has its answer already."""


class TooLate(Exception):
    """It can be extended once, and only within the first month."""


@transaction.atomic
def receive(
    *, kind: Kind, channel: Channel, note: str, scope: UUID | None, by: audit.Pseudonym, at: datetime | None = None
) -> RightsRequest:
    """Write down what came by e-mail, phone or letter, and when. `scope` is the memoir that it is about, if any."""
    row = RightsRequest(id=new_id(), kind=kind, channel=channel, received_at=at or now())
    row.scope, row.due_at = scope or row.id, due(row.received_at)
    if scope is None:
        keys.make_root(row.id)
    Opening(row.scope).seal(row, note=note)
    row.save(force_insert=True)
    audit.record(by, "request.received", row, scope=row.scope)
    return row


@transaction.atomic
def done_at_once(
    *, kind: Kind, scope: UUID, verb: str, by: audit.Pseudonym, outcome: dict[str, int] | None = None
) -> RightsRequest:
    """She did it herself, on her page: received and done in one."""
    return close(request=_on_page(kind, scope), verb=verb, by=by, outcome=outcome)


@transaction.atomic
def refused_at_once(*, kind: Kind, scope: UUID, because: str, by: audit.Pseudonym) -> RightsRequest:
    """She asked for it on her page, and the law forbids it: received and refused in one."""
    return refuse(request=_on_page(kind, scope), because=because, by=by)


@transaction.atomic
def identify(*, request: RightsRequest, by: audit.Pseudonym) -> None:
    """Record that it was made sure who asks. Before that nothing is handed out or changed. Raises Closed."""
    _require_open(request)
    request.identified_at = now()
    request.save(update_fields=["identified_at"])
    audit.record(by, "request.identified", request, scope=request.scope, fields=("identified_at",))


@transaction.atomic
def extend(*, request: RightsRequest, because: str, by: audit.Pseudonym) -> None:
    """Two months more, once; she is told why within the first (GDPR art. 12(3)). Raises Closed, TooLate."""
    _require_open(request)
    if because not in WHY_EXTENDED:
        raise ValueError(because)
    if request.extended_at or now() > request.due_at:
        raise TooLate
    request.extended_at, request.extended_because = now(), because
    request.due_at = months_after(request.received_at, 1 + EXTENDED_BY_MONTHS)
    request.save(update_fields=["extended_at", "extended_because", "due_at"])
    audit.record(by, "request.extended", request, scope=request.scope, fields=("due_at",))


@transaction.atomic
def close(
    *, request: RightsRequest, verb: str, by: audit.Pseudonym, outcome: dict[str, int] | None = None
) -> RightsRequest:
    """It is done, by this verb of the audit log. Raises Closed, NotIdentified."""
    _require_open(request)
    if request.identified_at is None:
        raise NotIdentified
    _answer(request, State.DONE, by, verb=verb, outcome=outcome or {})
    return request


@transaction.atomic
def refuse(*, request: RightsRequest, because: str, by: audit.Pseudonym) -> RightsRequest:
    """Refused, on one of the grounds of WHY_REFUSED; the report names the authority to complain to. Raises Closed."""
    _require_open(request)
    if because not in WHY_REFUSED:
        raise ValueError(because)
    request.refused_because = because
    _answer(request, State.REFUSED, by, verb="request.refused", outcome={})
    return request


def remind() -> int:
    """Once a day: how many requests got a reminder, in the log and in what `fortell check` says."""
    due_for_one = [row for row in under_way() if row.reminded < reminders_due(row)]
    for row in due_for_one:
        row.reminded = reminders_due(row)
        row.save(update_fields=["reminded"])
        log.warning("request.reminder", id=str(row.id), kind=row.kind, due=row.due_at.date().isoformat())
    return len(due_for_one)


def due(received: datetime) -> datetime:
    """30 days, or the month where that is shorter: what comes on 30 January is due on the last of February."""
    return min(received + ANSWERED_WITHIN, months_after(received, 1))


def reminders_due(request: RightsRequest) -> int:
    """How many of the two reminders have their day behind them; they count back from an extended due day alike."""
    before = [ANSWERED_WITHIN - after for after in REMINDED_AFTER]
    return sum(now() >= request.due_at - wait for wait in before)


def under_way() -> QuerySet[RightsRequest]:
    return RightsRequest.objects.filter(state=State.OPEN).order_by("due_at")


def overdue() -> QuerySet[RightsRequest]:
    return under_way().filter(due_at__lt=now())


def of_scope(scope: UUID) -> list[RightsRequest]:
    return list(RightsRequest.objects.filter(scope=scope).order_by("-received_at"))


def _on_page(kind: Kind, scope: UUID) -> RightsRequest:
    """Her link and her second check have told who asks."""
    at = now()
    row = RightsRequest(kind=kind, channel=Channel.PAGE, scope=scope, received_at=at, due_at=due(at), identified_at=at)
    row.save(force_insert=True)
    return row


def _require_open(request: RightsRequest) -> None:
    if request.state != State.OPEN:
        raise Closed


def _answer(row: RightsRequest, state: State, by: audit.Pseudonym, **said: Any) -> None:
    row.state, row.closed_at, row.closed_by = state, now(), by.pseudonym
    row.verb, row.outcome = said["verb"], said["outcome"]
    row.save()
    audit.record(by, f"request.{state}", row, scope=row.scope, fields=("state", "outcome"))
