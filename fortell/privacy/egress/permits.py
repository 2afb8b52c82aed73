"""Permits: leave to send certain fields to one receiver, once and soon. They are made here and nowhere else."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from weakref import WeakKeyDictionary

from fortell.kit.clock import now
from fortell.privacy import consent
from fortell.privacy.audit import Pseudonym
from fortell.privacy.egress import refusals
from fortell.privacy.egress.fields import category_of, portable_fields
from fortell.privacy.egress.hosts import plain
from fortell.privacy.egress.processors import Processor, agreement_faults
from fortell.privacy.egress.registry import processors, transfer_fault
from fortell.privacy.egress.sockets import DOORS
from fortell.privacy.purpose import WITH_OWN_YES, may_serve
from fortell.privacy.terms import Category, Purpose

LIFE: Final = timedelta(minutes=2)  # from the permit to the first byte; how long the sending takes does not count

Bar = Callable[[UUID, UUID | None], bool]


class Permit:
    """Opaque. What it allows stands in this module, so that a permit made or copied elsewhere allows nothing."""

    __slots__ = ("__weakref__",)


@dataclass(frozen=True, kw_only=True)
class Leave:
    """What a permit allows."""

    hosts: frozenset[str]
    purpose: Purpose
    fields: frozenset[str]
    scope: UUID | None
    subject: UUID | None
    until: datetime
    processor: str = ""
    recipient: str = ""
    confirmed_by: str = ""


_leaves: WeakKeyDictionary[Permit, Leave] = WeakKeyDictionary()
_bars: dict[str, Bar] = {}


def register_bar(name: str, bar: Bar) -> None:
    """A reason why nothing of a scope (and, where known, a subject) may leave now: restriction, objection."""
    if name in _bars:
        raise ValueError(f"two bars are called {name}")
    _bars[name] = bar


def permit(
    *, processor: str, purpose: Purpose, fields: Iterable[str], scope: UUID | None, subject: UUID | None = None
) -> Permit:
    """Leave to send these fields of a scope to a processor. Each reason against it is a PermitRefused of its own.

    `scope` is None only where nobody's data are sent, such as a question for a price.
    """
    leave = Leave(
        hosts=frozenset(),
        purpose=purpose,
        fields=frozenset(fields),
        scope=scope,
        subject=subject,
        until=now() + LIFE,
        processor=processor,
    )
    examine(leave)
    return _issued(replace(leave, hosts=frozenset(processors()[processor].hosts)))


def recipient_permit(*, host: str, scope: UUID, confirmed_by: Pseudonym, subject: UUID | None = None) -> Permit:
    """Leave to hand what is portable of a scope to a controller that the person named and confirmed (GDPR art. 20(2)).

    Whoever calls has asked the person herself, with the second check, for exactly this receiver. Raises Barred.
    """
    leave = Leave(
        hosts=frozenset({plain(host)}),
        purpose=Purpose.RIGHTS,
        fields=portable_fields(),
        scope=scope,
        subject=subject,
        until=now() + LIFE,
        recipient=plain(host),
        confirmed_by=confirmed_by.pseudonym,
    )
    examine(leave)
    DOORS.open_for(host, until=leave.until)
    return _issued(leave)


def spent(permit: object) -> Leave:
    """Take what a permit allows, and with it the permit. Raises PermitInvalid."""
    leave = _leaves.pop(permit, None) if isinstance(permit, Permit) else None
    if leave is None:
        raise refusals.PermitInvalid("this permit was not made here, or was used already")
    if now() > leave.until:
        raise refusals.PermitInvalid("this permit's time is over")
    return leave


def examine(leave: Leave) -> None:
    """Everything that must be true, asked when a permit is made and again when it is used. Raises PermitRefused."""
    if leave.processor:
        _examine_processor(leave)
    kinds = {field: category_of(field) for field in leave.fields}
    if leave.scope is None and any(kinds.values()):
        raise refusals.FieldNotAllowed("personal data belong to somebody: a scope is missing")
    for field, kind in kinds.items():
        if kind and not may_serve(kind, leave.purpose):
            raise refusals.CategoryNotForPurpose(f"{field} is {kind}, which does not serve {leave.purpose}")
    if leave.scope:
        if leave.processor and Category.CONTENT in kinds.values():
            _require_consents(leave.scope, leave.purpose)
        _refuse_barred(leave.scope, leave.subject)


def _require_consents(scope: UUID, purpose: Purpose) -> None:
    if not consent.is_live(scope=scope):
        raise refusals.NoLiveConsent("there is no live consent for what she told")
    if purpose in WITH_OWN_YES and not consent.is_live(scope=scope, purpose=purpose):
        raise refusals.NoLiveConsent(f"she has not said yes to {purpose}")


def _examine_processor(leave: Leave) -> None:
    known = processors()
    if leave.processor not in known:
        raise refusals.ProcessorUnknown(f"no processor is called {leave.processor!r}")
    processor = known[leave.processor]
    if found := agreement_faults(processor, known.keys()):
        raise refusals.AgreementIncomplete(f"{processor.key} {found[0]}")
    if fault := transfer_fault(processor):
        raise refusals.OutsideEEA(f"{processor.key} {fault}")
    if processor.review_missed:
        raise refusals.ReviewMissed(f"the security review of {processor.key} is long overdue")
    if leave.purpose not in processor.purposes:
        raise refusals.PurposeNotAgreed(f"{processor.key} does not work for {leave.purpose}")
    _refuse_other_fields(processor, leave.fields)


def _refuse_other_fields(processor: Processor, fields: Collection[str]) -> None:
    if more := sorted(set(fields) - set(processor.fields)):
        raise refusals.FieldNotAllowed(f"{processor.key} may not get {', '.join(more)}")
    content = [field for field in fields if category_of(field) is Category.CONTENT]
    if content and not processor.may_hold_content:
        raise refusals.ContentNotAllowed(f"{processor.key} may not hold content")


def _refuse_barred(scope: UUID, subject: UUID | None) -> None:
    for name, bar in _bars.items():
        if bar(scope, subject):
            raise refusals.Barred(f"nothing may be sent: {name}")


def _issued(leave: Leave) -> Permit:
    made = Permit()
    _leaves[made] = leave
    return made
