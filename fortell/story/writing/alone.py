"""The clean-up of a text that belongs to no memoir: for scripts, comparisons and measurements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fortell.story.language import Language
from fortell.story.writing.cleaning import Dial
from fortell.story.writing.draft import Sentence, Told
from fortell.story.writing.marks import marked
from fortell.story.writing.paragraphs import paragraphs
from fortell.story.writing.verbatim import sentences


@dataclass(frozen=True, slots=True)
class Operation:
    """Characters `start` to `end` (exclusive) of the text as given become `replacement`."""

    start: int
    end: int
    kind: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Replaying `edits`, which are in order and never overlap, over the text as given gives `text` exactly."""

    text: str
    edits: tuple[Operation, ...]


def _within(sentence: Sentence) -> Iterator[Operation]:
    for edit in sentence.edits:
        yield Operation(edit.span.start, edit.span.end, edit.kind, edit.after)


def _between(text: str, parted: Sequence[tuple[Sentence, ...]]) -> Iterator[Operation]:
    """The white space before, between and after the sentences: a blank, or an empty line between paragraphs."""
    ends = [(0, 0, "")]
    for number, sentence in ((number, one) for paragraph in parted for number, one in enumerate(paragraph)):
        source = sentence.sources[0]
        ends.append((source.start, source.end, " " if number else "\n\n"))
    ends.append((len(text), len(text), ""))
    for (_, start, _before), (end, _end, joint) in pairwise(ends):
        kept = joint if start else ""
        if text[start:end] != kept:
            yield Operation(start, end, "paragraph" if kept == "\n\n" else "space", kept)


def _wordless(told: Told, language: Language, dial: Dial) -> Iterator[Operation]:
    found = marked(told=told, language=language, dial=dial).marks
    if told.text:
        yield Operation(0, len(told.text), found[0].kind if found else "no-word", "")


def replayed(text: str, edits: Sequence[Operation]) -> str:
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*pieces, text[at:]])


def clean(*, text: str, language: Language, dial: Dial) -> Cleaned:
    """A text as it would stand in a book at this dial; empty when it holds no word outside stage notes."""
    told = Told(answer="", version=0, text=text)
    said = sentences(told=told, language=language, dial=dial)
    if said:
        parted = paragraphs(sentences=said, texts={"": text}, language=language)
        found = [operation for sentence in said for operation in _within(sentence)] + list(_between(text, parted))
    else:
        found = list(_wordless(told, language, dial))
    edits = tuple(sorted(found, key=lambda one: (one.start, one.end)))
    return Cleaned(replayed(text, edits), edits)
