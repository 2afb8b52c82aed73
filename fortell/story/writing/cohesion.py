"""Where the theme shifts: lexical cohesion between the words before and after every gap.

After Hearst, TextTiling (Computational Linguistics 23:1, 1997), with a shortest path instead of a threshold, so that
chapters keep to a length that reads well.
"""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import Final, NamedTuple

from fortell.story.language import Language, fold, lexicon, words

WINDOW: Final = 120
SHORTEST: Final = 1000
TARGET: Final = 1600
LONGEST: Final = 2500
# Enough of a word to recognise it under its endings; compounds of one root fall together.
STEM: Final = 6
SHORTEST_WORD: Final = 3


# A slope is followed over this many gaps, so that a flat landscape takes no quadratic time.
CLIMB: Final = 50


class Unit(NamedTuple):
    """What no chapter boundary goes through. `joined`: how badly a chapter would begin here, 0 well to 1 not at all."""

    stems: tuple[str, ...]
    length: int
    joined: float


def stems(*, text: str, language: Language) -> tuple[str, ...]:
    """The words that carry a theme, shortened to their beginnings."""
    lists = lexicon(language)
    said = (fold(word.text) for word in words(text))
    return tuple(
        word.removesuffix("'s")[:STEM]
        for word in said
        if len(word) >= SHORTEST_WORD and not lists.has("stopwords", word) and not lists.has("fillers", word)
    )


def _similarity(before: Counter[str], after: Counter[str]) -> float:
    shared = sum(count * after[stem] for stem, count in before.items() if stem in after)
    size = sum(count * count for count in before.values()) * sum(count * count for count in after.values())
    return shared / sqrt(size) if size else 0.0


def _similarities(units: Sequence[Unit]) -> list[float]:
    """One for every gap: before unit 1, before unit 2 and so on."""
    stream: list[str] = []
    gaps = []
    for unit in units:
        stream.extend(unit.stems)
        gaps.append(len(stream))
    return [
        _similarity(Counter(stream[max(0, gap - WINDOW) : gap]), Counter(stream[gap : gap + WINDOW]))
        for gap in gaps[:-1]
    ]


def _peak(similarities: Sequence[float], start: int, step: int) -> float:
    """The top of the slope that rises from `start` in one direction."""
    at = start
    while (
        abs(at - start) < CLIMB and 0 <= at + step < len(similarities) and similarities[at + step] >= similarities[at]
    ):
        at += step
    return similarities[at]


def depths(units: Sequence[Unit]) -> list[float]:
    """How deep the valley is at every gap: the higher, the more the theme shifts there."""
    similar = _similarities(units)
    return [_peak(similar, gap, -1) + _peak(similar, gap, 1) - 2 * here for gap, here in enumerate(similar)]


def _length_cost(length: int) -> float:
    """Nothing at the target, a little to the borders, much beyond them."""
    outside = max(0, SHORTEST - length, length - LONGEST)
    return 0.3 * abs(length - TARGET) / TARGET + 4 * outside / SHORTEST


def chapter_starts(units: Sequence[Unit]) -> list[int]:
    """Indexes of the units that begin a chapter; the first is always 0, and none for no units."""
    if not units:
        return []
    shift = [0.0, *(1.2 * (unit.joined - depth) for unit, depth in zip(units[1:], depths(units), strict=True))]
    best, came_from = [0.0], [0]
    for end in range(1, len(units) + 1):
        cost, start = _best_start(units, shift, best, end)
        best.append(cost)
        came_from.append(start)
    starts, at = [], len(units)
    while at > 0:
        at = came_from[at]
        starts.append(at)
    return starts[::-1]


def _best_start(units: Sequence[Unit], shift: Sequence[float], best: Sequence[float], end: int) -> tuple[float, int]:
    """The cheapest chapter that ends before unit `end`: its summed cost, and the unit it begins with."""
    length, found = 0, (float("inf"), end - 1)
    for start in range(end - 1, -1, -1):
        length += units[start].length
        if length > LONGEST and start < end - 1:
            break
        found = min(found, (best[start] + shift[start] + _length_cost(length), start))
    return found
