"""Which word of a sentence is which word of the sources: the best way through, near together and in order."""

from collections.abc import Sequence
from typing import Final

from fortell.story.guarding.terms import Sort, Term

_GAIN: Final[dict[Sort, float]] = {
    "function": 0.4,
    "content": 2.0,
    "negation": 2.0,
    "order": 2.0,
    "kin": 2.5,
    "name": 2.5,
    "number": 2.5,
}
# Tried on planted errors: dearer steps break sentences apart that a false start was cut out of, cheaper ones let a
# name be fetched from far away.
_LEFT_OUT: Final = 0.12
_NEW_SENTENCE: Final = 0.6
_UNMATCHED: Final = 1.0
_LEAP: Final = 2.5
_STEP, _ADD, _SKIP = 1, 2, 3


def same(one: Term, other: Term) -> bool:
    """Whether they stand for the same; a year may be said with its last two figures ("in '52")."""
    return one.key == other.key or (one.sort == other.sort == "number" and _short_year(one.key, other.key))


def _short_year(one: str, other: str) -> bool:
    short, long = sorted((one[1:], other[1:]), key=len)
    return len(short) == len("52") and long == f"19{short}"


def align(sentence: Sequence[Term], source: Sequence[Term]) -> tuple[int | None, ...]:
    """For each term of the sentence the place of its own in the source, or None.

    The places grow but for leaps, which only a new clause may make: a rewriter moves clauses, not words.
    """
    ways, scores = _ways(sentence, source)
    return _back(ways, max(range(len(scores)), key=scores.__getitem__), sentence)


def _ways(sentence: Sequence[Term], source: Sequence[Term]) -> tuple[list[list[tuple[int, int]]], list[float]]:
    """For each term of the sentence and each place of the source, how one came there and from where."""
    width = len(source) + 1
    skips = [0.0] + [
        _LEFT_OUT + _NEW_SENTENCE * (bool(at) and source[at].place != source[at - 1].place) for at in range(len(source))
    ]
    before, keys = [0.0] * width, [term.key for term in source]
    ways: list[list[tuple[int, int]]] = []
    for index, term in enumerate(sentence):
        lost = _UNMATCHED if term.weighs else 0.05
        origins = list(range(width))
        if ways and (term.pause or (sentence[index - 1].pause and not sentence[index - 1].weighs)):
            landing = max(origins, key=before.__getitem__)
            leap = before[landing] - _LEAP
            origins = [at if before[at] >= leap else landing for at in origins]
            before = [max(score, leap) for score in before]
        row, scores = [(_ADD, origins[0])] * width, [before[0] - lost] * width
        gained, numbered = _GAIN[term.sort], term.sort == "number"
        for at in range(1, width):
            best, way = before[at] - lost, (_ADD, origins[at])
            skipped = scores[at - 1] - skips[at]
            if skipped > best:
                best, way = skipped, (_SKIP, at - 1)
            if term.key == keys[at - 1] or (numbered and same(term, source[at - 1])):
                gain = before[at - 1] + gained
                if gain >= best:
                    best, way = gain, (_STEP, origins[at - 1])
            scores[at], row[at] = best, way
        ways.append(row)
        before = scores
    return ways, before


def _back(ways: list[list[tuple[int, int]]], at: int, sentence: Sequence[Term]) -> tuple[int | None, ...]:
    found: list[int | None] = [None] * len(sentence)
    index = len(sentence) - 1
    while index >= 0:
        way, origin = ways[index][at]
        if way == _STEP:
            found[index] = at - 1
        at = origin
        index -= way != _SKIP
    return tuple(found)
