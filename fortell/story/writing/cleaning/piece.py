"""One thing that the clean-up does to a text."""

from dataclasses import dataclass
from typing import Literal

Dial = Literal["verbatim", "light", "readable"]
Kind = Literal["filler", "cut-off", "repetition", "restart", "marker", "sign", "capital", "number"]


@dataclass(frozen=True, slots=True)
class Piece:
    """`after` takes the place of characters `start` to `end` (exclusive); with both alike it is set in."""

    kind: Kind
    start: int
    end: int
    after: str = ""
