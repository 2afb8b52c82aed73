"""Why a question was asked, without a word of hers."""

import json
from dataclasses import asdict

import pytest

from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import correct_answer, explain_question, leave_question
from fortell.story.explaining import Explanation
from fortell.story.interviewer import bank
from fortell.story.models import Turn
from fortell.story.queries import asked_in, open_turn
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)

WORDS = ("Quarrow", "Torstein", "1952", "leaking")
TOLD = "We rowed to Quarrow in 1952 with my brother Torstein. Then the boat was leaking and we swam."


def explained(family: Family) -> Explanation:
    return explain_question(memoir=family.memoir, by=OPERATOR)


def test_it_says_what_was_asked_and_why(family: Family) -> None:
    tell(family, TOLD)
    found = explained(family)
    turn = open_turn(family.memoir)
    assert turn
    asked = asked_in(turn, opened(scope=family.memoir.id, use=Use.OWN))
    assert (found.turn, found.kind, found.phase, found.reason) == (2, asked.kind, asked.phase, asked.reason)
    assert not found.stale
    assert (found.counts["answers"], found.told) == (1, {"roots": 1})


def test_it_says_what_was_passed_over(family: Family) -> None:
    tell(family, "Yes.", "No.")
    passed = {one.why: one.what for one in explained(family).passed}
    heavy = {question.id for question in bank("en") if question.weight > 1 and not question.needs}
    leading = {question.id for question in bank("en") if question.needs}
    assert heavy & set(passed["too heavy now"])
    assert leading & set(passed["nothing told yet that leads to it"])


def test_none_of_her_words_is_in_it(family: Family) -> None:
    tell(family, TOLD)
    shown = json.dumps(asdict(explained(family)))
    assert explained(family).takes_up > 0
    assert not [word for word in WORDS if word in shown]


def test_it_says_when_her_answers_changed_meanwhile(family: Family) -> None:
    answer = tell(family, TOLD)[0]
    correct_answer(answer=answer, text="Yes.", by=family.alma.actor)
    assert explained(family).stale


def test_a_matter_she_refused_is_counted_and_not_named(family: Family) -> None:
    tell(family, TOLD)
    turn = open_turn(family.memoir)
    assert turn
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    leave_question(turn=turn, outcome=Turn.Outcome.REFUSED, opening=opening, by=family.alma.actor)
    found = explained(family)
    assert found.counts["closed"] >= 1
    assert "Torstein" not in json.dumps(asdict(found))


def test_only_whoever_runs_the_machine_may_look_and_it_is_written_down(family: Family) -> None:
    for actor in (family.alma.actor, family.ingrid.actor, family.jonas.actor):
        with pytest.raises(NotAllowed):
            explain_question(memoir=family.memoir, by=actor)
    explained(family)
    assert AuditEntry.objects.filter(scope=family.memoir.id, verb="interview.explained").count() == 1
