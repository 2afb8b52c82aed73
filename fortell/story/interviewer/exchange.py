"""What was asked and how it was met; and what to ask next."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["answered", "skipped", "later", "refused"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo of hers by its id, with the words below it; `dated`: she has said when it was taken."""

    name: str
    caption: str = ""
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """`bank_id` is None for a family's own question, a follow-up and an invitation; `kind` is that of `Asked`.

    `photos` came with the answer; `about` is the one that the question asks about.
    """

    question: str
    bank_id: str | None
    phase: str | None
    kind: str
    outcome: Outcome
    answer: str
    photos: tuple[Shown, ...] = ()
    about: Shown | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """`refers_to` are the characters of the last answer that the question takes up, end exclusive.

    `weight` is 1 light to 3 heavy; `reason` says in one plain line why just this is asked now. `by` is whoever of the
    family asks; empty for a question of ours.
    """

    text: str
    kind: str
    phase: str
    theme: str
    weight: int
    bank_id: str | None
    refers_to: tuple[int, int] | None
    reason: str
    by: str = ""
