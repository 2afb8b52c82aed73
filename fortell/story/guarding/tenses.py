"""Verbs put in another tense: "lives" for "lived" says of today what was said of then."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from fortell.story.guarding.sides import Sides

# A verb shares at least its first letters with its other tense ("bor", "bodde").
_BEGINNING: Final = 2


def shifted(sides: Sides) -> Iterator[tuple[int, str]]:
    """Verbs of the sentence that stand in another tense than in the source, each with what was said."""
    for at, place in enumerate(sides.match):
        term = sides.written[at]
        if place is None:
            said = _helper(sides, at) if term.sort == "function" else ""
        else:
            said = sides.said[place].text if _inflected(sides, at, place) else ""
        if said:
            yield at, said


def _helper(sides: Sides, at: int) -> str:
    """The form of "be", "have" or the like in place of which the sentence has one of another tense."""
    word = sides.written[at].key
    for now, then in sides.lists.tenses:
        here, other = (now, then) if word in now else (then, now)
        if word not in here:
            continue
        near = [sides.said[place] for place in sides.gap(at) if place not in sides.used]
        if not any(term.key in here for term in near):
            return next((term.text for term in near if term.key in other), "")
    return ""


def _inflected(sides: Sides, at: int, place: int) -> bool:
    """Whether a verb that both share by its stem ends in the present on one side, in the past on the other."""
    if sides.written[at].sort != "content":
        return False
    one, other = sides.written[at].text.casefold(), sides.said[place].text.casefold()
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    if one == other or shared < _BEGINNING:
        return False
    # "carrie-s" and "carrie-d" share a letter of the ending.
    tails = {(one[cut:], other[cut:]) for cut in range(max(_BEGINNING, shared - 1), shared + 1)}
    pairs = sides.lists.tails
    return any(pair in pairs or pair[::-1] in pairs for pair in tails) and not _infinitive(sides, at, place)


def _infinitive(sides: Sides, at: int, place: int) -> bool:
    """Whether the form without an ending follows "to", "did" or the like: it has no tense of its own."""
    before = {sides.written[at - 1].key if at else "", sides.said[place - 1].key if place else ""}
    return not before.isdisjoint(sides.lists.before_infinitive)
