"""Numbers that were said as a guess: a sentence that drops the guess says more than she did."""

from collections.abc import Iterator
from typing import Final

from fortell.story.guarding.sides import Sides

# A word of doubt may stand so far from its number in the sentence ("perhaps there were six").
_NEAR: Final = 3


def surer(sides: Sides) -> Iterator[tuple[int, str]]:
    """Numbers of the sentence that the source hedges or gives a second guess of, each with what was said."""
    for at, place in enumerate(sides.match):
        if place is None or sides.written[at].sort != "number":
            continue
        first = _guess(sides, place) if _hedged(sides, at, place) else _other(sides, place)
        if first is not None:
            low, high = sorted((first, place))
            joint = ", " if sides.said[low].sort == "number" and high == low + 1 else " "
            yield at, joint.join(term.text for term in sides.said[low : high + 1])


def _hedged(sides: Sides, at: int, place: int) -> bool:
    """Whether the source has a word of doubt before the number, and the sentence has none near it."""
    if _guess(sides, place) is None:
        return False
    near = sides.written[max(0, at - 2 * _NEAR) : at + _NEAR]
    return not any(term.text.casefold() in sides.lists.hedges for term in near)


def _guess(sides: Sides, place: int) -> int | None:
    before = place - 1
    if place and sides.said[before].text.casefold() in sides.lists.hedges and not sides.said[place].pause:
        return before
    return None


def _other(sides: Sides, place: int) -> int | None:
    """Where a number stands beside this one that the sentence left out, with nothing but "or" or a comma between."""
    joints = sides.lists.alternatives if sides.said[place].year else sides.lists.alternatives | sides.lists.ranges
    for step in (-1, 1):
        near = place + step
        if 0 <= near < len(sides.said) and sides.said[near].text.casefold() in joints:
            near += step
        if not 0 <= near < len(sides.said) or sides.said[near].sort != "number" or near in sides.used:
            continue
        parted = sides.said[near].place != sides.said[place].place
        told = any(term.key == sides.said[near].key for term in sides.written)
        if not parted and not told:
            return near
    return None
