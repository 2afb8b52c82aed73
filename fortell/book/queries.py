from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count

from fortell.book.bodies import Body, Source, from_json
from fortell.book.models import Chapter, Draft, Edition, Passage, Proof
from fortell.privacy.vault.opening import Opening
from fortell.story.models import Answer, AnswerVersion, Memoir
from fortell.story.writing import words_not_said


@dataclass(frozen=True, kw_only=True)
class PassageRead:
    row: Passage
    body: Body


@dataclass(frozen=True, kw_only=True)
class ChapterRead:
    row: Chapter
    title: str
    key: str
    title_source: Source | None
    passages: list[PassageRead] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The number printed with every draft: where its sentences come from."""

    sentences: int
    own_words: int
    by_family: int
    without_source: int


def read_draft(memoir: Memoir, opening: Opening) -> list[ChapterRead]:
    """The chapters with their passages open, in order; two queries."""
    chapters = {row.id: _chapter(row, opening) for row in Chapter.objects.filter(memoir=memoir).order_by("position")}
    for passage in Passage.objects.filter(memoir=memoir).order_by("chapter__position", "position"):
        chapters[passage.chapter_id].passages.append(read_passage(passage, opening))
    return list(chapters.values())


def chapter_list(memoir: Memoir, opening: Opening) -> list[tuple[str, int]]:
    """The titles of the chapters and how many passages each has, without opening a passage."""
    rows = Chapter.objects.filter(memoir=memoir).annotate(passages_count=Count("passages")).order_by("position")
    return [(opening.read(row, "heading")["title"], row.passages_count) for row in rows]


def read_passage(passage: Passage, opening: Opening) -> PassageRead:
    return PassageRead(row=passage, body=from_json(opening.read(passage, "body")))


def left_out(memoir: Memoir, opening: Opening) -> list[tuple[str, str]]:
    """Answers that are not in the draft, each with the reason."""
    draft = Draft.objects.filter(memoir=memoir).first()
    stored = opening.read(draft, "left_out") if draft else None
    return [(answer, reason) for answer, reason in stored or []]


@dataclass(frozen=True, kw_only=True)
class PutBack:
    """A change of the clean-up that somebody undid: characters `start` to `end` of one version of an answer."""

    answer: str
    version: int
    kind: str
    start: int
    end: int


def put_back_in(draft: Draft | None, opening: Opening) -> list[PutBack]:
    stored = opening.read(draft, "put_back") if draft else None
    return [
        PutBack(answer=answer, version=version, kind=kind, start=start, end=end)
        for answer, version, kind, start, end in stored or []
    ]


def tally(chapters: Sequence[ChapterRead]) -> Tally:
    sentences = [s for chapter in chapters for passage in chapter.passages for s in passage.body.sentences]
    return Tally(
        sentences=len(sentences),
        own_words=sum(not sentence.by and bool(sentence.sources) for sentence in sentences),
        by_family=sum(bool(sentence.by) for sentence in sentences),
        without_source=sum(not sentence.by and not sentence.sources for sentence in sentences),
    )


def quoted_answers(body: Body, memoir: Memoir, opening: Opening) -> list[list[tuple[str, bool]]]:
    """Each answer that a passage draws on, in pieces: words, and whether they stand in the passage."""
    spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for sentence in body.sentences:
        for source in sentence.sources:
            spans.setdefault((source.answer, source.version), []).append((source.start, source.end))
    texts = _texts(set(spans), memoir, opening)
    return [pieces(texts[name], marked) for name, marked in spans.items() if name in texts]


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text cut at the spans: what lies in one is marked True. Spans may touch and overlap."""
    cut, at = [], 0
    for start, end in sorted(spans):
        if start > at:
            cut.append((text[at:start], False))
        if end > max(at, start):
            cut.append((text[max(at, start) : end], True))
        at = max(at, end)
    return [*cut, (text[at:], False)] if at < len(text) else cut


def said_in(passage: Passage, opening: Opening) -> list[str]:
    """All versions of the answers that a passage draws on, also when none of its sentences is hers any more."""
    answers = passage.sources.values_list("answer", flat=True)
    versions = AnswerVersion.objects.filter(answer__memoir=passage.memoir_id, answer__in=list(answers))
    return [opening.text(version, "text") for version in versions]


def unsaid_words(passage: Passage, body: Body, text: str, opening: Opening) -> tuple[str, ...]:
    """Words of a person's text that neither the storyteller said nor the passage has already."""
    return words_not_said(sentence=text, sources=[*said_in(passage, opening), body.words])


def newest_edition(memoir: Memoir) -> Edition | None:
    return Edition.objects.filter(memoir=memoir).order_by("-number").first()


def proof_of(edition: Edition) -> Proof | None:
    return edition.proofs.prefetch_related("files", "approvals").order_by("made_at").first()


def _chapter(row: Chapter, opening: Opening) -> ChapterRead:
    heading = opening.read(row, "heading")
    source = Source(**heading["source"]) if heading["source"] else None
    return ChapterRead(row=row, title=heading["title"], key=heading["key"], title_source=source)


def _texts(wanted: set[tuple[str, int]], memoir: Memoir, opening: Opening) -> dict[tuple[str, int], str]:
    answers = {UUID(answer) for answer, _version in wanted}
    # Only this memoir's answers, and only what she shares, whatever a body may name.
    mine = Answer.objects.filter(memoir=memoir, withheld_at=None, id__in=answers).values_list("id", flat=True)
    versions = AnswerVersion.objects.filter(answer__in=list(mine))
    opening.load_keys(answers)
    found = {(str(row.answer_id), row.number): row for row in versions}
    return {name: opening.text(found[name], "text") for name in wanted if name in found}
