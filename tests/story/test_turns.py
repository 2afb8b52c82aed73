"""One question at a time; each can be skipped, put off or refused."""

import pytest

from fortell.kit.ids import new_id
from fortell.people.permissions import NotAllowed
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import ask_next, give_answer, leave_question
from fortell.story.models import Turn
from fortell.story.queries import asked_in, history, open_turn
from tests.cast import BOTH, Family, make_family, tell
from tests.kit.test_workers import at_once

pytestmark = pytest.mark.django_db(databases=BOTH)


def ask(family: Family) -> Turn:
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    return ask_next(memoir=family.memoir, opening=opening, by=family.alma.actor)


def leave(family: Family, turn: Turn, outcome: str) -> Turn:
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    return leave_question(turn=turn, outcome=Turn.Outcome(outcome), opening=opening, by=family.alma.actor)


def question(family: Family, turn: Turn) -> str:
    return asked_in(turn, opened(scope=family.memoir.id, use=Use.OWN)).text


def test_looking_again_asks_no_other_question(family: Family) -> None:
    first = ask(family)
    assert ask(family) == first
    assert Turn.objects.count() == 1
    assert question(family, first)
    assert AuditEntry.objects.filter(verb="question.asked").count() == 1


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_two_tabs_that_open_at_once_show_the_same_question() -> None:
    family, seen = make_family(), []
    at_once(*[lambda: seen.append(ask(family))] * 3)
    assert len({turn.id for turn in seen}) == 1
    assert Turn.objects.filter(outcome="open").count() == Turn.objects.count() == 1


@pytest.mark.parametrize("outcome", ["skipped", "later", "refused"])
def test_a_question_can_be_left_and_another_comes(family: Family, outcome: str) -> None:
    turn = ask(family)
    following = leave(family, turn, outcome)
    turn.refresh_from_db()
    assert turn.outcome == outcome
    assert turn.ended_at
    assert (following.outcome, following.number) == ("open", 2)
    assert question(family, following) != question(family, turn)
    assert [told.outcome for _number, told in history(family.memoir, opened(scope=family.memoir.id, use=Use.OWN))] == [
        outcome
    ]
    assert AuditEntry.objects.filter(verb=f"question.{outcome}", thing=turn.id).count() == 1


def test_a_left_question_is_not_left_twice(family: Family) -> None:
    turn = ask(family)
    following = leave(family, turn, "skipped")
    assert leave(family, turn, "refused") == following
    turn.refresh_from_db()
    assert turn.outcome == "skipped"


def test_an_answered_question_cannot_be_left_afterwards(family: Family) -> None:
    turn = ask(family)
    give_answer(turn=turn, text="We rowed.", delivery=new_id(), by=family.alma.actor)
    leave(family, turn, "refused")
    turn.refresh_from_db()
    assert turn.outcome == "answered"
    assert Turn.objects.count() == 2


@pytest.mark.parametrize("outcome", ["open", "answered"])
def test_leaving_is_not_answering(family: Family, outcome: str) -> None:
    with pytest.raises(ValueError, match=outcome):
        leave(family, ask(family), outcome)


def test_a_refused_question_never_comes_again(family: Family) -> None:
    turn = ask(family)
    refused = question(family, turn)
    turn = leave(family, turn, "refused")
    asked = []
    for _ in range(40):
        asked.append(question(family, turn))
        turn = leave(family, turn, "skipped")
    assert refused not in asked


def test_only_she_leaves_a_question(family: Family, neighbour: Family) -> None:
    turn = ask(family)
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    for actor in (family.ingrid.actor, family.jonas.actor, neighbour.alma.actor):
        with pytest.raises(NotAllowed):
            leave_question(turn=turn, outcome=Turn.Outcome.SKIPPED, opening=opening, by=actor)
    assert open_turn(family.memoir) == turn


def test_questions_are_numbered_through(family: Family) -> None:
    tell(family, "We rowed.", "We walked.")
    leave(family, ask(family), "later")
    assert list(Turn.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
