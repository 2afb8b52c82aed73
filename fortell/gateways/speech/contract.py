"""What a speech engine gets and gives, whichever it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

RATE: Final = 16_000  # samples a second, mono, 16 bits: what Whisper was trained on (Radford et al. 2022, section 2.2)
BYTES: Final = 2  # a sample

# The model field that a language comes from, as permits name it; what is sent is asked for by name, never imported.
LANGUAGE: Final = "story.Memoir.language"

# Names that are likely to be said, by the model field that they come from: a processor gets only what it may.
Vocabulary = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word with its punctuation; seconds from the beginning. `confidence` 0 to 1, None where the engine is mute."""

    text: str
    start: float
    end: float
    confidence: float | None


@dataclass(frozen=True, kw_only=True)
class Segment:
    """What an engine takes for one utterance, with what it says of its own doubts; None where it says nothing."""

    words: tuple[Word, ...]
    no_speech: float | None = None  # probability that nobody spoke
    logprob: float | None = None  # mean of its tokens' log probabilities
    compression: float | None = None  # how much smaller its text becomes when compressed: loops become very small

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class Transcriber(Protocol):
    @property
    def name(self) -> str:
        """What it is called in a transcript."""

    def hear(self, pcm: bytes, *, language: str, vocabulary: Vocabulary, scope: UUID) -> list[Word]:
        """The words of one piece of a scope's sound: PCM at RATE. Raises EngineFailed."""


class EngineFailed(Exception):
    """It could not be heard; the message is a short key without content. `permanent`: trying again would not help."""

    def __init__(self, key: str, *, permanent: bool) -> None:
        super().__init__(key)
        self.permanent = permanent
