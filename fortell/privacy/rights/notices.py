"""Telling those who received something that it was rectified, erased or restricted (GDPR art. 19)."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db import transaction

from fortell.kit.clock import now
from fortell.privacy import audit
from fortell.privacy.models import RecipientNotice
from fortell.privacy.periods import months_after

Kind = RecipientNotice.Kind
Recipients = Callable[[UUID, Collection[str]], Collection[str]]
_recipients: list[Recipients] = []


def who_received(find: Recipients) -> Recipients:
    """Register who knows which processors got these fields of a scope; no fields: anything of it."""
    _recipients.append(find)
    return find


def queue(*, scope: UUID, kind: RecipientNotice.Kind, fields: Collection[str]) -> list[RecipientNotice]:
    """A notice for each processor that has the old value, due within a month. In the caller's transaction."""
    processors = sorted({name for find in _recipients for name in find(scope, fields)})
    due = months_after(now(), 1)
    waits = RecipientNotice.objects.filter(scope=scope, kind=kind, told_at=None)
    known = {(row.processor, tuple(row.fields)) for row in waits}
    rows = [
        RecipientNotice(scope=scope, processor=name, kind=kind, fields=sorted(fields), due_at=due)
        for name in processors
        if (name, tuple(sorted(fields))) not in known
    ]
    return RecipientNotice.objects.bulk_create(rows)


def of_scope(scope: UUID) -> list[RecipientNotice]:
    """Whom we told, and whom we have still to tell: she may ask (GDPR art. 19, last sentence)."""
    return list(RecipientNotice.objects.filter(scope=scope).order_by("made_at", "processor"))


def waiting() -> list[RecipientNotice]:
    return list(RecipientNotice.objects.filter(told_at=None).order_by("due_at"))


@transaction.atomic
def told(*, notice: RecipientNotice, by: audit.Pseudonym) -> None:
    """The processor has been told."""
    notice.told_at = now()
    notice.save(update_fields=["told_at"])
    audit.record(by, "recipient.told", notice, scope=notice.scope, fields=tuple(notice.fields))
