"""The ways on that a question of the bank promises, for an answer that offers none of its own."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final, get_args

from fortell.story.interviewer.bank import BankQuestion, Hint
from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.picture import Picture

# What a cue of these kinds has told needs no asking.
_TOLD_BY: Final[Mapping[str, frozenset[str]]] = {
    "person": frozenset({"person", "kin", "company"}),
    "senses": frozenset({"sense"}),
    "sequence": frozenset({"sequence"}),
    "year": frozenset({"year", "unsure-year", "landmark"}),
    "place": frozenset({"place"}),
    "example": frozenset({"example"}),
    "object": frozenset({"thing"}),
}
# After what is heavy to be asked, nobody is asked to go on.
_HEAVIEST: Final = 2
# Not twice within so many exchanges, and of all questions at most one in so many: a life told in answers that offer
# little is still to come round to all its parts.
_LATELY: Final = 5
_OF_ALL: Final = 10


def hint_kind(hint: str) -> str:
    """The kind of a question that follows this hint."""
    return f"hint-{hint}"


HINTED: Final = frozenset(hint_kind(hint) for hint in get_args(Hint))


def _is_due(picture: Picture) -> bool:
    asked = sum(picture.kinds.get(kind, 0) for kind in HINTED)
    return asked * _OF_ALL < picture.turns and HINTED.isdisjoint(picture.lately[-_LATELY:])


def hinted(*, question: BankQuestion, told: Collection[str], picture: Picture, worth: float) -> Iterator[Cue]:
    """A cue without words of hers for each hint of the question, the best first; `told` are kinds of her own cues."""
    if question.weight <= _HEAVIEST and _is_due(picture):
        for number, hint in enumerate(question.hints):
            if _TOLD_BY.get(hint, frozenset()).isdisjoint(told):
                yield Cue(hint_kind(hint), "", 0, 0, worth - number / 100)
