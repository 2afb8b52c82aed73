"""The content of a passage: sentences with the spans of the answers they come from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fortell.story.guarding import judge
from fortell.story.language import Language, sentence_spans, words
from fortell.story.writing import Doubt, words_not_said
from fortell.story.writing import Passage as Proposed
from fortell.story.writing import Sentence as ProposedSentence


@dataclass(frozen=True, kw_only=True)
class Source:
    """Characters `start` to `end` (exclusive) of one version of an answer."""

    answer: str
    version: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """One listed difference between the answer and the sentence, made by the machine, and of what kind."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class BodySentence:
    """`by`: the member who typed it, empty where the storyteller's words stand as they were.

    `doubts`: what the guard says of a typed sentence, which stands all the same; or why it did not let the machine's
    own proposal, `refused`, stand, so that her words stand as she said them.
    """

    text: str
    sources: tuple[Source, ...] = ()
    changes: tuple[Change, ...] = ()
    by: str = ""
    not_said: tuple[str, ...] = ()
    refused: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Body:
    """Either sentences (told, utterance), or a text of its own (a question), or a photo's id and caption."""

    sentences: tuple[BodySentence, ...] = ()
    text: str = ""
    photo: str = ""

    @property
    def words(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(source.answer for sentence in self.sentences for source in sentence.sources))


def to_json(body: Body) -> dict[str, Any]:
    return asdict(body)


def from_json(stored: dict[str, Any]) -> Body:
    return Body(
        sentences=tuple(_sentence(sentence) for sentence in stored["sentences"]),
        text=stored["text"],
        photo=stored["photo"],
    )


def proposed_body(passage: Proposed) -> Body:
    """What the writer proposed, as it is stored."""
    if passage.kind == "photo":
        return Body(photo=passage.text)
    sentences = tuple(proposed_sentence(sentence) for sentence in passage.sentences)
    return Body(sentences=sentences, text=passage.text if passage.kind == "question" else "")


def proposed_sentence(sentence: ProposedSentence) -> BodySentence:
    return BodySentence(
        text=sentence.text,
        sources=tuple(Source(answer=s.answer, version=s.version, start=s.start, end=s.end) for s in sentence.sources),
        changes=tuple(Change(kind=edit.kind, before=edit.before, after=edit.after) for edit in sentence.edits),
        refused=sentence.refused,
        doubts=sentence.doubts,
    )


def rewritten(body: Body, *, text: str, by: str, said: Sequence[str], language: Language) -> Body:
    """The body after a person typed `text` in its place; `said`: the texts of its answers.

    A sentence left as it was keeps its sources. A changed one is marked with who typed it, keeps the sources of the
    sentence it grew out of (the one it shares most words with, at least half), and lists the words nobody said.
    """
    unchanged = {sentence.text: sentence for sentence in body.sentences}
    return Body(
        text=body.text,
        photo=body.photo,
        sentences=tuple(
            unchanged.get(piece) or _typed(piece, body.sentences, by=by, said=said, language=language)
            for piece in _sentences_of(text, language)
        ),
    )


def both(*, theirs: str, mine: str, language: Language) -> str:
    """Two people's texts of one passage as one: theirs whole, and behind it the sentences that only mine has."""
    stands = set(_sentences_of(theirs, language))
    return " ".join([theirs.strip(), *(one for one in _sentences_of(mine, language) if one not in stands)]).strip()


def _sentences_of(text: str, language: Language) -> list[str]:
    pieces = (text[start:end].strip() for start, end in sentence_spans(text=text, language=language))
    return [piece for piece in pieces if piece]


def _typed(
    text: str, before: Sequence[BodySentence], *, by: str, said: Sequence[str], language: Language
) -> BodySentence:
    origin = max(before, key=lambda sentence: _shared(text, sentence.text), default=None)
    grown = origin is not None and _shared(text, origin.text) >= len(_words(text)) / 2
    return BodySentence(
        text=text,
        sources=origin.sources if origin and grown else (),
        by=by,
        not_said=words_not_said(sentence=text, sources=said),
        doubts=judge(language=language, sources=said, sentence=text).reasons,
    )


def _shared(one: str, other: str) -> int:
    return len(_words(one) & _words(other))


def _words(text: str) -> set[str]:
    return {word.text.casefold() for word in words(text)}


def _sentence(stored: dict[str, Any]) -> BodySentence:
    return BodySentence(
        text=stored["text"],
        sources=tuple(Source(**source) for source in stored["sources"]),
        changes=tuple(Change(**change) for change in stored["changes"]),
        by=stored["by"],
        not_said=tuple(stored["not_said"]),
        refused=stored.get("refused", ""),
        doubts=tuple(Doubt(**doubt) for doubt in stored.get("doubts", ())),
    )
