"""Making the draft anew from the answers, without touching what people have edited."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from fortell.book.actions.cleaning import forget_put_back, told_with_put_back
from fortell.book.bodies import Body, from_json, proposed_body, to_json
from fortell.book.models import Chapter, Draft, Passage, Source
from fortell.book.ordering import Chosen, arranged
from fortell.book.scenes import Group, Scenes, gathered, neighbours, whole
from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.people.permissions import Actor
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.models import AnswerVersion, Memoir
from fortell.story.queries import dial_of, form_of, language_of
from fortell.story.structure import retold, years_told
from fortell.story.writing import Chapter as ProposedChapter
from fortell.story.writing import Passage as ProposedPassage
from fortell.story.writing import Proposal, Told, propose


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One passage as the writer wants it now: its lasting name, its place and its content."""

    name: str
    kind: str
    chapter: UUID
    position: int
    body: Body
    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A chapter as proposed, its passages by their lasting names in the order in which they are to stand."""

    chapter: ProposedChapter
    passages: dict[str, ProposedPassage]


def make_draft(*, memoir: Memoir, by: Actor) -> Draft:
    """Make or refresh the draft. What a person edited keeps its words; the rest follows the answers.

    Raises ConsentMissing. The writer works before the transaction; two refreshes at once are ordered by the memoir's
    row, and the later one is made from answers at least as new.
    """
    opening = opened(scope=memoir.id, use=Use.BOOK)
    said = told_with_put_back(memoir, opening)
    proposal, alike = _proposed(memoir, said), _alike(memoir, said)
    with transaction.atomic():
        Memoir.objects.select_for_update().get(id=memoir.id)
        draft = Draft.objects.filter(memoir=memoir).first() or Draft(id=new_id(), memoir=memoir)
        opening.seal(draft, left_out=[[one.answer, one.reason] for one in proposal.left_out])
        forget_put_back(draft, opening, but=set(_last_written(memoir)))
        draft.made_at = now()
        in_order = _in_chosen_order(draft, _outlines(proposal), opening)
        outlines = _with_scenes(draft, in_order, [one.answer for one in said], alike, opening)
        draft.save()
        _store(memoir, outlines, opening)
        audit.record(by, "draft.made", draft, scope=memoir.id)
    return draft


def _proposed(memoir: Memoir, said: Sequence[Told]) -> Proposal:
    language, form = language_of(memoir), form_of(memoir)
    years = years_told(told=said, language=language) if form == "memoir" else None
    return propose(told=said, language=language, form=form, dial=dial_of(memoir), years=years)


def _alike(memoir: Memoir, said: Sequence[Told]) -> list[Group]:
    """Answers that seem to tell the same scene, the surest first. In a conversation nobody's turn is a scene."""
    if form_of(memoir) == "conversation":
        return []
    return [(pair.first, pair.second) for pair in retold(told=said, language=language_of(memoir))]


def _outlines(proposal: Proposal) -> dict[str, Outline]:
    """By the chapters' keys. A passage is named by its place in the proposal, wherever somebody moves it to."""
    seen: Counter[str] = Counter()
    outlines = {}
    for chapter in proposal.chapters:
        passages = {}
        for passage in chapter.passages:
            stem = _stem(passage)
            seen[stem] += 1
            passages[f"{stem}:{seen[stem]}"] = passage
        outlines[chapter.key] = Outline(chapter=chapter, passages=passages)
    return outlines


def _in_chosen_order(draft: Draft, outlines: dict[str, Outline], opening: Opening) -> list[Outline]:
    """As people moved them. What is gone is forgotten; the draft is not saved."""
    names = {key: list(outline.passages) for key, outline in outlines.items()}
    chosen = Chosen.stored(opening.read(draft, "order")).among(names)
    opening.seal(draft, order=chosen.to_json())
    return [
        Outline(
            chapter=outlines[key].chapter,
            passages={
                name: outlines[key].passages[name] for name in arranged(names[key], chosen.passages.get(key, ()))
            },
        )
        for key in arranged(list(outlines), chosen.chapters)
    ]


def _with_scenes(
    draft: Draft, outlines: Sequence[Outline], answers: Sequence[str], alike: Sequence[Group], opening: Opening
) -> list[Outline]:
    """With scenes put together as people said. What stands so already is not asked about; the draft is not saved."""
    names = {outline.chapter.key: list(outline.passages) for outline in outlines}
    movable, beside = whole(outline.passages.values() for outline in outlines), neighbours(names)
    asked = [pair for pair in alike if movable.issuperset(pair) and frozenset(pair) not in beside]
    scenes = Scenes.stored(opening.read(draft, "scenes")).among(answers, alike=asked)
    opening.seal(draft, scenes=scenes.to_json())
    stand = gathered(names, (group for group in scenes.together if movable.issuperset(group)))
    passages = {name: passage for outline in outlines for name, passage in outline.passages.items()}
    return [
        replace(outline, passages={name: passages[name] for name in stand[outline.chapter.key]})
        for outline in outlines
        if stand[outline.chapter.key]
    ]


