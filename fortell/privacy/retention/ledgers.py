"""What falls due by other ways than rows with a date: content after a withdrawal, the ledgers, backups."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fortell.kit.clock import now
from fortell.privacy import audit, erasure, erasure_list, holds, log_files
from fortell.privacy.backup import shelf
from fortell.privacy.backup.expiry import expire_backups
from fortell.privacy.inventory import Expiry, holding
from fortell.privacy.models import ConsentEntry, ErasedScope, LegalHold, Withdrawal
from fortell.privacy.retention.kinds import Held, Outside, Rows, falls_due
from fortell.privacy.vault import keys


class Withdrawn(Rows):
    """The content of a memoir whose consent was withdrawn: all of it goes, by the erasure."""

    @property
    def name(self) -> str:
        return "withdrawn-content"

    def remove(self, until: datetime, *, held: Held, most: int) -> int:
        return sum(_erase(scope) for _row, scope in self.slice(until, held=held, most=most))


class Consents(Rows):
    """The consent ledger of what was erased, scope by scope. The database lets these lines go, and no others."""

    @property
    def name(self) -> str:
        return "consents"

    def remove(self, until: datetime, *, held: Held, most: int) -> int:
        return sum(_release(scope) for _row, scope in self.slice(until, held=held, most=most))


def _erase(scope: UUID) -> bool:
    """Whether it went: it stays if a hold was set since it was read."""
    try:
        holds.refuse(scope)
        audit.record_expiry({scope: 1}, kind="withdrawn-content")
        erasure.erase_scope(scope)
    except holds.OnHold:
        return False
    return True


@transaction.atomic
def _release(scope: UUID) -> bool:
    """Whether the lines went: they stay if a hold was set since they were read, or where a key could open anything.

    The line comes first: the database lets the ledger go by nothing else (migration 0010).
    """
    audit.hold_still([scope])
    if holds.on(scope) or keys.living([scope]):
        return False
    erased, lines = ErasedScope.objects.get(scope=scope), ConsentEntry.objects.filter(scope=scope)
    told = ("privacy.consententry", str(lines.count()))
    audit.record_by_house("retention.expired", erased, scope=scope, fields=told)
    ErasedScope.objects.filter(scope=scope).update(released_at=now())
    lines.delete()
    erased.delete()
    return True


@dataclass(frozen=True, kw_only=True)
class AuditLines:
    """The audit log by whole segments: a line goes once the checkpoint that sealed it is old enough."""

    name: str = "audit"
    rule: str = "audit"

    def oldest(self, *, held: Held) -> datetime | None:
        row = audit.unexpired(held=held).order_by("checkpoint_id").select_related("checkpoint").first()
        return row.checkpoint.at if row else None

    def count(self, until: datetime, *, held: Held) -> int:
        """Of segments, the lines between two checkpoints of one chain."""
        return audit.unexpired(held=held).filter(checkpoint__at__lt=until).count()

    def remove(self, until: datetime, *, held: Held, most: int) -> int:  # noqa: ARG002 - one transaction a chain
        """Segments that a hold kept back are asked for by name: the others are walked through only once."""
        freed = set(LegalHold.objects.filter(lifted_at__isnull=False).values_list("scope", flat=True)) - set(held)
        late = sum(audit.expire_scope(scope, before=until) for scope in freed)
        return late + audit.expire_segments(until, held=held)


falls_due(Withdrawn(holding=holding(Withdrawal), expiry=Expiry(field="at")))
falls_due(Consents(holding=holding(ErasedScope), expiry=Expiry(field="at")))
falls_due(AuditLines())
falls_due(Outside(name="backups", rule="backups", expire=lambda _until: expire_backups(), moments=shelf.moments))
falls_due(Outside(name="logs", rule="logs", expire=log_files.expire, moments=log_files.moments))
falls_due(
    Outside(
        name="erasure-list",
        rule="erasure-list",
        expire=lambda _until: erasure_list.compact(),
        moments=lambda: [entry.at for entry in erasure_list.entries()],
    )
)
