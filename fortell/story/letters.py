"""Letters by e-mail: who gets them, when the next is due, and which question a reply address belongs to."""

import base64
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse

from fortell.kit.clock import now
from fortell.kit.ids import token_hash
from fortell.kit.installation import installation
from fortell.people.models import Role
from fortell.privacy import consent
from fortell.privacy.egress.processors import Processor
from fortell.privacy.egress.registry import faults_of, processor_at
from fortell.privacy.terms import Purpose
from fortell.privacy.vault.opening import Opening
from fortell.story.models import Answer, MailAddress, MailedQuestion, Memoir, Turn
from fortell.story.wording import is_outdated, takes_questions

SIGNER: Final = Signer(salt="fortell.story.letters")
REPLY_BYTES: Final = 20  # 160 bits, 32 characters: more than anybody guesses, and a local part holds 64 (RFC 5321)
ADDRESS, NAME, ASKED = "story.MailAddress.address", "people.Member.name", "story.Turn.asked"
FETCH: Final = "story.fetch-replies"  # the job that looks into the mailbox
FETCH_EVERY: Final = timedelta(minutes=15)
Often = MailAddress.Often


def sends_letters() -> bool:
    """Whether this house sends any mail at all."""
    return bool(installation().mail.host)


def offers_questions() -> bool:
    """Whether a question may stand in a letter: who carries it, and who takes in the reply, may hold content."""
    house = installation()
    return bool(house.mail.host and house.mailbox.host) and all(
        _may_hold_content(processor_at(host)) for host in (house.mail.host, house.mailbox.host)
    )


def _may_hold_content(processor: Processor | None) -> bool:
    return bool(
        processor and processor.may_hold_content and Purpose.LETTERS in processor.purposes and not faults_of(processor)
    )


def asks_by_mail(memoir: Memoir) -> bool:
    """Whether her questions go by e-mail now; else a letter holds a link only."""
    return offers_questions() and takes_questions(memoir.id) and tells(memoir)


def tells(memoir: Memoir) -> bool:
    """Whether she has said yes to the book, and to its text of today; before that no letter reminds her of anything."""
    return consent.is_live(scope=memoir.id) and not is_outdated(memoir.id)


def confirmed() -> QuerySet[MailAddress]:
    return MailAddress.objects.filter(unconfirmed_since=None).select_related("memoir", "member")


def address_of(member: UUID) -> MailAddress | None:
    return MailAddress.objects.filter(member=member).select_related("memoir", "member").first()


def sign(address: MailAddress) -> str:
    """What stands in the links of each letter: who has it reads what comes to that address, and needs no more."""
    return SIGNER.sign(str(address.id))


def signed(token: str) -> MailAddress | None:
    try:
        name = UUID(SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    return MailAddress.objects.filter(id=name).select_related("memoir", "member").first()


def page_of(address: MailAddress) -> str:
    """Where letters to this address are confirmed and ended."""
    return installation().address + reverse("story:letter", args=[sign(address)])


def is_hers(address: MailAddress) -> bool:
    return address.member.role == Role.STORYTELLER


def is_due(address: MailAddress, moment: datetime) -> bool:
    """Whether the day of its next letter has come; a day that was missed is made up for."""
    if address.written_at is None:
        return False
    today = moment.date()
    days = {Often.DAILY: today, Often.WEEKLY: _last(address.weekday, today)}
    return address.often in days and address.written_at.date() < days[Often(address.often)]


def _last(weekday: int, today: date) -> date:
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def told_since(address: MailAddress) -> bool:
    """Whether she has told anything since the last letter that she lets the family read."""
    since = address.written_at or now()
    return Answer.objects.filter(memoir=address.memoir_id, withheld_at=None, given_at__gt=since).exists()


def answered_since(address: MailAddress) -> bool:
    """Whether she has told anything at all since then, also what she keeps to herself."""
    since = address.written_at or now()
    return Answer.objects.filter(memoir=address.memoir_id, given_at__gt=since).exists()


def reply_token(turn: Turn, opening: Opening) -> str:
    """The same for a question each time it is sent, and known to nobody without the memoir's key."""
    made = bytes.fromhex(opening.fingerprint(b"reply|" + turn.id.bytes))[:REPLY_BYTES]
    return base64.b32encode(made).decode().lower()


def reply_address(token: str) -> str:
    name, _at, domain = installation().mailbox.address.partition("@")
    return f"{name}+{token}@{domain}"


def question_at(addresses: tuple[str, ...]) -> MailedQuestion | None:
    """The question that one of these addresses is the reply address of."""
    name, _at, domain = installation().mailbox.address.lower().partition("@")
    begins, ends = f"{name}+", f"@{domain}"
    tokens = {one[len(begins) : -len(ends)] for one in addresses if one.startswith(begins) and one.endswith(ends)}
    found = MailedQuestion.objects.filter(reply_hash__in=[token_hash(token) for token in tokens])
    return found.select_related("turn__memoir").first()


@dataclass(frozen=True, kw_only=True)
class LettersPage:
    """How letters stand for one member. `address` is shown to nobody but them."""

    row: MailAddress | None
    address: str
    sends: bool
    offers: bool
    asks: bool

    @property
    def state(self) -> str:
        """none, unconfirmed, stopped (by itself), paused or on"""
        if self.row is None:
            return "none"
        if not self.row.confirmed:
            return "unconfirmed"
        if self.row.often != Often.NEVER:
            return "on"
        return "stopped" if self.row.stopped_at else "paused"


def letters_page(memoir: Memoir, member: UUID, opening: Opening) -> LettersPage:
    row = address_of(member)
    return LettersPage(
        row=row,
        address=opening.text(row, "address") if row else "",
        sends=sends_letters(),
        offers=offers_questions(),
        asks=takes_questions(memoir.id),
    )
