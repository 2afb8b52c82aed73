"""The letters themselves: each is prepared when it leaves, in its reader's language, and holds no more than it must."""

from functools import partial
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation

from fortell.kit.ids import token_hash
from fortell.kit.installation import installation
from fortell.kit.jobs import PermanentFailure
from fortell.kit.mail import Letter, Payload, Words, letter
from fortell.people.guard import home_of
from fortell.people.models import Role
from fortell.people.permissions import WORKER
from fortell.people.queries import called
from fortell.privacy.egress.permits import permit
from fortell.privacy.egress.refusals import PermitRefused
from fortell.privacy.egress.registry import processor_at
from fortell.privacy.purpose import Work, works_on_content
from fortell.privacy.terms import Purpose, Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions import TOLD, ask_next
from fortell.story.letters import ADDRESS, ASKED, NAME, asks_by_mail, page_of, reply_address, reply_token, tells
from fortell.story.models import MailAddress, MailedQuestion, Turn
from fortell.story.queries import asked_in

Often = MailAddress.Often


@letter("confirm-address")
def confirm_address(*, address: UUID) -> Letter | None:
    row = _found(address)
    return None if row is None or row.confirmed else _letter(row, "confirm")


@letter("weekly")
def weekly(*, address: UUID) -> Letter | None:
    """Her question, where she has said yes to that; else a reminder that holds a link."""
    row = _wanted(address)
    if row is None or not tells(row.memoir):
        return None
    return _question(row) if asks_by_mail(row.memoir) else _letter(row, "reminder")


@letter("news")
def news(*, address: UUID) -> Letter | None:
    row = _wanted(address)
    return _letter(row, "news") if row else None


def _back(template: str, *, address: UUID) -> Letter | None:
    """What became of a letter of hers. It quotes nothing of it."""
    row = _found(address)
    return _letter(row, template) if row and row.confirmed else None


for outcome in TOLD:
    letter(f"reply-{outcome}")(partial(_back, f"reply-{outcome}"))
for name in ("confirm-address", "weekly", "news", *(f"reply-{outcome}" for outcome in TOLD)):
    works_on_content(f"mail.{name}", Work.CORRESPONDING)


def _found(name: UUID) -> MailAddress | None:
    return MailAddress.objects.filter(id=name).select_related("memoir", "member").first()


def _wanted(name: UUID) -> MailAddress | None:
    row = _found(name)
    return row if row and row.confirmed and row.often != Often.NEVER else None


def _question(row: MailAddress) -> Letter:
    """The question that is open in the chat, too: it is one turn, wherever she answers."""
    opening = opened(scope=row.memoir_id, use=Use.BOOK)
    turn = ask_next(memoir=row.memoir, opening=opening, by=WORKER)
    token = _reply_door(turn, opening)
    asked = asked_in(turn, opening)
    page = {"language": row.memoir.language, "by": asked.by}
    return _letter(row, "question", asked=asked.text, reply_to=reply_address(token), page=page)


def _reply_door(turn: Turn, opening: Opening) -> str:
    token = reply_token(turn, opening)
    MailedQuestion.objects.get_or_create(
        turn=turn, defaults={"memoir_id": turn.memoir_id, "reply_hash": token_hash(token)}
    )
    return token


def _letter(
    row: MailAddress, template: str, *, asked: str = "", reply_to: str = "", page: dict[str, Any] | None = None
) -> Letter:
    opening = opened(scope=row.memoir_id, use=Use.OWN)
    payload = {ADDRESS: opening.text(row, "address"), NAME: called(row.memoir_id, opening)[row.member_id]}
    payload |= {ASKED: asked} if asked else {}
    here = installation()
    stop_at = page_of(row)  # first: a worker has no pages until an address of one is asked for, and then all homes
    whole = (page or {}) | {
        "home": here.address + home_of(Role(row.member.role), row.memoir_id),
        "stop_at": stop_at,
        "megabytes": here.mailbox.megabytes,
    }
    write = partial(_written, template=template, language=row.member.language, page=whole, reply_to=reply_to)
    return Letter(permit=_leave(row, payload), payload=payload, write=write)


def _leave(row: MailAddress, payload: Payload) -> object:
    carrier = processor_at(installation().mail.host)
    purpose = Purpose.LETTERS if ASKED in payload else Purpose.SERVICE
    try:
        return permit(
            processor=carrier.key if carrier else "",
            purpose=purpose,
            fields=payload.keys(),
            scope=row.memoir_id,
            subject=row.member_id,
        )
    except PermitRefused as error:
        raise PermanentFailure("not-permitted") from error


def _written(payload: Payload, *, template: str, language: str, page: dict[str, Any], reply_to: str) -> Words:
    whole = page | {"name": payload[NAME], "asked": payload.get(ASKED, "")}
    with translation.override(language):
        subject, text = render_to_string(f"story/letters/{template}.txt", whole).lstrip().split("\n", 1)
        html = render_to_string(f"story/letters/{template}.html", whole)
    return Words(
        to=payload[ADDRESS],
        subject=subject.strip(),
        text=text.strip() + "\n",
        html=html,
        reply_to=reply_to,
        stop_at=page["stop_at"],
    )
