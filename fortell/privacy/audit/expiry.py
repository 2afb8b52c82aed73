"""Old lines go, and the chain still verifies: whole segments, each from one checkpoint to the next, leave a stub."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from fortell.kit.clock import now
from fortell.privacy.audit.chain import record_by_house
from fortell.privacy.models import AuditCheckpoint, AuditEntry, AuditSeal, AuditStub
from fortell.privacy.vault.keys import HOUSE


def expire_segments(before: datetime, *, held: Collection[UUID] = ()) -> int:
    """Remove the lines that a checkpoint before this moment had sealed, so none that is younger; how many went.

    `held`: scopes under a legal hold, left alone; once it is lifted, `expire_scope` takes them up. Can be stopped
    and taken up again at any point. The triggers of the database let no other line go.
    """
    begun_at = AuditStub.objects.aggregate(at=Max("checkpoint_id"))["at"] or 0
    gone = 0
    for row in AuditCheckpoint.objects.filter(at__lt=before, number__gte=begun_at).order_by("number").iterator():
        for seal in AuditSeal.objects.filter(checkpoint=row).order_by("scope").iterator():
            gone += 0 if seal.scope in held else _expire(seal)
    return gone


def expire_scope(scope: UUID, *, before: datetime) -> int:
    """The same for one chain."""
    seal = AuditSeal.objects.filter(scope=scope, checkpoint__at__lt=before).order_by("-number").first()
    return _expire(seal) if seal else 0


def unexpired(*, held: Collection[UUID] = ()) -> QuerySet[AuditSeal]:
    """What checkpoints have sealed and what has not expired yet: a segment of a chain each."""
    gone = AuditStub.objects.filter(scope=OuterRef("scope"), last__gte=OuterRef("number"))
    return AuditSeal.objects.filter(~Exists(gone)).exclude(scope__in=held)


@transaction.atomic
def _expire(seal: AuditSeal) -> int:
    stub = AuditStub.objects.filter(scope=seal.scope).first() or AuditStub(scope=seal.scope)
    if stub.last >= seal.number:
        return 0
    stub.last, stub.hash, stub.checkpoint, stub.at = seal.number, bytes(seal.hash), seal.checkpoint, now()
    stub.save()
    gone, _kinds = AuditEntry.objects.filter(scope=seal.scope, number__lte=seal.number).delete()
    record_by_house("audit.expired", stub, scope=HOUSE)
    return gone
