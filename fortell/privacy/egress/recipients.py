"""Who got what: for the person who asks (GDPR art. 15(1)(c)), and for telling receivers of a change (art. 19)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fortell.kit.gate import Outcome
from fortell.privacy.egress.fields import category_of
from fortell.privacy.egress.models import Disclosure, Sending
from fortell.privacy.egress.registry import processors


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody who received data of a scope. `what`: names of fields, or of categories for a disclosure.

    `processor` is the key in the registry; empty for a receiver that the person named, and for a disclosure.
    """

    name: str
    what: tuple[str, ...]
    purpose: str
    at: datetime
    processor: str = ""
    disclosure: UUID | None = None


def recipients_of(scope: UUID, field: str = "") -> list[Recipient]:
    """Every time something of a scope left the house, the oldest first; with a field, when that one did."""
    found = [*_sent(scope, field), *_disclosed(scope, field)]
    return sorted(found, key=lambda one: one.at)


def processors_with(scope: UUID, fields: Collection[str]) -> set[str]:
    """The keys of the processors that got one of these fields of a scope; no fields: anything of it."""
    return {one.processor for field in fields or [""] for one in recipients_of(scope, field) if one.processor}


def _sent(scope: UUID, field: str) -> Iterator[Recipient]:
    for sending in Sending.objects.filter(scope=scope).exclude(end__outcome=Outcome.UNREACHABLE):
        if not field or field in sending.fields:
            known = processors().get(sending.processor)
            yield Recipient(
                name=known.name if known else sending.recipient or sending.processor,
                what=tuple(sending.fields),
                purpose=sending.purpose,
                at=sending.at,
                processor=sending.processor,
            )


def _disclosed(scope: UUID, field: str) -> Iterator[Recipient]:
    kind = category_of(field) if field else None
    for row in Disclosure.objects.filter(scope=scope, release__isnull=False).select_related("release"):
        if not field or kind in row.categories:
            yield Recipient(
                name=row.recipient,
                what=tuple(row.categories),
                purpose=row.kind,
                at=row.release.at,
                disclosure=row.id,
            )
