"""The daily checkpoint: a signed line over the ends of all chains that grew, chained to the one before.

It stands in the database and in a file beside the master key. Whoever rewrites a chain with its head, cuts it, or takes
all of it or the last checkpoints away would also have to sign like the house and to change that file.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Count, F, QuerySet, Sum

from fortell.kit.clock import now
from fortell.privacy.audit import outside
from fortell.privacy.audit.chain import instant, record_by_house
from fortell.privacy.models import AuditCheckpoint, AuditHead, AuditSeal
from fortell.privacy.vault import signing
from fortell.privacy.vault.keys import HOUSE

SLICE = 500  # heads at a time
PURPOSE = b"fortell audit checkpoint|"  # so that this signature serves for nothing else


@dataclass(frozen=True, kw_only=True)
class Uncovered:
    """What no checkpoint covers yet, and when the last one was taken."""

    lines: int
    chains: int
    since: datetime | None


def checkpoint() -> AuditCheckpoint | None:
    """Cover whatever was written since the last checkpoint; None if nothing was. Never inside a transaction.

    The row first, then the file: what a crash left out of the file, the next checkpoint adds.
    """
    taken = _take()
    outside.append(AuditCheckpoint.objects.filter(number__gt=outside.last_number()).order_by("number"))
    return taken


def after_restore() -> AuditCheckpoint | None:
    """A backup was put back on purpose: the file outside begins anew from it, and the house's chain says so."""
    outside.set_aside()
    head, _new = AuditHead.objects.get_or_create(scope=HOUSE)
    record_by_house("audit.restored", head, scope=HOUSE)
    return checkpoint()


def uncovered() -> Uncovered:
    counted = _grown().aggregate(lines=Sum(F("number") - F("covered")), chains=Count("scope"))
    last = _newest()
    return Uncovered(lines=counted["lines"] or 0, chains=counted["chains"], since=last.at if last else None)


def digest(number: int) -> tuple[int, bytes]:
    """How many ends of chains a checkpoint sealed, and the SHA-256 over them in the order of scopes."""
    count, running = 0, hashlib.sha256()
    for seal in AuditSeal.objects.filter(checkpoint_id=number).order_by("scope").iterator():
        count += 1
        running.update(f"{seal.scope}|{seal.number}|{bytes(seal.hash).hex()}\n".encode())
    return count, running.digest()


def checkpoint_hash(row: AuditCheckpoint) -> bytes:
    content = json.dumps([row.number, instant(row.at), row.chains, bytes(row.digest).hex()], separators=(",", ":"))
    return hashlib.sha256(bytes(row.previous) + content.encode()).digest()


def signed_by_house(row: AuditCheckpoint) -> bool:
    return signing.verify(content=PURPOSE + bytes(row.hash), signature=bytes(row.signature))


@transaction.atomic(durable=True)
def _take() -> AuditCheckpoint | None:
    AuditHead.objects.get_or_create(scope=HOUSE)
    AuditHead.objects.select_for_update().get(scope=HOUSE)  # two checkpoints at once would take the same number
    last = _newest()
    row = AuditCheckpoint(number=last.number + 1 if last else 1, at=now(), previous=bytes(last.hash) if last else b"")
    _seal_heads(row)
    row.chains, row.digest = digest(row.number)
    if not row.chains:
        return None
    row.hash = checkpoint_hash(row)
    row.signature = signing.sign(PURPOSE + row.hash)
    row.save(force_insert=True)
    return row


def _seal_heads(row: AuditCheckpoint) -> None:
    heads = _grown().order_by("scope").iterator(chunk_size=SLICE)
    while some := list(islice(heads, SLICE)):
        AuditSeal.objects.bulk_create(
            AuditSeal(checkpoint_id=row.number, scope=head.scope, number=head.number, hash=bytes(head.hash))
            for head in some
        )
        for head in some:
            head.covered = head.number
        AuditHead.objects.bulk_update(some, ["covered"])


def _grown() -> QuerySet[AuditHead]:
    return AuditHead.objects.filter(number__gt=F("covered"))


def _newest() -> AuditCheckpoint | None:
    return AuditCheckpoint.objects.order_by("-number").first()
