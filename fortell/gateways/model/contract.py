"""What a language model gets and gives, whichever it is."""

from dataclasses import dataclass
from math import ceil
from typing import Final, Literal, Protocol, get_args
from uuid import UUID

# The model fields that what is sent comes from, as permits name them; they are asked for by name, never imported.
PASSAGE: Final = "book.Passage.body"
LANGUAGE: Final = "story.Memoir.language"

Wish = Literal["smoother", "joined", "shorter"]
WISHES: Final[tuple[Wish, ...]] = get_args(Wish)

# An answer may be so much longer than the passage, in characters; a model that goes on beyond has lost its way.
LONGER: Final = 1.5
ROOM: Final = 200
# What is said to it beside the passage, in tokens, and the fewest characters that a token has in our languages: counted
# so where an endpoint does not say how many there were, and reserved before it is asked.
TASK_TOKENS: Final = 250
CHARACTERS: Final = 2


@dataclass(frozen=True, kw_only=True)
class Written:
    """A passage in other words, and what it cost in tokens."""

    text: str
    tokens: int


class Writer(Protocol):
    @property
    def name(self) -> str:
        """What the model is called."""

    def write(self, passage: str, *, wish: Wish, language: str, scope: UUID) -> Written:
        """A passage of a scope in other words. Raises ModelFailed."""

    def tried(self, language: str) -> Written:
        """What it makes of the invented passage of a language: nobody's words leave. Raises ModelFailed."""


class ModelFailed(Exception):
    """There is no other wording this time; the message is a short key without content."""


def longest(passage: str) -> int:
    """Characters that an answer to this passage may have."""
    return ceil(len(passage) * LONGER) + ROOM


def most_tokens(passage: str) -> int:
    """What asking for other words for this passage costs at most."""
    return TASK_TOKENS + ceil((len(passage) + longest(passage)) / CHARACTERS)
