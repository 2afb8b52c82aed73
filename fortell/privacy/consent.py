"""The consent ledger: what exactly she said yes to, when, how, and whether it still stands."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from fortell.kit.jobs import stop_jobs
from fortell.privacy import audit
from fortell.privacy.models import ConsentEntry, Withdrawal
from fortell.privacy.terms import Purpose


class ConsentMissing(Exception):
    """There is no live consent for this use: nothing is stored, nothing is opened."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The exact text that was shown, its version and language."""

    text: str
    version: str
    language: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def is_live(*, scope: UUID, purpose: Purpose = Purpose.BOOK) -> bool:
    """Whether the newest line for this scope and purpose is a yes."""
    newest = _newest(scope, purpose)
    return newest is not None and newest.decision == ConsentEntry.Decision.GIVEN


def require(*, scope: UUID, purpose: Purpose = Purpose.BOOK) -> None:
    """Raises ConsentMissing."""
    if not is_live(scope=scope, purpose=purpose):
        raise ConsentMissing


@transaction.atomic
def give(
    *,
    scope: UUID,
    subject: UUID,
    wording: Wording,
    channel: str,
    by: audit.Pseudonym,
    entry: ConsentEntry | None = None,
) -> ConsentEntry:
    """Record a yes. Saying it again while it stands adds nothing. `entry`: a prepared line that holds a statement."""
    standing = _newest(scope)
    if standing and standing.decision == ConsentEntry.Decision.GIVEN and standing.wording_sha256 == wording.sha256:
        return standing
    entry = entry or ConsentEntry()
    _write(entry, ConsentEntry.Decision.GIVEN, scope, subject, wording, channel)
    Withdrawal.objects.filter(scope=scope).delete()
    audit.record(by, "consent.given", entry, scope=scope)
    return entry


@transaction.atomic
def withdraw(*, scope: UUID, subject: UUID, channel: str, by: audit.Pseudonym) -> ConsentEntry:
    """Record that the yes no longer stands; queued and running work stops. Raises ConsentMissing if none stood."""
    require(scope=scope)
    given = ConsentEntry.objects.filter(scope=scope, purpose=Purpose.BOOK).latest("at")
    wording = Wording(text=given.wording, version=given.version, language=given.language)
    entry = ConsentEntry()
    _write(entry, ConsentEntry.Decision.WITHDRAWN, scope, subject, wording, channel)
    Withdrawal.objects.create(scope=scope, at=entry.at)  # from here count the days until the content goes
    audit.record(by, "consent.withdrawn", entry, scope=scope)
    stop_jobs(scope=scope)
    return entry


def _newest(scope: UUID, purpose: Purpose = Purpose.BOOK) -> ConsentEntry | None:
    return ConsentEntry.objects.filter(scope=scope, purpose=purpose).order_by("-at", "-id").first()


def _write(entry: ConsentEntry, decision: str, scope: UUID, subject: UUID, wording: Wording, channel: str) -> None:
    entry.scope, entry.subject, entry.purpose, entry.decision = scope, subject, Purpose.BOOK, decision
    entry.wording, entry.wording_sha256 = wording.text, wording.sha256
    entry.version, entry.language, entry.channel = wording.version, wording.language, channel
    entry.save(force_insert=True)
