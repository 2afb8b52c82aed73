"""Codes by e-mail: asked for in a browser, written when the letter leaves, answered in that browser only.

Whether anybody here has an address is told by nothing: each asking makes a row and a job, and the job finds out. What
somebody else does with her address cannot keep her out. Wrong codes count against the asking of the browser that sent
them; and where a letter has just gone, its code answers every asking for the same account instead of a second one.
"""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum

from fortell.kit.clock import now
from fortell.kit.ids import new_id, new_token, token_hash
from fortell.kit.mail import post
from fortell.people.models import Account, EntryCode, Keeping, Member
from fortell.people.permissions import STRANGER, WORKER, Action, Actor, NotAllowed, allow
from fortell.privacy import audit
from fortell.privacy.vault.opening import Opening

LIVES = timedelta(minutes=10)
TRIES = 5  # codes that one asking takes
DIGITS, MORE_DIGITS = 6, 10
GUESSES = 20  # wrong codes for an account within a day; a code with more digits is then past guessing
ASKINGS = 5  # letters that a member may have sent to an address within an hour
# Letters to an account follow each other no faster, and once there are several within an hour, slower; a code then
# lives longer than the wait for the next.
FIRST_GAP, FURTHER_GAP, SEVERAL = timedelta(minutes=1), timedelta(minutes=8), 5


class CodeWrong(Exception):
    """Another code was sent, or none; the same asking takes more tries."""


class CodeOver(Exception):
    """This asking takes no code any more: it is too old, was answered, or was tried too often."""


class TooManyLetters(Exception):
    """This member has had many letters sent within the hour."""


class PlaceKept(Exception):
    """An account holds this place already."""


def ask_to_come_in(*, email: str, language: str) -> str:
    """The secret of the asking, for the form that the code goes into; the same whether anybody has the address."""
    account = Account.objects.filter(email=email).first()
    scope, address = (account.id, account.email) if account else (None, "")
    return _ask(EntryCode(account=account, scope=scope, email=address, language=language))


def ask_to_keep(*, email: str, language: str, by: Actor) -> str:
    """Likewise, to keep one's own place with an address, whoever's it is. Raises PlaceKept, TooManyLetters."""
    member = Member.objects.get(id=by.member_id)
    allow(by, Action.PLACE_KEEP, member)
    if Keeping.objects.filter(member=member).exists():
        raise PlaceKept
    if EntryCode.objects.filter(member=member, asked_at__gt=now() - timedelta(hours=1)).count() >= ASKINGS:
        raise TooManyLetters
    return _ask(EntryCode(member=member, scope=member.scope, email=email, language=language), by=by)


@transaction.atomic
def _ask(asking: EntryCode, *, by: Actor = STRANGER) -> str:
    secret = new_token()
    asking.id, asking.secret_hash = new_id(), token_hash(secret)
    asking.save(force_insert=True)
    if asking.member_id:
        audit.record(by, "code.asked", asking, scope=asking.scope_id)
    post("entry-code", scope=asking.scope, asking=asking.id)
    return secret


def due_letter(asking: UUID) -> EntryCode | None:
    """The asking with its code, if a letter is to leave for it now. Safe to repeat: a second letter says the same."""
    row = EntryCode.objects.filter(id=asking, asked_at__gt=now() - LIVES, spent_at=None).exclude(email="").first()
    if row is None or (row.account_id and row.code is None and not _may_follow(row.account_id)):
        return None
    if row.code is None:
        _write_code(row)
    return row


@transaction.atomic
def _write_code(row: EntryCode) -> None:
    digits = MORE_DIGITS if row.account_id and _guessed_at(row.account_id) else DIGITS
    Opening(row.scope_id).seal(row, code=f"{secrets.randbelow(10**digits):0{digits}}")
    row.lettered_at = now()
    row.save(update_fields=["code", "lettered_at"])
    audit.record(WORKER, "code.sent", row, scope=row.scope_id)


def _may_follow(account: UUID) -> bool:
    sent = EntryCode.objects.filter(account=account, lettered_at__gt=now() - timedelta(hours=1))
    gap = FIRST_GAP if sent.count() < SEVERAL else FURTHER_GAP
    return not sent.filter(lettered_at__gt=now() - gap, spent_at=None).exists()


def _guessed_at(account: UUID) -> bool:
    today = EntryCode.objects.filter(account=account, spent_at=None, asked_at__gt=now() - timedelta(days=1))
    return (today.aggregate(all=Sum("tries"))["all"] or 0) >= GUESSES


def answered_by(*, secret: str, code: str) -> list[EntryCode]:
    """The asking that this browser made, and the one whose letter held the code. Raises CodeWrong, CodeOver."""
    asked = EntryCode.objects.filter(secret_hash=token_hash(secret), spent_at=None, asked_at__gt=now() - LIVES)
    # Counted before it is compared, in the UPDATE: many tries at the same moment are no more than five either.
    if not asked.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        raise CodeOver
    asking = asked.first()
    if asking is None:
        raise CodeOver
    for lettered, sent in _codes(asking):
        if compare_digest(sent.encode(), code.encode()):
            return [asking, *([lettered] if lettered.id != asking.id else [])]
    if asking.scope:
        audit.record(STRANGER, "code.wrong", asking, scope=asking.scope)
    raise CodeWrong


def spend(answered: list[EntryCode]) -> None:
    """In the caller's transaction; two who answer at the same moment do not both come in. Raises CodeOver.

    The address and the code have then done their work, and go.
    """
    rows = EntryCode.objects.filter(id__in=[row.id for row in answered], spent_at=None)
    if rows.update(spent_at=now(), email="", code=None) != len(answered):
        raise CodeOver


def _codes(asking: EntryCode) -> Iterator[tuple[EntryCode, str]]:
    """The codes that answer it: its own, or any other that was sent to the account and still lives."""
    if asking.scope is None:
        return
    live = EntryCode.objects.filter(spent_at=None, asked_at__gt=now() - LIVES, code__isnull=False)
    opening = Opening(asking.scope)
    for row in live.filter(account=asking.account_id) if asking.account_id else live.filter(id=asking.id):
        yield row, opening.text(row, "code")


def let_go(*, place: Keeping, by: Actor) -> None:
    """The account holds this place no longer; browsers that came to it that way are out. Raises NotAllowed."""
    if by.member is not None and by.member != place.member_id:
        raise NotAllowed(Action.PLACE_LET_GO)
    allow(by, Action.PLACE_LET_GO, place.member if by.member else place.account)
    _end_place(place, by)


@transaction.atomic
def _end_place(place: Keeping, by: Actor) -> None:
    place.member.devices.filter(session__account=place.account_id, revoked_at=None).update(revoked_at=now())
    audit.record(by, "place.let_go", place, scope=place.member.scope)
    place.delete()
