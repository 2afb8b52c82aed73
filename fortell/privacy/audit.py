"""The audit log: a hash chain per memoir or account."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from django.db import models, transaction

from fortell.kit.clock import now
from fortell.privacy.models import AuditEntry, AuditHead


class Pseudonym(Protocol):
    """Whoever acts, as an opaque name that can be erased: a member's id, `operator` or `worker`."""

    @property
    def pseudonym(self) -> str: ...


class ChainBroken(Exception):
    """A line was changed, removed or cut off; the message names the scope and the number."""


@transaction.atomic
def record(by: Pseudonym, verb: str, thing: models.Model, *, scope: UUID, fields: tuple[str, ...] = ()) -> None:
    """Add one line, in the caller's transaction: what it tells of happened exactly if the line is there."""
    AuditHead.objects.get_or_create(scope=scope)
    head = AuditHead.objects.select_for_update().get(scope=scope)
    entry = AuditEntry(
        scope=scope,
        number=head.number + 1,
        at=now(),
        actor=by.pseudonym,
        verb=verb,
        kind=thing._meta.label_lower,
        thing=thing.pk,
        fields=list(fields),
        previous=bytes(head.hash),
    )
    entry.hash = _hash(entry)
    entry.save(force_insert=True)
    AuditHead.objects.filter(scope=scope).update(number=entry.number, hash=entry.hash)


@dataclass(frozen=True)
class _House:
    """The house itself, where nobody in particular acts: an erasure that a later start finishes."""

    pseudonym: str = "house"


def record_erasure(scope: UUID) -> None:
    """The line that ends a scope's chain; its head is all there is left to name."""
    head, _new = AuditHead.objects.get_or_create(scope=scope)
    record(_House(), "scope.erased", head, scope=scope)


def verify(scope: UUID) -> int:
    """Walk a chain; the number of its lines. Raises ChainBroken."""
    previous, number = b"", 0
    for entry in AuditEntry.objects.filter(scope=scope).order_by("number").iterator():
        number += 1
        if (entry.number, bytes(entry.previous), bytes(entry.hash)) != (number, previous, _hash(entry)):
            raise ChainBroken(f"The audit chain of {scope} breaks at line {number}.")
        previous = bytes(entry.hash)
    head = AuditHead.objects.filter(scope=scope).first()
    end = (head.number, bytes(head.hash)) if head else (0, b"")
    if end != (number, previous):
        raise ChainBroken(f"The audit chain of {scope} ends at line {number}, not at {end[0]}.")
    return number


def _hash(entry: AuditEntry) -> bytes:
    line = [str(entry.scope), entry.number, _instant(entry.at), entry.actor, entry.verb, entry.kind, str(entry.thing)]
    content = json.dumps([*line, entry.fields], separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(bytes(entry.previous) + content.encode()).digest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
