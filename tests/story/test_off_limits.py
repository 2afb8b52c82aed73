"""She names what is never asked on a page that is hers alone; nobody learns of it, and every question keeps to it."""

import json

import pytest

from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import ask_next, choose_off_limits, explain_question, leave_question, write_question
from fortell.story.models import FamilyQuestion, Memory, Turn
from fortell.story.queries import asked_in, off_limits_of, open_turn
from tests.cast import BOTH, Family, tell
from tests.privacy.archives import document, taken

pytestmark = pytest.mark.django_db(databases=BOTH)
TOLD = "My brother Arvid came home from the sea with a red boat, and then we rowed it out together at dawn."


def chosen(family: Family) -> frozenset[str]:
    family.memoir.refresh_from_db()
    return off_limits_of(family.memoir, opened(scope=family.memoir.id, use=Use.OWN))


def asked_now(family: Family) -> str:
    family.memoir.refresh_from_db()
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    return asked_in(ask_next(memoir=family.memoir, opening=opening, by=family.alma.actor), opening).text


def test_she_names_it_on_her_page_and_opens_it_again(family: Family) -> None:
    browser, address = family.alma.browser(), f"/tell/{family.memoir.code}/off-limits/"
    sent = {"chosen": ["matter:war", "phase:youth"], "own": " Arvid \n\nthe  fire\nArvid"}
    assert browser.post(address, sent).status_code == 302
    assert chosen(family) == {"matter:war", "phase:youth", "say:Arvid", "say:the fire"}
    page = browser.get(address).content.decode()
    assert 'value="matter:war" checked' in page
    assert "Arvid\nthe fire" in page
    assert browser.post(address, {"own": ""}).status_code == 302
    assert chosen(family) == frozenset()


def test_a_sentence_comes_back_to_be_shortened(family: Family) -> None:
    answer = family.alma.browser().post(
        f"/tell/{family.memoir.code}/off-limits/", {"own": "what my father did to us in the winter"}
    )
    assert answer.status_code == 422
    assert "what my father did to us in the winter" in answer.content.decode()
    assert chosen(family) == frozenset()


def test_nobody_else_names_it_or_sees_it(family: Family) -> None:
    choose_off_limits(memoir=family.memoir, entries=["say:Arvid"], by=family.alma.actor)
    for other in (family.ingrid, family.kari, family.jonas):
        address = f"/tell/{family.memoir.code}/off-limits/"
        assert other.browser().get(address).status_code == 404
        assert other.browser().post(address, {"own": ""}).status_code == 404
    for other_actor in (family.ingrid.actor, family.ingrid.checked(), OPERATOR):
        with pytest.raises(NotAllowed):
            choose_off_limits(memoir=family.memoir, entries=[], by=other_actor)
    assert chosen(family) == {"say:Arvid"}
    assert "Arvid" not in str(vars(AuditEntry.objects.get(verb="off_limits.chosen")))
    assert b"Arvid" not in bytes(family.memoir.off_limits)


def test_what_was_remembered_goes_and_the_open_question_is_put_off(family: Family) -> None:
    tell(family, TOLD)
    assert "Arvid" in asked_now(family)
    before = Memory.objects.get(memoir=family.memoir).id
    choose_off_limits(memoir=family.memoir, entries=["say:Arvid"], by=family.alma.actor)
    assert "Arvid" not in asked_now(family)
    assert [turn.outcome for turn in Turn.objects.order_by("number")] == ["answered", "later", "open"]
    assert Memory.objects.get(memoir=family.memoir).id != before


def test_an_open_question_about_something_else_stays(family: Family) -> None:
    before = asked_now(family)
    choose_off_limits(memoir=family.memoir, entries=["matter:prison"], by=family.alma.actor)
    assert asked_now(family) == before


def test_the_page_begins_with_what_she_refused(family: Family) -> None:
    tell(family, TOLD)
    asked = asked_now(family)
    refused = open_turn(family.memoir)
    assert refused
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    leave_question(turn=refused, outcome=Turn.Outcome.REFUSED, opening=opening, by=family.alma.actor)
    browser = family.alma.browser()
    link = f"/tell/{family.memoir.code}/off-limits/?after={refused.id}"
    assert link in browser.get(f"/tell/{family.memoir.code}/").content.decode()
    page = browser.get(link).content.decode()
    assert asked in page
    assert ">Arvid</textarea>" in page
    assert chosen(family) == frozenset()  # looking saves nothing
    assert "What you were asked just now" not in browser.get(link.replace(str(refused.id), "x")).content.decode()


def test_whoever_asks_never_learns_why_theirs_waits(family: Family) -> None:
    choose_off_limits(memoir=family.memoir, entries=["say:Arvid"], by=family.alma.actor)
    family.memoir.refresh_from_db()
    write_question(memoir=family.memoir, text="What was Arvid like?", phase="", by=family.kari.actor)
    assert "Arvid" not in asked_now(family)
    waiting = FamilyQuestion.objects.get()
    explained = explain_question(memoir=family.memoir, by=OPERATOR)
    assert [one.what for one in explained.passed if one.why == "off limits"] == [(f"family:{waiting.id}",)]
    assert "Arvid" not in repr(explained)
    page = family.kari.browser().get(f"/family/{family.memoir.code}/questions/").content.decode()
    assert "off limits" not in page
    before = page.replace("What was Arvid like?", "")
    choose_off_limits(memoir=family.memoir, entries=[], by=family.alma.actor)
    assert family.kari.browser().get(f"/family/{family.memoir.code}/questions/").content.decode().count(
        "What was Arvid like?"
    ) == page.count("What was Arvid like?")
    assert "Arvid" not in before


def test_it_goes_with_her_copy(family: Family) -> None:
    choose_off_limits(memoir=family.memoir, entries=["say:Arvid", "matter:war"], by=family.alma.actor)
    assert json.dumps(["matter:war", "say:Arvid"]) in json.dumps(document(taken(family.memoir)))
