"""What the bank asks: enough of everything, nothing twice, and nothing that a good interviewer would not say."""

import re
from collections import Counter, defaultdict
from itertools import combinations
from typing import Final, get_args

import pytest

from fortell.story.interviewer.bank import BankQuestion, Fact, Hint, Kind, Scene, Theme, bank
from fortell.story.language import LANGUAGES, Language, fold, lexicon, phases, words

# Two questions of n words that differ in one word share (n - 1) / (n + 1) of their words: 0.6 at four words, and more
# the longer they are. So this finds every pair with a slot of one word, from four words up.
SAME: Final = 0.6
# A slot may be a phrase: the same beginning and end of at least four words, and at most three between them.
FRAME, SLOT = 4, 3

ALTERNATIVES: Final = {"nb": "eller", "nn": "eller", "sv": "eller", "en": "or"}
SECOND: Final = {
    "nb": r"\bog (hva|hvem|hvor|hvordan|hvorfor|hvilke\w*|når)\b",
    "nn": r"\bog (kva|kven|kvar|korleis|kvifor|når)\b",
    "sv": r"\boch (vad|vem|var|vart|hur|varför|vilk\w+|när)\b",
    "en": r"\band (what|who\w*|where|how|why|which|when)\b",
}
# What puts an answer, a reproach or a compliment into her mouth.
LEADING: Final = {
    "nb": r"ikke sant|\bvel\?|^(synes|tror|mener|var|er|har|kan|burde|ville) (du|det) ikke|burde du|angrer|skamme",
    "nn": r"ikkje sant|\bvel\?|^(synest|trur|meiner|var|er|har|kan|burde|ville) (du|det) ikkje|burde du|angrar|skamme",
    "sv": r"eller hur|\bväl\?|^(tycker|tror|menar|var|är|har|kan|borde|skulle) (du|det) inte|borde du|ångrar|skämm",
    "en": r"n't (you|it|they)|\bnot\?$|\bsurely|\bof course|should you|should have|regret|ashamed",
}
# Words of a sister language that slip in easily.
STRANGE: Final = {
    "nb": "eg ikkje kva kven kvar korleis noko ein ei frå blei vore heime hjå ho",
    "nn": "jeg ikke hva hvem hvor hvordan hvilken hvilket hvilke noe noen en fra ble vært hun hjemme hjem uke",
    "sv": "jeg ikke hva og eg ikkje kva ikkje ei noe fra hvor",
    "en": "favor color neighbor gotten",
}
INVITES: Final = {"nb": "Vil du fortelle", "nn": "Vil du fortelje", "sv": "Vill du berätta", "en": "Will you tell me"}

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def said(text: str) -> list[str]:
    return [fold(word.text) for word in words(text)]


def alike(first: set[str], second: set[str]) -> float:
    """The share of their words that two questions have in common."""
    return len(first & second) / len(first | second)


def same_frame(questions: dict[str, list[str]]) -> list[set[str]]:
    """The questions that differ only in what stands in one place."""
    frames: dict[tuple[tuple[str, ...], ...], set[str]] = defaultdict(set)
    for name, row in questions.items():
        for gap in range(1, SLOT + 1):
            for start in range(len(row) - gap + 1):
                if len(row) - gap >= FRAME:
                    frames[(tuple(row[:start]), tuple(row[start + gap :]))].add(name)
    return [names for names in frames.values() if len(names) > 1]


def too_near(questions: dict[str, str]) -> list[tuple[str, ...]]:
    rows = {name: said(text) for name, text in questions.items()}
    sets = {name: set(row) for name, row in rows.items()}
    pairs = [pair for pair in combinations(sets, 2) if alike(sets[pair[0]], sets[pair[1]]) >= SAME]
    return [*pairs, *(tuple(sorted(names)) for names in same_frame(rows) if len(names) > 1)]


def faulty(language: Language, pattern: str) -> list[str]:
    return [question.id for question in bank(language) if re.search(pattern, fold(question.text))]


@in_each_language
def test_bank_is_large_enough_for_years(language: Language) -> None:
    asked = Counter(question.phase for question in bank(language))
    assert asked.total() >= 300
    assert set(asked) == {phase.id for phase in phases()}
    assert min(asked.values()) >= 15


@pytest.mark.parametrize(
    ("field", "closed", "least"),
    [("theme", Theme, 10), ("kind", Kind, 10), ("scene", Scene, 2)],
)
@in_each_language
def test_every_theme_kind_and_scene_is_asked_for(language: Language, field: str, closed: object, least: int) -> None:
    counted = Counter(getattr(question, field) for question in bank(language))
    assert {name: counted[name] for name in get_args(closed) if counted[name] < least} == {}


def test_every_hint_is_given_and_every_fact_needed() -> None:
    assert {hint for question in bank("nb") for hint in question.hints} == set(get_args(Hint))
    assert {fact for question in bank("nb") for fact in question.needs} == set(get_args(Fact))


def test_light_questions_outnumber_heavy_ones() -> None:
    weights = Counter(question.weight for question in bank("en"))
    shares = [100 * weights[weight] / weights.total() for weight in (1, 2, 3)]
    assert [abs(share - aim) <= 4 for share, aim in zip(shares, (60, 30, 10), strict=True)] == [True] * 3, shares


def test_every_phase_begins_with_light_questions_that_anybody_can_answer() -> None:
    firsts: dict[str, list[BankQuestion]] = defaultdict(list)
    for question in bank("nb"):
        firsts[question.phase].append(question)
    for phase, row in firsts.items():
        assert (phase, row[0].kind, row[0].weight, row[0].needs) == (phase, "opener", 1, frozenset())
        assert len([question for question in row if question.weight == 1 and not question.needs]) >= 4, phase


@in_each_language
def test_no_two_questions_differ_only_in_a_slot(language: Language) -> None:
    assert too_near({question.id: question.text for question in bank(language)}) == []


def test_a_slot_is_found() -> None:
    assert too_near({"a": "Who was your aunt?", "b": "Who was your uncle?"}) == [("a", "b")]
    phrase = {"a": "What do you recall of big red barns?", "b": "What do you recall of sledges?"}
    assert ("a", "b") in too_near(phrase)
    assert too_near({"a": "Who taught you to row?", "b": "Where did you learn to swim?"}) == []


@in_each_language
def test_no_question_is_two_or_offers_a_choice(language: Language) -> None:
    assert faulty(language, rf"\b{ALTERNATIVES[language]}\b") == []
    assert faulty(language, SECOND[language]) == []


@in_each_language
def test_no_question_leads_reproaches_or_praises(language: Language) -> None:
    assert faulty(language, LEADING[language]) == []
    assert faulty(language, "!") == []


@in_each_language
def test_every_question_is_open(language: Language) -> None:
    closed = [
        question.id
        for question in bank(language)
        if not question.text.startswith(INVITES[language])
        and not any(lexicon(language).has("question_words", word) for word in said(question.text))
    ]
    assert closed == []


@in_each_language
def test_no_word_of_a_sister_language_slips_in(language: Language) -> None:
    strange = set(STRANGE[language].split())
    assert {
        q.id: strange.intersection(said(q.text)) for q in bank(language) if strange.intersection(said(q.text))
    } == {}
