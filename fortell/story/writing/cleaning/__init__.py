"""The clean-up of spoken words, at three dials. Pure, offline: rules over word lists.

`verbatim` keeps every word. `light` takes away what was no telling: sounds, cut-off words, words said twice by a
stumble; it sets signs and capitals, and adds or changes no word. `readable` also takes beginnings given up, longer
stretches said twice and set-off phrases that only keep somebody listening, and writes numbers as books do.
"""

from collections.abc import Iterator

from fortell.story.language import Language
from fortell.story.writing.cleaning.numerals import numerals
from fortell.story.writing.cleaning.piece import Dial, Kind, Piece
from fortell.story.writing.cleaning.removing import removed
from fortell.story.writing.cleaning.signs import signs
from fortell.story.writing.cleaning.speech import speech
from fortell.story.writing.cleaning.stream import stream

__all__ = ["DIALS", "Dial", "Kind", "Piece", "pieces"]

DIALS: tuple[Dial, ...] = ("verbatim", "light", "readable")


def pieces(*, text: str, language: Language, dial: Dial) -> list[Piece]:
    """What the dial does to a text, in order of their start; one piece may lie within another that removes it."""
    return sorted(_pieces(text, language, dial), key=lambda piece: (piece.start, -piece.end))


def _pieces(text: str, language: Language, dial: Dial) -> Iterator[Piece]:
    if dial == "verbatim":
        return
    lists, read = speech(language), stream(text=text, language=language)
    yield from removed(text, read, lists, dial)
    yield from signs(text, read.said, lists, language)
    if dial == "readable":
        yield from numerals(text, read.said, language)
