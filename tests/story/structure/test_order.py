"""What an answer's time as a whole is: only what she sets out with, and surely."""

import pytest

from fortell.story.language import Language
from fortell.story.structure import years_told
from fortell.story.writing import Told, Years


def of(language: Language, *texts: str) -> dict[str, Years]:
    told = [Told(f"a{number}", 1, text) for number, text in enumerate(texts)]
    return years_told(told=told, language=language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We moved in 1952. The new barn came in 1955."),
        ("nb", "Vi flyttet i 1952. Den nye låven kom i 1955."),
        ("nn", "Vi flytta i 1952. Den nye låven kom i 1955."),
        ("sv", "Vi flyttade 1952. Den nya ladan kom 1955."),
    ],
)
def test_an_answer_that_sets_out_with_a_year_lasts_to_its_last_one(language: Language, text: str) -> None:
    assert of(language, text) == {"a0": Years(1952, 1955)}


def test_a_year_far_into_an_answer_is_not_the_answers() -> None:
    kitchen = (
        "The kitchen was where we lived. The table stood at the window. Mother sang there. The range came in 1952."
    )
    assert of("en", kitchen) == {}


def test_what_is_only_guessed_dates_nothing_and_makes_the_rest_wider() -> None:
    guessed = "That was around 1950, I think."
    assert of("en", guessed) == {}
    assert of("en", f"We moved in 1947. The boat came later. {guessed}") == {"a0": Years(1947, 1950)}
