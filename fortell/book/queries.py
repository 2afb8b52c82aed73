from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count

from fortell.book.bodies import Body, BodySentence, Change, Source, from_json, rewritten
from fortell.book.models import Chapter, Draft, Edition, Passage, Proof
from fortell.book.naming import as_wished, places_of, waits
from fortell.privacy.vault.opening import Opening
from fortell.story.language import phases
from fortell.story.models import Answer, AnswerVersion, Memoir
from fortell.story.naming import Naming
from fortell.story.queries import language_of, naming_of
from fortell.story.writing import Doubt, words_not_said


@dataclass(frozen=True, kw_only=True)
class PassageRead:
    """`renamed`: somebody in it is named otherwise than she told it; `hidden`: all of it names who is left out.

    `waiting`: a part of it waits until she has decided whether others may read it.
    """

    row: Passage
    body: Body
    renamed: bool = False
    hidden: bool = False
    waiting: bool = False


@dataclass(frozen=True, kw_only=True)
class ChapterRead:
    row: Chapter
    title: str
    key: str
    title_source: Source | None
    passages: list[PassageRead] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The number printed with every draft: where its sentences come from.

    `changed` of her own sentences the machine made readable, by `changes` of each kind; `refused`: those that stand
    word for word since the guard let no change pass; `by_family`: what a person accepted as their own.
    """

    sentences: int
    own_words: int
    changed: int
    changes: dict[str, int]
    refused: int
    by_family: int
    without_source: int


def read_draft(memoir: Memoir, opening: Opening) -> list[ChapterRead]:
    """The chapters with their passages open, in order, everybody in them named as she chose; three queries."""
    return read_draft_and_waiting(memoir, opening)[0]


def read_draft_and_waiting(memoir: Memoir, opening: Opening) -> tuple[list[ChapterRead], int]:
    """The same, and how many passages wait, in whole or in part, until she has decided."""
    naming, rows = naming_of(memoir, opening), Chapter.objects.filter(memoir=memoir).order_by("position")
    chapters = {row.id: _chapter(row, memoir, opening, naming) for row in rows}
    emptied, waiting = set[UUID](), 0
    for passage in Passage.objects.filter(memoir=memoir).order_by("chapter__position", "position"):
        read = _read(passage, opening, naming)
        waiting += read.waiting
        if read.hidden:
            emptied.add(passage.chapter_id)
        else:
            chapters[passage.chapter_id].passages.append(read)
    return [chapter for name, chapter in chapters.items() if chapter.passages or name not in emptied], waiting


def chapter_list(memoir: Memoir, opening: Opening) -> list[tuple[str, int]]:
    """The titles of the chapters and how many passages each has, without opening a passage."""
    rows = Chapter.objects.filter(memoir=memoir).annotate(passages_count=Count("passages")).order_by("position")
    naming = naming_of(memoir, opening)
    return [(chapter_title(opening.read(row, "heading"), memoir, naming), row.passages_count) for row in rows]


def read_passage(passage: Passage, opening: Opening) -> PassageRead:
    """A passage as it is read: everybody in it named as she chose."""
    return _read(passage, opening, naming_of(passage.memoir, opening))


def stored_body(passage: Passage, opening: Opening) -> Body:
    """With the names as they were told."""
    return from_json(opening.read(passage, "body"))


def _read(passage: Passage, opening: Opening, naming: Naming) -> PassageRead:
    stored = stored_body(passage, opening)
    body = as_wished(stored, naming)
    hidden = bool((stored.sentences and not body.sentences) or (stored.text and not body.text))
    # What waits is not read: only where something is missing is there anything to ask again.
    waiting = len(body.sentences) < len(stored.sentences) and waits(stored, naming)
    return PassageRead(row=passage, body=body, renamed=body != stored, hidden=hidden, waiting=waiting)


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
        changed=sum(not sentence.by and any(map(_to_read, sentence.changes)) for sentence in sentences),
        changes=dict(
            Counter(
                one.kind for sentence in sentences if not sentence.by for one in sentence.changes if _to_read(one)
            ).most_common()
        ),
        refused=sum(not sentence.by and bool(sentence.refused) for sentence in sentences),
        by_family=sum(bool(sentence.by) for sentence in sentences),
        without_source=sum(not sentence.by and not sentence.sources for sentence in sentences),
    )


def _to_read(change: Change) -> bool:
    """Whether a reader could notice it: white space is no change to her."""
    return change.kind != "space"


def quoted_answers(body: Body, memoir: Memoir, opening: Opening) -> list[list[tuple[str, bool]]]:
    """Each answer that a passage draws on, as others may read it, in pieces: words, and whether they stand in it."""
    spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for sentence in body.sentences:
        for source in sentence.sources:
            spans.setdefault((source.answer, source.version), []).append((source.start, source.end))
    texts, naming = _texts(set(spans), memoir, opening), naming_of(memoir, opening)
    return [
        pieces(*naming.shown(texts[name], marked, item=name[0], version=name[1]))
        for name, marked in spans.items()
        if name in texts
    ]


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
    """All versions of the answers that a passage draws on, also when none of its sentences is hers any more.

    Names are as she chose: what others write is measured against what they may read.
    """
    answers = passage.sources.values_list("answer", flat=True)
    versions = AnswerVersion.objects.filter(answer__memoir=passage.memoir_id, answer__in=list(answers))
    naming = naming_of(passage.memoir, opening)
    return [
        naming.shown(opening.text(version, "text"), item=str(version.answer_id), version=version.number)[0]
        for version in versions
    ]


@dataclass(frozen=True, kw_only=True)
class Objections:
    """To a person's text: words that nobody said and the passage has not already, and what the guard doubts in it."""

    unsaid: tuple[str, ...]
    doubts: tuple[Doubt, ...]

    def __bool__(self) -> bool:
        return bool(self.unsaid or self.doubts)


