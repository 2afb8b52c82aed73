from dataclasses import dataclass

from django.db import transaction

from fortell.kit.ids import new_id
from fortell.people.actions import add_member
from fortell.people.models import Role
from fortell.people.permissions import Action, Actor, allow
from fortell.people.queries import storyteller
from fortell.privacy import audit, consent, erasure
from fortell.privacy.models import ConsentEntry
from fortell.privacy.rights import requests
from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import Opening
from fortell.story.actions.held import refusal_noted
from fortell.story.interviewer import CALM, USUAL
from fortell.story.models import Answer, Memoir
from fortell.story.signals import answers_changed
from fortell.story.wording import BY_STATEMENT, consent_text

STATEMENT = "The operator states that the storyteller consented to this book; the statement itself is kept sealed."


@dataclass(frozen=True, kw_only=True)
class NewMember:
    role: Role
    name: str


def create_memoir(
    *,
    title: str,
    subtitle: str = "",
    language: str,
    form: Memoir.Form = Memoir.Form.MEMOIR,
    dial: Memoir.Dial = Memoir.Dial.LIGHT,
    people: tuple[NewMember, ...],
    calm: bool = False,
    by: Actor,
) -> Memoir:
    """A new memoir with a key of its own and its people. Nothing can be told in it before the storyteller's yes."""
    memoir = Memoir(id=new_id(), language=language, form=form, dial=dial)
    keys.make_root(memoir.id)
    opening = Opening(memoir.id)
    opening.seal(memoir, title=title, subtitle=subtitle, manner=(CALM if calm else USUAL).name)
    with transaction.atomic():
        memoir.save(force_insert=True)
        audit.record(by, "memoir.created", memoir, scope=memoir.id)
        for person in people:
            add_member(opening=opening, role=person.role, name=person.name, language=language, by=by)
    return memoir


@transaction.atomic
def give_consent(*, memoir: Memoir, language: str, by: Actor) -> None:
    """Her own yes, to exactly the text that she was shown in that language."""
    allow(by, Action.CONSENT_DECIDE, memoir)
    wording = consent_text(language).wording()
    again = not consent.is_live(scope=memoir.id) and Answer.objects.filter(memoir=memoir).exists()
    consent.give(scope=memoir.id, subject=by.member_id, wording=wording, channel="personal link", by=by)
    if again:  # the draft takes up what was corrected or deleted meanwhile
        answers_changed.send(sender=Answer, memoir=memoir)


@transaction.atomic
def consent_by_statement(*, memoir: Memoir, statement: str, by: Actor) -> None:
    """The operator's statement of how the storyteller of an imported interview consented.

    The statement may name people, so it is sealed; the open wording says only that there is one.
    """
    entry = ConsentEntry(id=new_id(), scope=memoir.id)
    Opening(memoir.id).seal(entry, statement=statement)
    wording = consent.Wording(text=STATEMENT, version="statement-1", language="en")
    subject = storyteller(memoir.id).id
    consent.give(scope=memoir.id, subject=subject, wording=wording, channel=BY_STATEMENT, by=by, entry=entry)


@transaction.atomic
def withdraw_consent(*, memoir: Memoir, by: Actor) -> None:
    """She takes her yes back: everything closes at once but her own reading, and queued work stops."""
    allow(by, Action.CONSENT_DECIDE, memoir)
    consent.withdraw(scope=memoir.id, subject=by.member_id, channel="personal link", by=by)
    requests.done_at_once(kind=requests.Kind.WITHDRAWAL, scope=memoir.id, verb="consent.withdrawn", by=by)


def erase_memoir(*, memoir: Memoir, by: Actor) -> dict[str, int]:
    """Erase a memoir for good, in whatever state it is; how many rows of each kind, files and keys went.

    Raises OnHold where a legal hold stands; that she asked is then a request that was refused.
    """
    allow(by, Action.MEMOIR_ERASE, memoir)
    audit.record(by, "memoir.erasure_asked", memoir, scope=memoir.id)
    with refusal_noted(by=by):
        gone = erasure.erase_scope(memoir.id)
    if by.member:
        requests.done_at_once(kind=requests.Kind.ERASURE, scope=memoir.id, verb="scope.erased", by=by, outcome=gone)
    return gone
