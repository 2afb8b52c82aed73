"""The consent ledger: what exactly she said yes to, when, how, and whether it still stands."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from fortell.kit.jobs import stop_jobs
from fortell.kit.prepared import Prepared
from fortell.privacy import audit
from fortell.privacy.models import ConsentEntry, Withdrawal
from fortell.privacy.terms import Purpose

NEWEST_DECISION = Prepared(  # asked before content is opened, each time
    lambda: (
        ConsentEntry.objects.filter(scope=UUID(int=0))
        .filter(purpose="")
        .order_by("-at", "-id")
        .values_list("decision")[:1]
    )
)


class ConsentMissing(Exception):
    """There is no live consent for this use: nothing is stored, nothing is opened."""


class ConsentOutdated(ConsentMissing):
    """The text has changed since she said yes: nothing new is stored before she has answered anew."""


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
    return NEWEST_DECISION(scope, purpose) == [(ConsentEntry.Decision.GIVEN,)]


def standing(*, scope: UUID, purpose: Purpose = Purpose.BOOK) -> ConsentEntry | None:
    """The yes that stands, if one does."""
    newest = _newest(scope, purpose)
    return newest if newest and newest.decision == ConsentEntry.Decision.GIVEN else None


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
    purpose: Purpose = Purpose.BOOK,
    entry: ConsentEntry | None = None,
) -> ConsentEntry:
    """Record a yes. Saying it again while it stands adds nothing. `entry`: a prepared line that holds a statement."""
    before = standing(scope=scope, purpose=purpose)
    if before and before.wording_sha256 == wording.sha256:
        return before
    entry = entry or ConsentEntry()
    entry.purpose = purpose
    _write(entry, ConsentEntry.Decision.GIVEN, scope, subject, wording, channel)
    if purpose is Purpose.BOOK:
        Withdrawal.objects.filter(scope=scope).delete()
    audit.record(by, "consent.given", entry, scope=scope)
    return entry


@transaction.atomic
def withdraw(
    *, scope: UUID, subject: UUID, channel: str, by: audit.Pseudonym, purpose: Purpose = Purpose.BOOK
) -> ConsentEntry:
    """Record that the yes no longer stands. Raises ConsentMissing if none stood.

    Where it was the yes to the book, queued and running work stops, and the content goes after its days.
    """
    given = standing(scope=scope, purpose=purpose)
    if given is None:
        raise ConsentMissing
    wording = Wording(text=given.wording, version=given.version, language=given.language)
    entry = ConsentEntry(purpose=purpose)
    _write(entry, ConsentEntry.Decision.WITHDRAWN, scope, subject, wording, channel)
    audit.record(by, "consent.withdrawn", entry, scope=scope)
    if purpose is Purpose.BOOK:
        Withdrawal.objects.create(scope=scope, at=entry.at)  # from here count the days until the content goes
        stop_jobs(scope=scope)
    return entry


def ledger(scope: UUID) -> list[ConsentEntry]:
    """Every line, the newest first."""
    return list(ConsentEntry.objects.filter(scope=scope).order_by("-at", "-id"))


def _newest(scope: UUID, purpose: Purpose) -> ConsentEntry | None:
    return ConsentEntry.objects.filter(scope=scope, purpose=purpose).order_by("-at", "-id").first()


def _write(entry: ConsentEntry, decision: str, scope: UUID, subject: UUID, wording: Wording, channel: str) -> None:
    entry.scope, entry.subject, entry.decision = scope, subject, decision
    entry.wording, entry.wording_sha256 = wording.text, wording.sha256
    entry.version, entry.language, entry.channel = wording.version, wording.language, channel
    entry.save(force_insert=True)