def _store(memoir: Memoir, outlines: Sequence[Outline], opening: Opening) -> None:
    before = {passage.name: passage for passage in Passage.objects.filter(memoir=memoir)}
    chapters = {opening.read(row, "heading")["key"]: row for row in Chapter.objects.filter(memoir=memoir)}
    written = _last_written(memoir)
    kept: list[tuple[Passage, Wanted]] = []
    fresh = []
    for want in _wanted(memoir, outlines, chapters, opening):
        row = before.pop(want.name, None)
        if row:
            kept.append((_refreshed(row, want, written, opening), want))
        else:
            fresh.append(want)
    # What its answers no longer bear goes, edited or not: she may have taken the answer back.
    Passage.objects.filter(id__in=[passage.id for passage in before.values()]).delete()
    _name_sources(memoir, kept)
    Passage.objects.bulk_update(
        [row for row, _want in kept], ("chapter", "position", "body", "version", "stale_since"), batch_size=200
    )
    _create(memoir, fresh, opening)
    Chapter.objects.filter(id__in=[chapter.id for chapter in chapters.values()]).delete()


def _refreshed(row: Passage, want: Wanted, written: dict[str, datetime], opening: Opening) -> Passage:
    row.chapter_id, row.position = want.chapter, want.position
    body = from_json(opening.read(row, "body"))
    if row.edited_at:
        # By time, not by the sources left in the body: a passage typed wholly anew names none.
        if not row.stale_since and max(written[answer] for answer in want.answers) > row.edited_at:
            row.stale_since = now()
    elif body != want.body:
        row.version += 1
        opening.seal(row, body=to_json(want.body))
    return row


def _name_sources(memoir: Memoir, kept: list[tuple[Passage, Wanted]]) -> None:
    """A passage that grew names its new answers too. None is struck off: an edit may still hold words of it."""
    known = set(Source.objects.filter(passage__memoir=memoir).values_list("passage", "answer"))
    wanted = {(row.id, UUID(answer)) for row, want in kept for answer in want.answers}
    named = [Source(passage_id=passage, answer=answer) for passage, answer in wanted - known]
    Source.objects.bulk_create(named, batch_size=500)


def _last_written(memoir: Memoir) -> dict[str, datetime]:
    """When each answer got its newest words."""
    versions = AnswerVersion.objects.filter(answer__memoir=memoir).order_by()
    return {str(answer): at for answer, at in versions.values_list("answer").annotate(Max("written_at"))}


def _create(memoir: Memoir, wanted: list[Wanted], opening: Opening) -> None:
    rows = [
        Passage(
            id=new_id(), memoir=memoir, chapter_id=want.chapter, position=want.position, name=want.name, kind=want.kind
        )
        for want in wanted
    ]
    for row, want in zip(rows, wanted, strict=True):
        opening.seal(row, body=to_json(want.body))
    Passage.objects.bulk_create(rows, batch_size=200)
    Source.objects.bulk_create(
        [
            Source(passage=row, answer=UUID(answer))
            for row, want in zip(rows, wanted, strict=True)
            for answer in want.answers
        ],
        batch_size=500,
    )


def _wanted(
    memoir: Memoir, outlines: Sequence[Outline], chapters: dict[str, Chapter], opening: Opening
) -> Iterator[Wanted]:
    """Takes out of `chapters` those that stand; what is left there is in the draft no more."""
    for number, outline in enumerate(outlines):
        row = _chapter_row(memoir, number, outline.chapter, chapters.pop(outline.chapter.key, None), opening)
        for position, (name, passage) in enumerate(outline.passages.items()):
            yield Wanted(
                name=name,
                kind=passage.kind,
                chapter=row.id,
                position=position,
                body=proposed_body(passage),
                answers=passage.answers,
            )


def _stem(passage: ProposedPassage) -> str:
    return f"{passage.kind[0]}:{passage.answers[0]}"


def _chapter_row(
    memoir: Memoir, number: int, chapter: ProposedChapter, standing: Chapter | None, opening: Opening
) -> Chapter:
    row = standing or Chapter(id=new_id(), memoir=memoir)
    row.position = number
    source = asdict(chapter.title_source) if chapter.title_source else None
    chosen = opening.read(standing, "heading").get("chosen") if standing else None
    opening.seal(row, heading={"key": chapter.key, "title": chapter.title, "source": source, "chosen": chosen})
    row.save(force_insert=standing is None)
    return row
