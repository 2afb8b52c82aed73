"""Where an answer offers nothing of its own to take up, its question says what to ask for next."""

from dataclasses import replace
from itertools import pairwise

import pytest

from fortell.story.interviewer import CALM, Exchange, Language, bank, picture_of, plan
from fortell.story.interviewer.bank import questions_by_id
from fortell.story.interviewer.hinting import HINTED
from fortell.story.interviewer.phrases import phrases
from fortell.story.language import LANGUAGES
from tests.story.interviewer.replaying import planned, replay

# No phrase of these can be lifted out; the second names somebody of whom she was asked before.
PLAIN: dict[Language, str] = {
    "en": "and so it went on and on like that for them all the time",
    "nb": "og så gikk det slik for dem alle sammen hele tiden den gangen",
    "nn": "og så gjekk det slik for dei alle saman heile tida den gongen",
    "sv": "och så gick det så för dem alla hela tiden på den tiden",
}


def told(name: str, language: Language = "en", answer: str = "") -> Exchange:
    question = questions_by_id(language)[name]
    return Exchange(question.text, name, question.phase, question.kind, "answered", answer or PLAIN[language])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["school.reading", "early_home.kitchen", "roots.farm_came", "roots.sayings"])
def test_best_hint_of_the_question_is_asked_for(name: str, language: Language) -> None:
    asked = planned([told(name, language)], language).asked
    hint = questions_by_id(language)[name].hints[0]
    assert (asked.kind, asked.refers_to, asked.bank_id) == (f"hint-{hint}", None, None)
    assert asked.text in phrases(language).follow_ups[f"hint_{hint}"]


def test_every_hint_of_the_bank_can_be_asked_for() -> None:
    assert {f"hint-{hint}" for question in bank("en") for hint in question.hints} == HINTED


def test_her_own_words_come_first() -> None:
    assert planned([told("school.reading", answer=f"{PLAIN['en']}. We had a black horse.")], "en").asked.kind == "sense"


def test_what_she_told_is_not_asked_for() -> None:
    """Her brother was taken up just now, so that nothing is left but the hints; the first of them asks for a person."""
    answer = f"{PLAIN['en']} with my brother"
    before = Exchange("You mentioned your brother. What?", None, "school", "kin", "answered", "Yes.")
    asking = "What comes to mind first when you think of your brother?"
    taken = [replace(before, question=f"You mentioned your brother. {asking}"), told("school.reading", answer=answer)]
    hints = questions_by_id("en")["school.reading"].hints
    assert hints[:2] == ("person", "sequence")
    assert planned(taken, "en").asked.kind == "hint-sequence"


@pytest.mark.parametrize("name", ["roots.unspoken", None])
def test_after_a_heavy_question_and_a_familys_own_nothing_is_hinted(name: str | None) -> None:
    last = told("roots.unspoken") if name else replace(told("roots.name"), bank_id=None, kind="family")
    assert planned([last], "en").asked.kind not in HINTED


def test_hints_leave_room_for_a_whole_life() -> None:
    asked = replay([("answered", PLAIN["en"])] * 40, "en")
    at = [number for number, one in enumerate(asked) if one.kind in HINTED]
    assert 3 <= len(at) <= 5
    assert min(later - sooner for sooner, later in pairwise(at)) > 5
    assert len({one.phase for one in asked[:20]}) > 10


def test_calm_asks_for_no_year_by_a_hint() -> None:
    last = told("roots.farm_came")
    picture = picture_of(history=[last], language="en")
    assert questions_by_id("en")["roots.farm_came"].hints[0] == "year"
    assert plan(picture=picture, last=last, language="en", manner=CALM).asked.kind == "hint-person"
