"""The interviewer's own sentences, in every language."""

import re

import pytest

from fortell.story.interviewer.following_up import KINDS
from fortell.story.interviewer.phrases import phrases
from fortell.story.language import LANGUAGES, Language

# "Is it red or blue?", "and what", a formula of praise, an exclamation.
UNWANTED = re.compile(r"!|\b(?:eller|or|either|amazing|wonderful|fantastisk\w*|flott|underbar\w*)\b", re.IGNORECASE)


def sentences(language: Language) -> list[str]:
    own = phrases(language)
    groups = [
        *own.follow_ups.values(),
        own.recurring,
        own.recalled,
        own.parts,
        own.invitations,
        own.open,
        *own.acknowledgements.values(),
    ]
    return [sentence for group in groups for sentence in group]


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_exist_for_every_kind_in_every_language(language: Language) -> None:
    own, english = phrases(language), phrases("en")
    assert set(own.follow_ups) == {kind.replace("-", "_") for kind in KINDS}
    assert {kind: len(listed) for kind, listed in own.follow_ups.items()} == {
        kind: len(listed) for kind, listed in english.follow_ups.items()
    }
    assert own.acknowledgements.keys() == english.acknowledgements.keys()
    assert len(own.open) == len(english.open)


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_ask_one_thing_and_never_praise(language: Language) -> None:
    for sentence in sentences(language):
        assert sentence.count("?") <= 1
        own_words = sentence.replace("så mye eller så lite", "").replace("så mykje eller så lite", "")
        own_words = own_words.replace("så mycket eller så lite", "").replace("as much or as little", "")
        assert not UNWANTED.search(own_words), sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_quoted_words_stand_in_quotation_marks_of_the_language(language: Language) -> None:
    opening, closing = {"en": "“”", "sv": "””"}.get(language, "«»")
    own = phrases(language)
    for kind in ("quote", "state", "sense", "thing", "denial", "sequence", "meaning", "company", "example", "presence"):
        assert all(f"{opening}{{words}}{closing}" in sentence for sentence in own.follow_ups[kind])
