"""How the interviewer asks: as usual, or more calmly, for somebody whose memory no longer keeps years and order."""

from dataclasses import dataclass, field
from typing import Final

from fortell.story.interviewer.following_up import DATING

# How many answers of one sitting, before she is asked whether to stop: attention tires early in dementia, and short
# visits that end well are better than long ones.
ANSWERS_OF_A_SITTING: Final = 4


@dataclass(frozen=True, slots=True)
class Manner:
    """`name` is what is stored, sealed: all are equally long, so that the length does not tell which it is.

    `never` are kinds of follow-up; `first` are kinds of the bank's questions that come before all others.
    """

    name: str
    never: frozenset[str] = field(default_factory=frozenset)
    first: frozenset[str] = field(default_factory=frozenset)
    heaviest: int = 3
    lightest_first: bool = False  # whether a heavier question waits until no lighter one is left
    dates: bool = True  # whether anything is asked that wants a year for an answer
    of_photos: tuple[str, ...] = ("photo-who", "photo-where", "photo-when", "photo-after")  # what is asked of one
    reminds: bool = True  # whether she is told that she said or named something before


USUAL: Final = Manner("full")
CALM: Final = Manner(
    "calm",
    never=DATING,
    first=frozenset({"photo", "senses"}),
    heaviest=2,
    lightest_first=True,
    dates=False,
    of_photos=("photo-look",),
    reminds=False,
)
