"""What is set: commas that every reader expects, and the English "I"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fortell.story.language import Language
from fortell.story.writing.cleaning.piece import Piece
from fortell.story.writing.cleaning.speech import Speech
from fortell.story.writing.cleaning.stream import Said

_SMALL_I: Final = re.compile(r"(?<![\w.'’\-])i(?=['’](?:m|d|ll|ve)\b|[\s,;:?!…]|$)")


def _run_on(said: Sequence[Said], at: int) -> Sequence[Said]:
    """The two words after `at`, if nothing parts them from it and each other."""
    following = said[at + 1 : at + 3]
    return following if [one.gap for one in following] == ["plain", "plain"] else ()


def _answer_ends(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether word `at` is the last of the yes or no that opens a sentence, and a clause follows."""
    following = _run_on(said, at)
    if said[at].folded not in lists.answers or not following:
        return False
    start = at
    while said[start].gap == "plain" and said[start - 1].folded in lists.answers:
        start -= 1
    return said[start].gap == "wall" and following[0].folded in lists.pronouns


def _clause_follows(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether the word after `at` is a "but" that begins a clause."""
    joint = _run_on(said, at)
    plain = said[at].folded not in lists.answers and said[at].folded not in lists.openings
    return plain and bool(joint) and joint[0].folded in lists.commas_before and joint[1].folded in lists.pronouns


def signs(text: str, said: Sequence[Said], lists: Speech, language: Language) -> Iterator[Piece]:
    for at, word in enumerate(said):
        if _answer_ends(said, at, lists) or _clause_follows(said, at, lists):
            yield Piece("sign", word.end, word.end, ",")
    if language == "en":
        yield from (Piece("capital", small.start(), small.end(), "I") for small in _SMALL_I.finditer(text))
