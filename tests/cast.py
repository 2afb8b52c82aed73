"""One invented cast for all tests.

Alma tells; Ingrid, her daughter, owns the memoir; Kari contributes; Jonas reads. Bjarne tells next door.
"""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client

from fortell.kit.ids import new_id
from fortell.people.actions import choose_word, make_link, open_link, pass_check
from fortell.people.guard import DEVICE_COOKIE
from fortell.people.models import Member, Role
from fortell.people.permissions import OPERATOR, Actor
from fortell.people.queries import actor_of
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import NewMember, ask_next, create_memoir, give_answer, give_consent
from fortell.story.models import Answer, Memoir

BOTH = ("default", "keys")
WORD = "hardanger fiddle"


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A member on a device of their own: as an actor for verbs, as a browser for pages."""

    member: Member
    actor: Actor
    secret: str

    def browser(self) -> Client:
        client = Client(enforce_csrf_checks=False)
        client.cookies[DEVICE_COOKIE] = self.secret
        return client

    def checked(self) -> Actor:
        """The same, after the second check."""
        self.member.refresh_from_db()
        if not self.member.word_hash:
            choose_word(member=self.member, word=WORD, by=self.actor)
        else:
            pass_check(member=self.member, word=WORD, by=self.actor)
        return actor_of(self.secret)


@dataclass(frozen=True, kw_only=True)
class Family:
    memoir: Memoir
    alma: Somebody
    ingrid: Somebody
    kari: Somebody
    jonas: Somebody


def signed_in(member: Member) -> Somebody:
    opened_link = open_link(token=make_link(member=member, once=True, by=OPERATOR))
    assert opened_link
    return Somebody(member=member, actor=actor_of(opened_link[1]), secret=opened_link[1])


def make_family(*, language: str = "en", storyteller: str = "Alma Solvang", consent: bool = True) -> Family:
    roles = {
        Role.STORYTELLER: storyteller,
        Role.OWNER: "Ingrid Solvang",
        Role.CONTRIBUTOR: "Kari Solvang",
        Role.READER: "Jonas Solvang",
    }
    people = tuple(NewMember(role=role, name=name) for role, name in roles.items())
    memoir = create_memoir(title="A Headwind Both Ways", language=language, people=people, by=OPERATOR)
    found = {member.role: signed_in(member) for member in Member.objects.filter(scope=memoir.id)}
    if consent:
        give_consent(memoir=memoir, language=language, by=found[Role.STORYTELLER].actor)
    return Family(
        memoir=memoir,
        alma=found[Role.STORYTELLER],
        ingrid=found[Role.OWNER],
        kari=found[Role.CONTRIBUTOR],
        jonas=found[Role.READER],
    )


def tell(family: Family, *texts: str, delivery: UUID | None = None) -> list[Answer]:
    """Alma answers the questions that are put to her, one after the other."""
    given = []
    for text in texts:
        opening = opened(scope=family.memoir.id, use=Use.BOOK)
        turn = ask_next(memoir=family.memoir, opening=opening, by=family.alma.actor)
        answer, _opening = give_answer(turn=turn, text=text, delivery=delivery or new_id(), by=family.alma.actor)
        given.append(answer)
    return given


@pytest.fixture
def family(db: None, request: pytest.FixtureRequest) -> Family:
    return make_family()


@pytest.fixture
def neighbour(db: None) -> Family:
    return make_family(storyteller="Bjarne Vik")
