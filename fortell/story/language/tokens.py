"""Words with their places in the text."""

import re
from itertools import islice
from typing import Final, NamedTuple

# Marks that combine with the letter before them: without these a Mac's decomposed å, or a Hebrew, Arabic or Hindi
# vowel sign, would cut a word in two.
_MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u200c\u200d"
_LETTER: Final = r"[^\W_]"
WORD: Final = re.compile(rf"{_LETTER}+(?:(?:[{_MARKS}]|['’\-](?={_LETTER})){_LETTER}*)*")


class Word(NamedTuple):
    """One word as written; `start` and `end` are character offsets, end exclusive."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    return [Word(match.group(), match.start(), match.end()) for match in WORD.finditer(text)]


def has_word(text: str) -> bool:
    """Whether the text holds a letter or a digit at all."""
    return WORD.search(text) is not None


def has_words(text: str, number: int) -> bool:
    """Whether there are at least so many; a long text is not read to its end for it."""
    return sum(1 for _ in islice(WORD.finditer(text), number)) == number


def fold(word: str) -> str:
    """The form in which words are compared: without case, and with one apostrophe."""
    return word.casefold().replace("’", "'")