def objections(memoir: Memoir, passage: Passage, body: Body, text: str, opening: Opening) -> Objections:
    """What is to be said of a text before it takes the passage's place; sentences that stand there are not judged."""
    said = said_in(passage, opening)
    after = rewritten(body, text=text, by="", said=said, language=language_of(memoir))
    fresh = [sentence for sentence in after.sentences if sentence not in body.sentences]
    return Objections(
        unsaid=words_not_said(sentence=text, sources=[*said, body.words]),
        doubts=tuple(doubt for sentence in fresh for doubt in sentence.doubts),
    )


def newest_edition(memoir: Memoir) -> Edition | None:
    return Edition.objects.filter(memoir=memoir).order_by("-number").first()


def proof_of(edition: Edition) -> Proof | None:
    return edition.proofs.prefetch_related("files", "approvals").order_by("made_at").first()


def _chapter(row: Chapter, memoir: Memoir, opening: Opening, naming: Naming) -> ChapterRead:
    heading = opening.read(row, "heading")
    source = Source(**heading["source"]) if heading["source"] and not heading.get("chosen") else None
    return ChapterRead(row=row, title=chapter_title(heading, memoir, naming), key=heading["key"], title_source=source)


def chapter_title(heading: dict[str, Any], memoir: Memoir, naming: Naming) -> str:
    """What was chosen or her words, or else the phase of life: where they name somebody left out, or wait for her.

    A chapter without a phase is a number.
    """
    chosen, source = heading.get("chosen"), heading["source"]
    title: str = (chosen or heading)["title"]
    hers = BodySentence(text=title, sources=(Source(**source),) if source and not chosen else ())
    typed = chosen is not None and not chosen["answers"]
    if not naming.leaves_out(title) and not naming.holds_back(title, *places_of(hers), typed=typed):
        return naming.renamed(title)
    named = {phase.id: phase.names[memoir.language] for phase in phases()}
    key: str = heading["key"]
    return named.get(key, key.removeprefix("part-"))


def _texts(wanted: set[tuple[str, int]], memoir: Memoir, opening: Opening) -> dict[tuple[str, int], str]:
    answers = {UUID(answer) for answer, _version in wanted}
    # Only this memoir's answers, and only what she shares, whatever a body may name.
    mine = Answer.objects.filter(memoir=memoir, withheld_at=None, id__in=answers).values_list("id", flat=True)
    versions = AnswerVersion.objects.filter(answer__in=list(mine))
    opening.load_keys(answers)
    found = {(str(row.answer_id), row.number): row for row in versions}
    return {name: opening.text(found[name], "text") for name in wanted if name in found}
