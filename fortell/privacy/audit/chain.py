"""Adding to a chain: each line holds the hash of the one before."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from django.db import models, transaction

from fortell.kit.clock import now
from fortell.kit.prepared import Change, Insertion, Prepared
from fortell.privacy.models import AuditEntry, AuditHead

HEAD = Prepared(lambda: AuditHead.objects.select_for_update().filter(scope=UUID(int=0)).values_list("number", "hash"))

ADD, MOVE = Insertion(AuditEntry), Change(AuditHead, "number", "hash")


class Pseudonym(Protocol):
    """Whoever acts, as an opaque name that can be erased: a member's id, `operator`, `worker` or `house`."""

    @property
    def pseudonym(self) -> str: ...


class ChainBroken(Exception):
    """A line was changed, removed or cut off; the message names the scope and the number."""


@transaction.atomic(savepoint=False)
def record(by: Pseudonym, verb: str, thing: models.Model, *, scope: UUID, fields: tuple[str, ...] = ()) -> None:
    """Add one line, in the caller's transaction: what it tells of happened exactly if the line is there."""
    entry = _line(by, verb, thing, scope=scope, fields=fields, after=_locked(scope))
    ADD(entry)
    MOVE(AuditHead(scope=scope, number=entry.number, hash=entry.hash))


@dataclass(frozen=True)
class _House:
    """The house itself, where nobody in particular acts: an erasure that a later start finishes, an expiry."""

    pseudonym: str = "house"


def record_by_house(verb: str, thing: models.Model, *, scope: UUID, fields: tuple[str, ...] = ()) -> None:
    """A line about what the house did of itself."""
    record(_House(), verb, thing, scope=scope, fields=fields)


def record_erasure(scope: UUID) -> None:
    """The line that ends a scope's chain; its head is all there is left to name."""
    head, _new = AuditHead.objects.get_or_create(scope=scope)
    record_by_house("scope.erased", head, scope=scope)


@transaction.atomic
def record_expiry(counts: Mapping[UUID, int], *, kind: str) -> None:
    """A line in each scope's chain that so many of one kind went because their time was over.

    However many scopes these are, it takes a few statements; so a sweep can tell of each slice in its transaction.
    """
    heads = hold_still(counts)
    entries = [_expired(head, kind, counts[head.scope]) for head in heads]
    AuditEntry.objects.bulk_create(entries)
    for head, entry in zip(heads, entries, strict=True):
        head.number, head.hash = entry.number, entry.hash
    AuditHead.objects.bulk_create(
        heads, update_conflicts=True, unique_fields=["scope"], update_fields=["number", "hash"]
    )


def hold_still(scopes: Collection[UUID]) -> list[AuditHead]:
    """Lock the ends of these chains until the caller's transaction ends, in one order for everybody: two that lock
    many wait for each other instead of both for ever. Nobody can set or lift a legal hold on one of them meanwhile.
    """
    AuditHead.objects.bulk_create([AuditHead(scope=scope) for scope in sorted(scopes)], ignore_conflicts=True)
    return list(AuditHead.objects.select_for_update().filter(scope__in=list(scopes)).order_by("scope"))


def _expired(head: AuditHead, kind: str, count: int) -> AuditEntry:
    return _line(
        _House(),
        "retention.expired",
        head,
        scope=head.scope,
        fields=(kind, str(count)),
        after=(head.number, bytes(head.hash)),
    )


def line_hash(entry: AuditEntry) -> bytes:
    line = [str(entry.scope), entry.number, instant(entry.at), entry.actor, entry.verb, entry.kind, str(entry.thing)]
    content = json.dumps([*line, entry.fields], separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(bytes(entry.previous) + content.encode()).digest()


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _line(
    by: Pseudonym, verb: str, thing: models.Model, *, scope: UUID, fields: tuple[str, ...], after: tuple[int, bytes]
) -> AuditEntry:
    """The line that follows the one with this number and hash; it is not saved yet."""
    number, previous = after
    entry = AuditEntry(
        scope=scope,
        number=number + 1,
        at=now(),
        actor=by.pseudonym,
        verb=verb,
        kind=thing._meta.label_lower,
        thing=thing.pk,
        fields=list(fields),
        previous=previous,
    )
    entry.hash = line_hash(entry)
    return entry


def _locked(scope: UUID) -> tuple[int, bytes]:
    """Number and hash of the chain's end, made at its first line; held until the caller's transaction ends."""
    if not (found := HEAD(scope)):
        AuditHead.objects.get_or_create(scope=scope)
        found = HEAD(scope)
    return found[0][0], bytes(found[0][1])
