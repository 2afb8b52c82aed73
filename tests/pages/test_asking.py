"""The family's page of questions, and what the storyteller and the readers of the book see of them."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from fortell.book.models import Passage
from fortell.kit.jobs import run_due
from fortell.story.actions.family_questions import MOST_WAITING
from fortell.story.models import FamilyQuestion, Turn
from tests.cast import BOTH, Family, Somebody, tell
from tests.pages.telling import Response

pytestmark = pytest.mark.django_db(databases=BOTH)

SWIM = "Who taught you to swim <and dive>?"


def page(family: Family, who: Somebody, name: str = "story:family-questions") -> str:
    response = who.browser().get(reverse(name, args=[family.memoir.code]))
    assert response.status_code == 200
    return response.content.decode()


def write(family: Family, text: str, phase: str = "") -> Response:
    address = reverse("story:family-questions", args=[family.memoir.code])
    return family.kari.browser().post(address, {"text": text, "phase": phase})


def test_a_question_goes_from_the_family_to_her_and_into_the_book(family: Family) -> None:
    assert "You have not asked anything yet." in page(family, family.kari)
    assert write(family, f"  {SWIM}\n", "early_home").status_code == 302
    shown = page(family, family.kari)
    assert escape(SWIM) in shown
    assert "Waits for a good moment." in shown
    hers = page(family, family.alma, "story:tell")
    assert "Kari asks:" in hers
    assert escape(SWIM) in hers
    assert "Alma has been asked." in page(family, family.kari)
    tell(family, "My aunt taught me to swim off the pier in 1938.")
    run_due()
    assert "Alma has answered." in page(family, family.kari)
    assert "Kari asks:" in page(family, family.alma, "story:tell")
    passage = Passage.objects.get(memoir=family.memoir, kind=Passage.Kind.TOLD)
    sources = family.jonas.browser().get(reverse("book:sources", args=[family.memoir.code, passage.id]))
    assert f'Kari asked: <q lang="en">{escape(SWIM)}</q>' in sources.content.decode()


def test_she_can_have_one_of_theirs_instead_and_is_offered_none_where_none_waits(family: Family) -> None:
    offer = "A question from the family"
    assert offer not in page(family, family.alma, "story:tell")
    write(family, "Who sang?")
    assert offer in page(family, family.alma, "story:tell")
    turn = Turn.objects.get(memoir=family.memoir, outcome=Turn.Outcome.OPEN)
    leaving = reverse("story:leave", args=[family.memoir.code, turn.id])
    assert family.alma.browser().post(leaving, {"outcome": "family"}).status_code == 302
    turn.refresh_from_db()
    assert turn.outcome == Turn.Outcome.LATER
    shown = page(family, family.alma, "story:tell")
    assert "Kari asks:" in shown
    assert offer not in shown


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("  ", "There is no question yet."),
        ("Who sang? Who danced?", "There is more than one question in it."),
        ("x" * 301, "That is long for one question. Please say it in 300 characters or fewer."),
    ],
)
def test_what_is_no_question_is_said_kindly_and_nothing_is_lost(family: Family, text: str, kind: str) -> None:
    response = write(family, text)
    assert response.status_code == 422
    assert kind in response.content.decode()
    assert f">{text}</textarea>" in response.content.decode()
    assert not FamilyQuestion.objects.exists()


def test_too_many_at_once_are_refused_kindly(family: Family) -> None:
    for number in range(MOST_WAITING):
        write(family, f"Who lived at number {number}?")
    response = write(family, "Who lived next door?")
    assert response.status_code == 422
    assert "Many of your questions are waiting already." in response.content.decode()


def test_it_is_changed_and_taken_back_on_its_page_until_she_has_been_asked(family: Family) -> None:
    write(family, "Who sang?")
    question = FamilyQuestion.objects.get()
    one = reverse("story:family-question", args=[family.memoir.code, question.id])
    browser = family.kari.browser()
    assert ">Who sang?</textarea>" in browser.get(one).content.decode()
    assert browser.post(one, {"text": "Who sang? Who danced?"}).status_code == 422
    assert browser.post(one, {"text": "Who danced?", "phase": "youth"}).status_code == 302
    assert "Who danced?" in page(family, family.alma, "story:tell")
    for address in (one, reverse("story:family-question-taken-back", args=[family.memoir.code, question.id])):
        response = browser.post(address, {"text": "Who sang?"})
        assert response.status_code == 409
        assert "so it stands as you wrote it" in response.content.decode()


def test_only_those_who_may_ask_are_shown_the_way_there(family: Family) -> None:
    found = {who.member.role: "/questions/" in page(family, who, "book:draft") for who in (family.ingrid, family.jonas)}
    assert found == {"owner": True, "reader": False}
