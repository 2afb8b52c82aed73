"""Questions from the family: written, put to her, answered or not, and never a word of why not."""

from datetime import timedelta

import pytest

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy import consent, holds
from fortell.privacy.models import AuditEntry, LegalHold
from fortell.privacy.terms import Use
from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import opened
from fortell.story.actions import (
    PutToHerAlready,
    TooManyWaiting,
    ask_next,
    change_question,
    delete_answer,
    explain_question,
    give_answer,
    leave_question,
    set_withheld,
    take_back_question,
    write_question,
)
from fortell.story.actions.family_questions import MOST_WAITING
from fortell.story.actions.turns import planned_turn, save_if_none_open
from fortell.story.family import Standing, questions_by, waiting
from fortell.story.models import Answer, FamilyQuestion, Turn
from fortell.story.queries import asked_in
from fortell.story.remembering import remembered
from tests.cast import BOTH, Family, Somebody, make_family

pytestmark = pytest.mark.django_db(databases=BOTH)

SWIM = "Who taught you to swim?"


def write(family: Family, who: Somebody, text: str = SWIM, phase: str = "") -> FamilyQuestion:
    return write_question(memoir=family.memoir, text=text, phase=phase, by=who.actor)


def ask(family: Family) -> Turn:
    return ask_next(memoir=family.memoir, opening=opened(scope=family.memoir.id, use=Use.BOOK), by=family.alma.actor)


def answer(family: Family, turn: Turn, text: str = "Yes.") -> Answer:
    return give_answer(turn=turn, text=text, delivery=new_id(), by=family.alma.actor)[0]


def leave(family: Family, turn: Turn, outcome: str) -> Turn:
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    return leave_question(turn=turn, outcome=Turn.Outcome(outcome), opening=opening, by=family.alma.actor)


def standings(family: Family, who: Somebody) -> list[Standing]:
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    return [read.standing for read in questions_by(family.memoir, who.actor, opening)]


def test_it_is_put_to_her_signed_and_whoever_asked_sees_how_it_stands(family: Family) -> None:
    question = write(family, family.kari, phase="early_home")
    assert standings(family, family.kari) == [Standing.WAITING]
    turn = ask(family)
    asked = asked_in(turn, opened(scope=family.memoir.id, use=Use.OWN))
    assert (asked.text, asked.by, asked.phase) == (SWIM, "Kari", "early_home")
    assert (turn.origin, turn.of_family_id) == (Turn.Origin.FAMILY, question.id)
    assert standings(family, family.kari) == [Standing.PUT]
    answer(family, turn, "My aunt did, off the pier.")
    assert standings(family, family.kari) == [Standing.ANSWERED]
    assert standings(family, family.ingrid) == []


@pytest.mark.parametrize("outcome", ["skipped", "refused"])
def test_a_question_left_is_not_answered_whatever_the_reason_and_never_comes_again(
    family: Family, outcome: str
) -> None:
    write(family, family.kari)
    turn = leave(family, ask(family), outcome)
    assert standings(family, family.kari) == [Standing.SILENT]
    for _ in range(30):
        assert turn.origin != Turn.Origin.FAMILY
        turn = leave(family, turn, "skipped")


def test_an_answer_kept_to_herself_or_deleted_looks_like_none(family: Family) -> None:
    write(family, family.kari)
    given = answer(family, ask(family), "My aunt did, off the pier.")
    set_withheld(answer=given, withheld=True, by=family.alma.actor)
    assert standings(family, family.kari) == [Standing.SILENT]
    set_withheld(answer=given, withheld=False, by=family.alma.actor)
    assert standings(family, family.kari) == [Standing.ANSWERED]
    delete_answer(answer=given, by=family.alma.checked())
    assert standings(family, family.kari) == [Standing.SILENT]


def test_one_put_off_comes_back_much_later_and_looks_the_same_meanwhile(family: Family) -> None:
    write(family, family.kari)
    turn = leave(family, ask(family), "later")
    assert standings(family, family.kari) == [Standing.PUT]
    while turn.origin != Turn.Origin.FAMILY:
        assert turn.number < 40
        turn = leave(family, turn, "skipped")
    assert turn.number == 27
    assert FamilyQuestion.objects.get().turns.count() == 2


