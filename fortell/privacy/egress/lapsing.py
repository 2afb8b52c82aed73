"""Letting lines go whose years are over: they are append-only until then.

`Lapsed` says up to when they are over, and the triggers believe it; so it is held from two sides. It may name no moment
that is less than a year before some checkpoint of the audit log, whoever writes it: a younger line goes by no hand that
does not also forge a checkpoint, which `audit verify` finds. And what it names is signed by the house: a moment that
somebody else wrote is found by `fortell check`, and written into the log before the house writes its own over it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Model

from fortell.kit.clock import now
from fortell.privacy import audit
from fortell.privacy.audit.chain import instant
from fortell.privacy.egress.models import Lapsed
from fortell.privacy.models import AuditCheckpoint, AuditHead
from fortell.privacy.profile import Profile
from fortell.privacy.retention.periods import due
from fortell.privacy.vault import signing
from fortell.privacy.vault.keys import HOUSE

RULE = "disclosures"
AT_LEAST = timedelta(days=365)  # so do the triggers say, in migrations/0006_lapsing_is_witnessed.py
PURPOSE = b"fortell lapsed|"  # so that this signature serves for nothing else


def let_go(model: type[Model]) -> Callable[[list[Any]], None]:
    """What the sweep calls with the ids of lines that are due, before it deletes them. Never inside a transaction."""

    def lapse(ids: list[Any]) -> None:
        newest = model._default_manager.filter(pk__in=ids).aggregate(at=Max("at"))["at"]
        standing = Lapsed.objects.first()
        if newest and (standing is None or standing.until < newest):
            _move(standing, newest)

    return lapse


def faults(profile: Profile) -> Iterator[str]:
    """What `fortell check` fails on."""
    rule = profile.retention.get(RULE)
    if rule and due(rule, now()) < now() + AT_LEAST:
        yield f"the rule {RULE!r} keeps for less than a year, and the database lets no younger line go"
    if (standing := Lapsed.objects.first()) and not _signed(standing):
        yield f"somebody else than the house let lines go of what was handed out, up to {standing.until:%Y-%m-%d}"


def _move(standing: Lapsed | None, until: datetime) -> None:
    """The move is written down, and witnessed by a checkpoint that may be as young as the move itself."""
    head, _new = AuditHead.objects.get_or_create(scope=HOUSE)
    if standing and not _signed(standing):
        audit.record_by_house("sendings.lapse-forged", head, scope=HOUSE)
    audit.record_by_house("sendings.lapsed", head, scope=HOUSE)
    if not AuditCheckpoint.objects.filter(at__gte=until + AT_LEAST).exists():
        audit.checkpoint()
    Lapsed.objects.update_or_create(id=1, defaults={"until": until, "signature": signing.sign(_content(until))})


def _signed(row: Lapsed) -> bool:
    return signing.verify(content=_content(row.until), signature=bytes(row.signature or b""))


def _content(until: datetime) -> bytes:
    return PURPOSE + instant(until).encode()
