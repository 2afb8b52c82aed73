"""Answers that tell the same scene are found in four languages; answers about the same people and places are not."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from fortell.story.language import LANGUAGES, Language
from fortell.story.structure import in_both, retold, where_alike
from fortell.story.writing import Told
from tests.story.corpus import DIALECT, life_story, paragraphs, utterances

SAMPLE = Path(__file__).parents[3] / "fortell" / "config" / "sample"
TEXTS = tomllib.loads(Path(__file__).with_name("retold.toml").read_text(encoding="utf-8"))


def again(language: Language) -> dict[int, str]:
    """Scenes of the sample family told once more, by the number of the answer that told it first."""
    return {int(number): text for number, text in TEXTS[language]["again"].items()}


def told(texts: Sequence[str]) -> list[Told]:
    return [Told(str(number), 1, text) for number, text in enumerate(texts)]


def sample(language: Language) -> list[str]:
    exchanges = json.loads((SAMPLE / f"{language}.json").read_text(encoding="utf-8"))["exchanges"]
    return [exchange["answer"] for exchange in exchanges]


def pairs(texts: Sequence[str], language: Language) -> set[tuple[int, int]]:
    return {(int(pair.first), int(pair.second)) for pair in retold(told=told(texts), language=language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scene_told_again_in_other_words_is_found_and_nothing_else(language: Language) -> None:
    first, retellings = sample(language), again(language)
    expected = {(number, len(first) + at) for at, number in enumerate(retellings)}
    assert pairs([*first, *retellings.values(), *TEXTS[language]["otherwise"].values()], language) == expected


def test_in_a_large_memoir_only_what_is_sure() -> None:
    """With a whole life between. In that, an editor's foreword and table of years tell the same, and two neighbours."""
    life = [text for text in paragraphs("franklin-autobiography.en.txt") if len(text.split()) > 40]
    first, retellings = sample("en"), again("en")
    found = pairs([*first, *life, *retellings.values()], "en")
    end = len(first) + len(life)
    assert {pair for pair in found if pair[0] < len(first) or pair[1] >= end} == {(9, end + 1)}
    assert len(found) == 3


def test_of_what_many_answers_tell_nothing_is_said() -> None:
    assert pairs([again("nb")[4]] * 13, "nb") == set()


def test_what_both_have_is_shown() -> None:
    one, other = sample("en")[7], again("en")[7]
    assert in_both(one, other, language="en") == ["engine", "Father's", "coffee", "manners", "Saturday", "asking"]
    piece = where_alike(one, other, language="en")
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert piece[2:-2] in one
    assert "coffee" in piece
    assert where_alike("We rowed.", other, language="en") == "We rowed."


def test_of_a_real_life_story_only_what_he_told_twice() -> None:
    """The soldiers who threw the stores into the river; freedom, when they were turned out like cattle; a hymn."""
    texts = [text for _asked, text in life_story()]
    found = [(texts[first], texts[second]) for first, second in pairs(texts, "en")]
    about = ("out in the river", "cattle", "Shall I Ever Reach")
    assert len(found) == 3
    assert [one for one in found if not any(word in text for word in about for text in one)] == []


@pytest.mark.parametrize("name", DIALECT)
def test_of_real_conversations_nothing(name: str) -> None:
    """A dozen utterances for an answer: they go on from one to the next, and nothing is told twice."""
    said = utterances(name)
    assert pairs([" ".join(said[at : at + 12]) for at in range(0, len(said), 12)], "nn") == set()
