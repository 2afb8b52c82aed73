"""Something in an answer that a question can take up."""

from typing import NamedTuple


class Cue(NamedTuple):
    """`words` is how a question says it: her own words, or for kin how we speak of them to her."""

    kind: str
    words: str
    start: int
    end: int
    worth: float