def test_whoever_was_heard_least_comes_first(family: Family) -> None:
    for who, text in ((family.kari, SWIM), (family.kari, "Who taught you to bake?"), (family.ingrid, "Who sang?")):
        write(family, who, text)
    found, turn = [], ask(family)
    for _ in range(5):
        asked = asked_in(turn, opened(scope=family.memoir.id, use=Use.OWN))
        found.append(asked.by)
        answer(family, turn)
        turn = ask(family)
    assert found == ["Kari", "", "Ingrid", "", "Kari"]


def test_two_who_share_a_first_name_are_told_apart(family: Family) -> None:
    other = make_family(storyteller="Kari Vik")
    write(other, other.kari)
    opening = opened(scope=other.memoir.id, use=Use.BOOK)
    assert [one.by for one in waiting(other.memoir, opening, through=0)] == ["Kari Solvang"]


def test_it_can_be_changed_and_taken_back_until_she_has_seen_it(family: Family) -> None:
    question = write(family, family.kari)
    change_question(question=question, text="Who taught you to skate?", phase="", by=family.kari.actor)
    turn = ask(family)
    assert asked_in(turn, opened(scope=family.memoir.id, use=Use.OWN)).text == "Who taught you to skate?"
    for late in (
        lambda: change_question(question=question, text=SWIM, phase="", by=family.kari.actor),
        lambda: take_back_question(question=question, by=family.kari.actor),
    ):
        with pytest.raises(PutToHerAlready):
            late()
    assert standings(family, family.kari) == [Standing.PUT]


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_one_taken_back_is_gone_for_good_and_put_to_nobody() -> None:
    family = make_family()
    question = write(family, family.kari)
    take_back_question(question=question, by=family.kari.actor)
    assert not FamilyQuestion.objects.exists()
    assert keys.living([question.id]) == set()
    assert ask(family).origin == Turn.Origin.BANK
    verbs = AuditEntry.objects.filter(scope=family.memoir.id, verb__startswith="family_question").values_list("verb")
    assert [verb for (verb,) in verbs] == ["family_question.written", "family_question.taken_back"]


@pytest.mark.parametrize("how", ["changed", "taken back"])
def test_what_changed_while_it_was_being_planned_is_not_put(family: Family, how: str) -> None:
    question = write(family, family.kari)
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    planned = planned_turn(family.memoir, opening, remembered(family.memoir, opening))
    assert planned.of_family_id == question.id
    if how == "changed":
        change_question(question=question, text="Who sang?", phase="", by=family.kari.actor)
    else:
        FamilyQuestion.objects.update(taken_back_at=planned.asked_at)
    assert not save_if_none_open(planned)
    assert asked_in(ask(family), opening).text != SWIM


def test_only_owner_and_contributors_ask_and_nobody_touches_anothers(family: Family, neighbour: Family) -> None:
    question = write(family, family.kari)
    for who in (family.alma, family.jonas, neighbour.ingrid):
        with pytest.raises(NotAllowed):
            write(family, who)
    for who in (family.ingrid, family.alma, family.jonas, neighbour.kari):
        with pytest.raises(NotAllowed):
            change_question(question=question, text="Who sang?", phase="", by=who.actor)
        with pytest.raises(NotAllowed):
            take_back_question(question=question, by=who.actor)


def test_the_same_words_twice_are_one_question_and_there_is_an_end_to_them(family: Family) -> None:
    assert write(family, family.kari) == write(family, family.kari)
    for number in range(MOST_WAITING - 1):
        write(family, family.kari, f"Who lived at number {number}?")
    with pytest.raises(TooManyWaiting):
        write(family, family.kari, "One more?")
    assert FamilyQuestion.objects.count() == MOST_WAITING


def test_nothing_is_written_before_her_yes() -> None:
    family = make_family(consent=False)
    with pytest.raises(consent.ConsentMissing):
        write(family, family.kari)


def test_a_legal_hold_keeps_it(family: Family) -> None:
    question = write(family, family.kari)
    until = now() + timedelta(days=30)
    holds.hold(scope=family.memoir.id, ground=LegalHold.Ground.ORDER, until=until, by=OPERATOR)
    with pytest.raises(holds.OnHold):
        take_back_question(question=question, by=family.kari.actor)
    assert FamilyQuestion.objects.filter(taken_back_at=None).exists()


def test_explaining_names_it_by_its_id_alone(family: Family) -> None:
    question = write(family, family.kari)
    write(family, family.ingrid, "How did grandfather die in the war?")
    ask(family)
    found = explain_question(memoir=family.memoir, by=OPERATOR)
    assert (found.kind, found.stale) == ("family", False)
    assert str(question.id) in found.reason
    assert "swim" not in repr(found)
