"""Letters by e-mail: an address is given, confirmed, removed; how often; and what the house writes of itself."""

from datetime import timedelta

from django.db import transaction

from fortell.kit import mail
from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.installation import installation
from fortell.kit.jobs import later
from fortell.people.models import Member
from fortell.people.permissions import STRANGER, Action, Actor, allow
from fortell.privacy import audit, consent, holds
from fortell.privacy.rights import requests
from fortell.privacy.terms import Purpose, Use
from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import opened
from fortell.story.actions.deleting import rows_and_files_go
from fortell.story.letters import (
    FETCH,
    address_of,
    answered_since,
    confirmed,
    is_due,
    is_hers,
    offers_questions,
    tells,
    told_since,
)
from fortell.story.models import MailAddress, Memoir
from fortell.story.wording import letters_text

SETTLES: timedelta = timedelta(minutes=15)  # she may take back what she has just told, and nobody was written to
CHANNEL = "personal link"


class AddressStands(Exception):
    """She has confirmed an address herself: nobody else gives another one in its place."""


def give_address(*, memoir: Memoir, member: Member, address: str, by: Actor) -> MailAddress:
    """Where letters to a member go, once whoever reads there has confirmed it. Raises AddressStands; OnHold."""
    own = member.id == by.member
    allow(by, Action.LETTERS_CHOOSE if own else Action.ADDRESS_GIVE, memoir)
    opening = opened(scope=memoir.id, use=Use.OWN)
    before = address_of(member.id)
    if before and opening.text(before, "address") == address:
        return before
    if before and before.confirmed and not own:
        raise AddressStands
    if before:
        _gone(before)
    row = MailAddress(id=new_id(), memoir=memoir, member=member, given_by=by.pseudonym)
    opening.make_keys([row.id])
    opening.seal(row, address=address)
    with transaction.atomic():
        row.save(force_insert=True)
        audit.record(by, "address.given", row, scope=memoir.id, fields=("address",))
        mail.post("confirm-address", scope=memoir.id, dedupe=str(row.id), address=row.id)
    return row


@transaction.atomic
def confirm_address(*, row: MailAddress) -> None:
    """Whoever reads there wants letters. It counts from now on; saying it again changes nothing."""
    row = MailAddress.objects.select_for_update().get(id=row.id)
    if not row.confirmed:
        row.unconfirmed_since, row.written_at = None, now()
        row.save(update_fields=["unconfirmed_since", "written_at"])
        audit.record(STRANGER, "address.confirmed", row, scope=row.memoir_id, fields=("unconfirmed_since",))


def remove_address(*, row: MailAddress, by: Actor) -> None:
    """It is gone for good, and no letter goes there. A stranger has a letter that came there. Raises OnHold."""
    if by.member:
        allow(by, Action.LETTERS_CHANGE, row)
    with transaction.atomic():
        audit.record(by, "address.removed", row, scope=row.memoir_id)
    _gone(row)


@transaction.atomic
def choose_letters(*, row: MailAddress, often: MailAddress.Often, weekday: int, by: Actor) -> None:
    """When letters come; never: they are paused. What went unanswered before no longer counts."""
    if by.member:
        allow(by, Action.LETTERS_CHANGE, row)
    row.often, row.weekday = often, weekday
    row.unanswered, row.stopped_at = 0, None
    row.save(update_fields=["often", "weekday", "unanswered", "stopped_at"])
    audit.record(by, "letters.chosen", row, scope=row.memoir_id, fields=("often", "weekday"))


@transaction.atomic
def decide_questions_by_mail(*, memoir: Memoir, yes: bool, language: str, by: Actor) -> None:
    """Her own yes to the question itself standing in a letter, or taking it back. Raises ConsentMissing."""
    allow(by, Action.CONSENT_DECIDE, memoir)
    scope, her, aim = memoir.id, by.member_id, Purpose.LETTERS
    if yes:
        consent.require(scope=memoir.id)
        wording = letters_text(language).wording()
        consent.give(scope=scope, subject=her, wording=wording, channel=CHANNEL, by=by, purpose=aim)
    elif consent.is_live(scope=scope, purpose=aim):
        consent.withdraw(scope=scope, subject=her, channel=CHANNEL, by=by, purpose=aim)
        requests.done_at_once(kind=requests.Kind.WITHDRAWAL, scope=scope, verb="consent.withdrawn", by=by)


def write_letters() -> int:
    """Once a day: queue each letter whose day has come; how many. A second time on the same day it queues none."""
    if offers_questions():
        later(FETCH, scope=None, dedupe="next")  # from here on it queues itself
    moment = now()
    due = [row for row in confirmed().exclude(often=MailAddress.Often.NEVER) if is_due(row, moment)]
    return sum(_ask(row) if is_hers(row) else tell_news(row=row) for row in due)


@transaction.atomic
def tell_news(*, row: MailAddress) -> bool:
    """A letter to one of the family, if there is anything new that they may read."""
    if not (tells(row.memoir) and told_since(row)):
        return False
    _written(row)
    mail.post("news", scope=row.memoir_id, dedupe=str(row.id), address=row.id)
    return True


def news_for(memoir: Memoir) -> None:
    """Something may be new: whoever wants to know at once is told a little later, in the caller's transaction."""
    for row in confirmed().filter(memoir=memoir, often=MailAddress.Often.AT_ONCE):
        later("story.news", scope=memoir.id, dedupe=str(row.id), wait=SETTLES, address=row.id)


@transaction.atomic
def _ask(row: MailAddress) -> bool:
    """Her weekly letter. After too many without an answer they stop; nobody asks why."""
    if not tells(row.memoir):
        return False
    row.unanswered = 0 if answered_since(row) else row.unanswered
    if row.unanswered >= installation().letters.unanswered:
        row.often, row.stopped_at = MailAddress.Often.NEVER, now()
        row.save(update_fields=["often", "stopped_at"])
        audit.record_by_house("letters.stopped", row, scope=row.memoir_id, fields=("often",))
        return False
    row.unanswered += 1
    _written(row)
    mail.post("weekly", scope=row.memoir_id, dedupe=str(row.id), address=row.id)
    return True


def _written(row: MailAddress) -> None:
    row.written_at = now()
    row.save(update_fields=["written_at", "unanswered"])


def _gone(row: MailAddress) -> None:
    holds.refuse(row.memoir_id)
    keys.destroy([row.id])
    rows_and_files_go([row.id])
