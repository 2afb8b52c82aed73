"""What goes into the writer and what comes out: answers, and a draft in which everything points back to them."""

from dataclasses import dataclass
from typing import Literal

from fortell.story.guarding import Reason as Doubt
from fortell.story.writing.cleaning import Kind

Form = Literal["memoir", "interview", "conversation"]
EditKind = Literal["stage-note", "pause", "bracket", "no-word", "space", Kind]
Reason = Literal["no-words", "backchannel"]


@dataclass(frozen=True, slots=True)
class Kept:
    """Characters of the text as told that an edit of this kind must leave alone: a person took it back."""

    kind: str
    start: int
    end: int

    def covers(self, kind: str, start: int, end: int) -> bool:
        return self.kind == kind and self.start <= start and end <= self.end


@dataclass(frozen=True, slots=True)
class Told:
    """One answer in one version. `phase` is that of its question, `photos` the ids of what was shown with it."""

    answer: str
    version: int
    text: str
    question: str = ""
    phase: str | None = None
    speaker_unknown: bool = False
    photos: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Years:
    """From the beginning of the year `earliest` to the end of the year `latest`."""

    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of `Told.text`, end exclusive."""

    answer: str
    version: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """`before` stands at `span` in the answer, `after` in the sentence. Edits are in order and never overlap."""

    kind: EditKind
    before: str
    after: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """Replaying `edits` over the characters of `sources` gives `text` exactly.

    `refused`: how the sentence would have read, had the guard not had its `doubts`; it stands word for word instead.
    """

    text: str
    sources: tuple[Span, ...]
    edits: tuple[Edit, ...]
    refused: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph. `text` is an editor's: of a "question" the question, of a "photo" the photo's id; else empty."""

    kind: Literal["told", "utterance", "question", "photo"]
    sentences: tuple[Sentence, ...]
    answers: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """`key` stays the same from draft to draft. Without `title_source` the title is an editor's heading."""

    key: str
    title: str
    title_source: Span | None
    phase: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    answer: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Proposal:
    chapters: tuple[Chapter, ...]
    left_out: tuple[LeftOut, ...]
