"""What is worked out: when something that she tells happened, in years, and why we think so."""

from dataclasses import dataclass
from typing import Literal

from fortell.story.writing import Span

Why = Literal[
    "said",  # she said the year
    "short",  # she said its last two figures; the century is ours
    "corrected",  # she said another year first
    "decade",  # she said the decade
    "about",  # she said that she is not sure of it
    "age",  # she said how old she was; `low` to `high` in years of age
    "born",  # she said when she was born
    "born-from",  # when she was born follows from an age that she told together with a year
    "event",  # a public event, `name` its id in events.toml
    "own",  # an event of her own life that she dated elsewhere, `name` its fact in the lexicon
    "shift",  # so many years later (or, below nought, earlier)
    "from",  # counted from the time she told of just before
    "disagrees",  # two ways to work it out lead to different years; both are kept
]


@dataclass(frozen=True, slots=True)
class Reason:
    """`low` to `high`: years, of the Christian era where the reason says no other. `source`: what she said of it."""

    why: Why
    low: int
    high: int
    name: str = ""
    source: Span | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Somewhere from the beginning of the year `earliest` to the end of the year `latest`."""

    earliest: int
    latest: int
    about: bool
    reasons: tuple[Reason, ...]

    @property
    def certain(self) -> bool:
        """Whether it is one year, and she said nothing to doubt it."""
        return self.earliest == self.latest and not self.about


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing told, dated. `sentence` are the characters of the answer that tell it, `words` those characters."""

    moment: Moment
    sentence: Span
    words: str
