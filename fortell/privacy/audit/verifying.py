"""Verifying: every line against the one before, every chain against its end and the checkpoints that sealed it,
every checkpoint against the one before, its signature and the file outside. Lines are streamed, whatever their number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from fortell.privacy.audit import outside
from fortell.privacy.audit.chain import ChainBroken, line_hash
from fortell.privacy.audit.checkpoints import checkpoint_hash, digest, signed_by_house
from fortell.privacy.models import AuditCheckpoint, AuditEntry, AuditHead, AuditSeal, AuditStub

SLICE = 2000  # lines at a time


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong at one line of a chain, or without a scope at one checkpoint."""

    scope: UUID | None
    number: int
    what: str

    def __str__(self) -> str:
        place = f"The audit chain of {self.scope}" if self.scope else "The row of audit checkpoints"
        return f"{place}, at {self.number}: {self.what}"


def verify(scope: UUID) -> int:
    """Walk one chain; the number of its last line. Raises ChainBroken with the first fault."""
    for fault in _chain_faults(scope):
        raise ChainBroken(str(fault))
    head = AuditHead.objects.filter(scope=scope).first()
    return head.number if head else 0


def faults(scope: UUID | None = None) -> Iterator[Fault]:
    """Everything that is wrong with one chain, or with all and the checkpoints."""
    if scope is not None:
        yield from _chain_faults(scope)
        return
    yield from _checkpoint_faults()
    for found in _scopes():
        yield from _chain_faults(found)


def _scopes() -> Iterator[UUID]:
    """Every scope that has a chain, and every one of which something says that it had."""
    yield from AuditHead.objects.order_by("scope").values_list("scope", flat=True).iterator()
    lost: set[UUID] = set()
    for model in (AuditSeal, AuditEntry, AuditStub):
        headless = model._default_manager.filter(~Exists(AuditHead.objects.filter(scope=OuterRef("scope"))))
        lost |= set(headless.values_list("scope", flat=True).distinct())
    yield from lost


def _chain_faults(scope: UUID) -> Iterator[Fault]:
    # Checkpoints are read before the head: it may grow meanwhile, and must never be behind them.
    seals = AuditSeal.objects.filter(scope=scope).order_by("number").values_list("number", "hash", "checkpoint_id")
    sealed = {number: (bytes(line), checkpoint) for number, line, checkpoint in seals}
    stub = AuditStub.objects.filter(scope=scope).first() or AuditStub(scope=scope)
    head = AuditHead.objects.filter(scope=scope).first() or AuditHead(scope=scope)

    def at(number: int, what: str) -> Fault:
        return Fault(scope=scope, number=number, what=what)

    if stub.last and sealed.get(stub.last, (b"", 0))[0] != bytes(stub.hash):
        yield at(stub.last, "the expired part does not end as a checkpoint sealed it")
    previous, number = bytes(stub.hash), stub.last
    lines = AuditEntry.objects.filter(scope=scope, number__gt=stub.last, number__lte=head.number).order_by("number")
    for entry in lines.iterator(chunk_size=SLICE):
        if entry.number > number + 1:
            yield at(number + 1, f"{entry.number - number - 1} missing from here")
        elif bytes(entry.previous) != previous:
            yield at(entry.number, "the line does not follow the one before it")
        if bytes(entry.hash) != line_hash(entry):
            yield at(entry.number, "the line was changed")
        if entry.number in sealed and sealed[entry.number][0] != bytes(entry.hash):
            yield at(entry.number, f"the line is not the one that checkpoint {sealed[entry.number][1]} sealed")
        previous, number = bytes(entry.hash), entry.number
    yield from (at(*found) for found in _end_faults(head=head, end=(number, previous), sealed=set(sealed), stub=stub))


def _end_faults(
    *, head: AuditHead, end: tuple[int, bytes], sealed: set[int], stub: AuditStub
) -> Iterator[tuple[int, str]]:
    number, line = end
    reached = max(sealed, default=0)
    if number != head.number:
        yield number, f"the chain ends at line {number}, not at {head.number}"
    elif line != bytes(head.hash):
        yield number, "the chain ends with another line than its head says"
    if reached > head.number:
        yield reached, f"a checkpoint sealed this line, and the chain ends at line {head.number}"
    if head.covered < reached or (head.covered and not _sealed_at(head)):
        yield head.covered, "the head does not say truly how far checkpoints cover the chain"
    # One statement each, so that lines which are being added meanwhile are not taken for stray ones.
    entries = AuditEntry.objects.filter(scope=head.scope)
    ends_at = Coalesce(Subquery(AuditHead.objects.filter(scope=head.scope).values("number")), 0)
    for stray in entries.filter(number__gt=ends_at).values_list("number", flat=True).iterator():
        yield stray, "the line lies beyond the end of the chain"
    for stray in entries.filter(number__lte=stub.last).values_list("number", flat=True).iterator():
        yield stray, "the line lies in the part that has expired"


def _sealed_at(head: AuditHead) -> bool:
    return AuditSeal.objects.filter(scope=head.scope, number=head.covered).exists()


def _checkpoint_faults() -> Iterator[Fault]:
    written: dict[int, outside.Line] = {}  # one a day: small for a lifetime
    for line in outside.lines():
        if written.setdefault(int(line["number"]), line) != line:
            yield _at(int(line["number"]), "the file outside names two different ones")
    previous, number = b"", 0
    newest = max(written, default=0) + 1  # what a crash may have kept from the file; the next checkpoint adds it
    for row in AuditCheckpoint.objects.order_by("number").iterator():
        if row.number > number + 1:
            yield _at(number + 1, f"{row.number - number - 1} missing from here")
        elif bytes(row.previous) != previous:
            yield _at(row.number, "it does not follow the one before it")
        yield from (_at(row.number, what) for what in _row_faults(row))
        if written.pop(row.number, None) != outside.line_of(row) and row.number != newest:
            yield _at(row.number, "the file outside says something else")
        previous, number = bytes(row.hash), row.number
    yield from (_at(lost, "the file outside names it, and the database has lost it") for lost in sorted(written))


def _row_faults(row: AuditCheckpoint) -> Iterator[str]:
    if digest(row.number) != (row.chains, bytes(row.digest)):
        yield "the ends of chains that it sealed were changed"
    if checkpoint_hash(row) != bytes(row.hash):
        yield "it was changed"
    if not signed_by_house(row):
        yield "its signature is not the house's"


def _at(number: int, what: str) -> Fault:
    return Fault(scope=None, number=number, what=what)
