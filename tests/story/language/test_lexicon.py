"""The word lists hold the same lists in every language."""

import pytest

from fortell.story.language import LANGUAGES, Language, Stems, lexicon, phases
from fortell.story.language.phases import read_phases


@pytest.mark.parametrize("language", LANGUAGES)
def test_lexicon_has_the_same_lists_in_every_language(language: Language) -> None:
    own, english = lexicon(language), lexicon("en")
    assert own.words.keys() == english.words.keys()
    assert own.phrases.keys() == english.phrases.keys()
    assert own.facts.keys() == english.facts.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_cues_of_phases_name_phases(language: Language) -> None:
    assert set(lexicon(language).phases) <= {phase.id for phase in phases()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_are_folded(language: Language) -> None:
    own = lexicon(language)
    listed = [entry for stems in own.words.values() for entry in (*stems.whole, *stems.beginnings)]
    assert [entry for entry in listed if entry != entry.casefold()] == []
    assert [phrase for listed in own.phrases.values() for phrase in listed if phrase != phrase.casefold()] == []


def test_stems_know_whole_words_and_beginnings() -> None:
    stems = Stems.of("ring skole*")
    assert ("ring" in stems, "ringte" in stems, "skoleveien" in stems) == (True, False, True)


def test_stems_without_beginnings_match_nothing_else() -> None:
    assert "anything" not in Stems.of("ring")


def test_phases_name_the_broken_one() -> None:
    with pytest.raises(ValueError, match="youth"):
        read_phases('[[phase]]\nid = "youth"\nnames = { en = "Youth", nb = "Ungdom", nn = "" }')
