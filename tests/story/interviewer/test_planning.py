"""The plan: a life in its order, nothing twice, nothing refused again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fortell.story.interviewer import Exchange, Language, acknowledge, bank
from fortell.story.interviewer.following_up import KINDS
from fortell.story.interviewer.planning import ANSWERS_BEFORE_HEAVY, MUCH_LATER
from fortell.story.language import LANGUAGES, phases
from tests.story.interviewer.replaying import Turn, planned, replay

PLAIN = "It went on like that for them all."
# English has rules of its own; the other three share theirs, and differ in lists that take equally long to read.
SCANDINAVIAN_AND_ENGLISH: tuple[Language, ...] = ("nn", "en")
OUTCOMES = st.sampled_from(["answered", "skipped", "later", "refused"])
TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(["", PLAIN, "My son Arvid drowned.", "Vi rodde i 1947."]))


def in_bank(turns: list[Turn], language: Language = "en") -> list[str]:
    return [asked.bank_id for asked in replay(turns, language) if asked.bank_id]


def test_first_question_is_light_and_of_the_first_phase() -> None:
    asked = planned([], "nb").asked
    assert (asked.phase, asked.weight, asked.kind) == (phases()[0].id, 1, "opener")


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_lap_follows_the_order_of_a_life(language: Language) -> None:
    order = [phase.id for phase in phases()]
    asked = replay([("answered", "")] * 12, language)
    places = [order.index(one.phase) for one in asked]
    assert places == sorted(places)
    assert places[-1] > 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_ever_comes_twice(language: Language) -> None:
    turns: list[Turn] = [
        ("answered", f"We rowed to the island number {number} and ate there.") for number in range(110)
    ]
    texts = [asked.text for asked in replay(turns, language)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("outcome", ["skipped", "refused", "later"])
def test_no_question_comes_twice_when_none_is_answered(outcome: str) -> None:
    texts = [asked.text for asked in replay([(outcome, "")] * 130, "nb")]  # type: ignore[list-item]
    assert len(set(texts)) == len(texts)


@settings(max_examples=25)
@given(st.lists(st.tuples(OUTCOMES, TEXTS), max_size=30), st.sampled_from(LANGUAGES))
def test_any_conversation_goes_on(turns: list[Turn], language: Language) -> None:
    asked = replay(turns, language)
    assert len({one.text for one in asked}) == len(asked)
    for one, (_, answer) in zip(asked[1:], turns, strict=True):
        assert one.text.strip()
        assert one.reason
        if one.refers_to:
            assert answer[slice(*one.refers_to)].strip()
    for outcome in ("skipped", "refused"):
        gone = [one.bank_id for one, turn in zip(asked, turns, strict=False) if turn[0] == outcome and one.bank_id]
        assert len(gone) == len(set(gone))


def test_same_history_gets_the_same_question() -> None:
    turns: list[Turn] = [("answered", "We rowed to Quarrow in my uncle's boat.")] * 5
    assert replay(turns, "en") == replay(turns, "en")


def test_refused_question_gives_way_to_an_easy_one_of_another_theme() -> None:
    first, second = replay([("refused", "")], "en")
    assert second.bank_id != first.bank_id
    assert (second.weight, second.theme != first.theme) == (1, True)


def test_later_comes_back_once_and_much_later() -> None:
    turns: list[Turn] = [("later", ""), *[("answered", PLAIN)] * (MUCH_LATER + 30)]
    asked = replay(turns, "nb")
    again = [number for number, one in enumerate(asked) if one.bank_id == asked[0].bank_id]
    assert len(again) == 2
    assert again[1] >= MUCH_LATER
    assert asked[again[1]].text.endswith(asked[0].text)
    assert asked[again[1]].text != asked[0].text


@pytest.mark.parametrize(("told", "heavy"), [(ANSWERS_BEFORE_HEAVY - 1, False), (ANSWERS_BEFORE_HEAVY, True)])
def test_heavy_questions_wait_until_she_has_told_for_a_while(told: int, heavy: bool) -> None:
    lighter = [question for question in bank("en") if question.weight < 3]
    history = [
        Exchange(q.text, q.id, q.phase, q.kind, "answered" if left <= told else "skipped", PLAIN)
        for q, left in zip(lighter, range(len(lighter), 0, -1), strict=True)
    ]
    assert (planned(history, "en").asked.weight == 3) is heavy


def test_question_of_the_bank_that_the_family_asked_is_not_asked_again() -> None:
    text = bank("en")[0].text
    asked = Exchange(text, None, None, "family", "answered", "")
    assert planned([asked], "en").asked.text != text


def test_nobody_is_asked_about_children_she_has_not_spoken_of() -> None:
    needing = {question.id for question in bank("nb") if "children" in question.needs}
    assert needing
    assert needing.isdisjoint(in_bank([("answered", "Det gikk jo som det gikk.")] * 150, "nb"))
    assert needing & set(in_bank([("answered", "Barna mine var små da.")] * 150, "nb"))


def test_empty_bank_leads_to_invitations_that_quote_earlier_answers() -> None:
    told: list[Turn] = [("answered", f"We rowed to the island {number} times.") for number in range(60)]
    asked = replay([*told, *[("answered", PLAIN)] * len(bank("en"))], "en")
    assert {one.kind for one in asked[-20:] if one.kind not in KINDS} == {"invitation"}
    assert any("We rowed to the island" in one.text for one in asked if one.kind == "invitation")


def test_familys_own_question_is_followed_up() -> None:
    own = Exchange("What was your boat called?", None, None, "family", "answered", "We called her the black swan.")
    assert planned([own], "en").asked.kind in KINDS


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["x", "a, ", "Kari ", "👵🏽", "שלום ", "\u202e{}[]#«", "\n", "We ate. "])
def test_any_answer_is_taken_in_stride(piece: str) -> None:
    answer = piece * (100_000 // len(piece))
    for language in SCANDINAVIAN_AND_ENGLISH:
        assert replay([("answered", answer)], language)[1].text
        assert acknowledge(answer=answer, language=language)
