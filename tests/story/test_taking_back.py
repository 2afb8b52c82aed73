"""The last step can be taken back: nothing that she said is lost by it, and nothing of it is shared meanwhile."""

from datetime import timedelta

import pytest

from fortell.book.actions import make_edition
from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.jobs import run_due
from fortell.people.permissions import NotAllowed
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import NewPhoto, ask_next, give_answer, leave_question, take_back_step
from fortell.story.models import Answer, Photo, Turn
from fortell.story.queries import answers_of, history, open_turn, read_answer, told
from tests.cast import BOTH, Family, tell
from tests.pages.telling import PICTURE

pytestmark = pytest.mark.django_db(databases=BOTH)

SAID = "My father built the boathouse in 1947."
RATHER = "My father built the boathouse in 1948."


def back(family: Family) -> Turn:
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    turn = ask_next(memoir=family.memoir, opening=opening, by=family.alma.actor)
    return take_back_step(turn=turn, by=family.alma.actor)


def shared(family: Family) -> list[str]:
    return [one.text for one in told(family.memoir, opened(scope=family.memoir.id, use=Use.BOOK))]


def test_answer_taken_back_is_shared_with_nobody_and_its_question_is_open(family: Family) -> None:
    answer = tell(family, SAID)[0]
    assert answer.turn
    turn = back(family)
    assert (turn.id, turn.outcome) == (answer.turn.id, "open")
    assert shared(family) == []
    assert history(family.memoir, opened(scope=family.memoir.id, use=Use.OWN))[0][1].outcome == "later"
    assert read_answer(answers_of(family.memoir).get(), opened(scope=family.memoir.id, use=Use.OWN)).text == SAID


def test_given_again_it_is_the_same_answer_with_one_more_version(family: Family) -> None:
    answer = tell(family, SAID)[0]
    turn = back(family)
    photo = NewPhoto(content=PICTURE, caption="The boathouse")
    again, _opening = give_answer(turn=turn, text=RATHER, delivery=new_id(), photos=(photo,), by=family.alma.actor)
    assert again == answer
    assert (shared(family), answer.versions.count(), Photo.objects.filter(answer=answer).count()) == ([RATHER], 2, 1)
    assert open_turn(family.memoir) not in (None, turn)


def test_given_again_as_it_was_it_has_no_second_version(family: Family) -> None:
    answer = tell(family, SAID)[0]
    delivery = new_id()
    turn = back(family)
    for _tap in range(2):
        give_answer(turn=turn, text=SAID, delivery=delivery, by=family.alma.actor)
    assert (shared(family), answer.versions.count(), Answer.objects.count()) == ([SAID], 1, 1)


@pytest.mark.parametrize("outcome", ["skipped", "later", "refused"])
def test_question_that_was_left_comes_back(family: Family, outcome: str) -> None:
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    first = ask_next(memoir=family.memoir, opening=opening, by=family.alma.actor)
    leave_question(turn=first, outcome=Turn.Outcome(outcome), opening=opening, by=family.alma.actor)
    assert back(family) == first
    assert Turn.objects.filter(outcome="open").count() == 1


def test_one_step_only_and_not_for_long(family: Family) -> None:
    tell(family, SAID, RATHER)
    second = back(family)
    assert second.number == 2
    family_turns = Turn.objects.filter(memoir=family.memoir)
    family_turns.filter(number=1).update(ended_at=now() - timedelta(minutes=31))
    assert back(family) == second


def test_answer_that_a_book_holds_is_not_taken_back_in_passing(family: Family) -> None:
    tell(family, SAID)
    run_due()
    make_edition(memoir=family.memoir, by=family.ingrid.actor)
    run_due()
    assert back(family).number == 2
    assert shared(family) == [SAID]


def test_nobody_else_takes_her_answer_back(family: Family) -> None:
    tell(family, SAID)
    turn = open_turn(family.memoir)
    assert turn
    with pytest.raises(NotAllowed):
        take_back_step(turn=turn, by=family.ingrid.actor)
    assert shared(family) == [SAID]


def test_same_delivery_with_other_words_is_a_corrected_version(family: Family) -> None:
    delivery = new_id()
    answer = tell(family, SAID, delivery=delivery)[0]
    assert answer.turn
    give_answer(turn=answer.turn, text=RATHER, delivery=delivery, by=family.alma.actor)
    assert (shared(family), answer.versions.count()) == ([RATHER], 2)
