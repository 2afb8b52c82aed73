"""One short sentence that takes up what she said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fortell.story.interviewer import Language, acknowledge
from fortell.story.interviewer.phrases import phrases
from fortell.story.language import LANGUAGES


@pytest.mark.parametrize(
    ("answer", "language", "words"),
    [
        ("We moved to the coast, and lived in Quarrow.", "en", "Quarrow"),
        ("Det hendte i 1947, like før jul.", "nb", "1947"),
        ("Eg hugsar Torstein godt.", "nn", "Torstein"),
        ("Det var min mormor som bestämde.", "sv", "din mormor"),
    ],
)
def test_acknowledgement_takes_up_her_own_words(answer: str, language: Language, words: str) -> None:
    assert words in acknowledge(answer=answer, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_heavy_answer_gets_quiet_presence(language: Language) -> None:
    said = {
        "en": "My son drowned that year.",
        "nb": "Sønnen min druknet det året.",
        "nn": "Sonen min drukna det året.",
        "sv": "Min son drunknade det året.",
    }[language]
    assert acknowledge(answer=said, language=language) in phrases(language).acknowledgements["heavy"]


@pytest.mark.parametrize("answer", ["", "No.", "I don't know."])
def test_short_answer_is_quite_all_right(answer: str) -> None:
    assert acknowledge(answer=answer, language="en") in phrases("en").acknowledgements["brief"]


def test_phrase_that_the_follow_up_will_quote_is_left_to_it() -> None:
    assert "black horse" not in acknowledge(answer="We had a black horse in the stable.", language="en")


@given(st.text(), st.sampled_from(LANGUAGES))
def test_acknowledgement_is_one_short_sentence_for_any_text(answer: str, language: Language) -> None:
    said = acknowledge(answer=answer, language=language)
    assert 0 < len(said) < 160
    assert said == acknowledge(answer=answer, language=language)
