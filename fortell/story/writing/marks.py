"""What goes from an answer before its sentences are read: the transcript's own signs, and what the dial removes."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from fortell.story.language import REMOVALS, Language
from fortell.story.writing.cleaning import Dial, Piece, pieces
from fortell.story.writing.draft import EditKind, Told

_SIGNS: Final[tuple[EditKind, ...]] = ("stage-note", "pause", "bracket")
_SET: Final = frozenset({"sign", "capital", "number"})
_NO_LINE_END: Final = re.compile(r"[^\n]")


class Mark(NamedTuple):
    kind: EditKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """`masked` is the text with all marks as blanks, so that offsets hold; `set` is what takes another's place."""

    text: str
    masked: str
    marks: tuple[Mark, ...]
    set: tuple[Piece, ...]
    closes: bool  # whether what was left open gets its full stop

    def within(self, start: int, end: int) -> tuple[Mark, ...]:
        """The marks that lie in a stretch, wholly or in part."""
        first = bisect_right(self.marks, start, key=lambda mark: mark.end)
        return self.marks[first : max(first, bisect_left(self.marks, end, key=lambda mark: mark.start))]

    def set_within(self, start: int, end: int) -> tuple[Piece, ...]:
        first = bisect_left(self.set, start, key=lambda piece: piece.start)
        return self.set[first : bisect_right(self.set, end, key=lambda piece: piece.start)]


def _outermost(found: Sequence[Mark]) -> tuple[Mark, ...]:
    """In order; what overlaps becomes one, of the kind that begins first and reaches farthest."""
    outer: list[Mark] = []
    for mark in sorted(found, key=lambda one: (one.start, -one.end)):
        if outer and mark.start < outer[-1].end:
            outer[-1] = outer[-1]._replace(end=max(mark.end, outer[-1].end))
        else:
            outer.append(mark)
    return tuple(outer)


def marked(*, told: Told, language: Language, dial: Dial) -> Marked:
    """Raises nothing; edits that a person took back (`told.kept`) are left out."""
    text = told.text
    signs = [Mark(_SIGNS[(sign.lastindex or 1) - 1], sign.start(), sign.end()) for sign in REMOVALS.finditer(text)]
    found = pieces(text=text, language=language, dial=dial)
    gone = [Mark(piece.kind, piece.start, piece.end) for piece in found if piece.kind not in _SET]
    marks = _outermost([mark for mark in [*signs, *gone] if not any(kept.covers(*mark) for kept in told.kept)])
    masked, at = [], 0
    for mark in marks:
        masked += [text[at : mark.start], _NO_LINE_END.sub(" ", text[mark.start : mark.end])]
        at = mark.end
    replaced = tuple(piece for piece in found if piece.kind in _SET)
    return Marked(text, "".join([*masked, text[at:]]), marks, replaced, dial != "verbatim")
