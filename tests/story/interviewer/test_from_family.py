"""When a question of the family's comes: before the bank's, when the moment is good, and never near what is closed."""

from dataclasses import replace

import pytest

from fortell.story.interviewer import CALM, USUAL, Exchange, Manner, Picture, Plan, WaitingQuestion, grow, plan
from fortell.story.language import Language

KARI = WaitingQuestion("a", "Kari", "What did you and Gran do at the summer house?", "early_home")
JONAS = WaitingQuestion("b", "Jonas", "Who taught you to swim?")
WHEN: dict[Language, str] = {
    "en": "When did you move to the farm?",
    "nb": "Når flyttet dere til gården?",
    "nn": "Når flytta de til garden?",
    "sv": "När flyttade ni till gården?",
}
HEAVY: dict[Language, str] = {
    "en": "How did grandfather die in the war?",
    "nb": "Hvordan døde bestefar i krigen?",
    "nn": "Korleis døydde bestefar i krigen?",
    "sv": "Hur dog morfar i kriget?",
}
GRIEF = "Then my little brother died. We buried him in the snow, and mother never spoke of his death again."


def exchange(
    answer: str = "", *, asked: str = "How was it?", kind: str = "scene", outcome: str = "answered"
) -> Exchange:
    return Exchange(asked, None, "roots", kind, outcome, answer)  # type: ignore[arg-type]


def after(*exchanges: Exchange, waiting: tuple[WaitingQuestion, ...] = (KARI, JONAS), manner: Manner = USUAL) -> Plan:
    picture = Picture()
    for one in exchanges:
        picture = grow(picture=picture, exchange=one, language="en")
    last = exchanges[-1] if exchanges else None
    return plan(picture=picture, last=last, language="en", manner=manner, family=waiting)


def why(planned: Plan) -> dict[str, str]:
    return {one.what: one.why for one in planned.passed if one.what.startswith("family:")}


def test_it_comes_before_the_banks_and_is_signed() -> None:
    planned = after()
    asked = planned.asked
    assert (planned.family, asked.text, asked.by, asked.kind) == ("a", KARI.text, "Kari", "family")
    assert (asked.bank_id, asked.refers_to, asked.phase) == (None, None, "early_home")
    assert after(waiting=()).asked.bank_id


def test_her_own_words_are_taken_up_first() -> None:
    told = exchange("We rowed to Quarrow with my brother Torstein, and then the boat began to leak and we swam home.")
    assert after(told).asked.refers_to
    assert not after(told).family


def test_one_of_theirs_is_followed_by_one_of_ours() -> None:
    planned = after(exchange("Yes.", asked=KARI.text, kind="family"), waiting=(JONAS,))
    assert not planned.family
    assert why(planned) == {"family:b": "one of the family's came just before"}


def test_one_that_she_asks_for_comes_at_once() -> None:
    picture = Picture(moods=("refused",), lately=("family",))
    assert plan(picture=picture, last=None, language="en", family=[KARI], wished=True).family == "a"
    heavy = WaitingQuestion("h", "Kari", HEAVY["en"])
    assert plan(picture=picture, last=None, language="en", family=[heavy], wished=True).family == ""


def test_after_something_heavy_comes_presence_and_then_nothing_of_theirs() -> None:
    heavy = exchange(GRIEF)
    assert after(heavy).asked.kind in {"presence", "quiet"}
    planned = plan(picture=Picture(moods=("heavy",)), last=None, language="en", family=[KARI, JONAS])
    assert set(why(planned).values()) == {"not after what she has just told"}


def test_a_refusal_is_not_followed_by_another_of_theirs() -> None:
    planned = after(exchange(outcome="refused", asked="What was school like?"))
    assert set(why(planned).values()) == {"not after what she has just told"}


@pytest.mark.parametrize("language", ["en", "nb", "nn", "sv"])
def test_what_is_heavy_waits_until_she_has_told_for_a_while(language: Language) -> None:
    heavy = WaitingQuestion("h", "Kari", HEAVY[language])
    new = plan(picture=Picture(), last=None, language=language, family=[heavy])
    assert why(new) == {"family:h": "too heavy now"}
    used = Picture(turns=12, answered=12)
    assert plan(picture=used, last=None, language=language, family=[heavy]).family == "h"
    assert plan(picture=used, last=None, language=language, manner=CALM, family=[heavy]).family == ""


@pytest.mark.parametrize("language", ["en", "nb", "nn", "sv"])
def test_a_calm_conversation_is_not_asked_for_years(language: Language) -> None:
    when = WaitingQuestion("w", "Kari", WHEN[language])
    calm = plan(picture=Picture(), last=None, language=language, manner=CALM, family=[when])
    assert why(calm) == {"family:w": "its answer wants a year"}
    assert plan(picture=Picture(), last=None, language=language, family=[when]).family == "w"


def test_what_she_would_rather_not_speak_of_is_not_asked_in_their_words_either() -> None:
    refused = exchange(outcome="refused", asked="What do you remember of the war?")
    picture = grow(picture=Picture(), exchange=refused, language="en")
    picture = replace(picture, moods=("plain",))
    war = WaitingQuestion("w", "Jonas", "Where were you when the war began?")
    planned = plan(picture=picture, last=exchange("Yes."), language="en", family=[war, JONAS])
    assert planned.family == "b"
    assert why(planned) == {"family:w": "she would rather not speak of it"}


def test_refusing_somebodys_question_closes_nothing_about_who_asked() -> None:
    refused = exchange(outcome="refused", asked=JONAS.text, kind="family")
    assert not grow(picture=Picture(), exchange=refused, language="en").closed


def test_what_she_put_off_comes_back_once_with_a_word_before_it() -> None:
    put_off = exchange(outcome="later", asked=JONAS.text, kind="family")
    again = replace(JONAS, returns=True)
    between = [exchange("Yes.")] * 2
    planned = after(put_off, *between, waiting=(again,))
    assert planned.family == "b"
    assert planned.asked.text.endswith(JONAS.text)
    assert planned.asked.text != JONAS.text
    second = exchange(outcome="later", asked=planned.asked.text, kind="family")
    assert not after(put_off, *between, second, *between, waiting=(again,)).family
    assert not after(put_off, *between, waiting=(again,), manner=CALM).family
