"""The whole draft in short, to be moved about in, with the scenes in it that seem to be told twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fortell.book.models import Draft, Passage
from fortell.book.ordering import Chosen, units
from fortell.book.page import being_made
from fortell.book.queries import ChapterRead, read_draft
from fortell.book.scenes import Group, Scenes, answer_of
from fortell.privacy.vault.opening import Opening
from fortell.story.models import Memoir
from fortell.story.queries import captions_of, language_of, naming_of
from fortell.story.structure import in_both, where_alike

_LONGEST_HEADING: Final = 60  # characters: more does not stand on one line of a page
_HEADINGS: Final = 5
MOST_ASKED: Final = 3  # at once: a page of questions is answered by nobody

Words = Mapping[str, str]  # what stands in the draft of each answer, as it is read


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What moves as one: the passage that it is moved by, its words, and the question that goes with it.

    `told_again`: the other answers of a scene that was put together, each with its words.
    """

    row: Passage
    words: str
    asked: str
    told_again: list[str]


@dataclass(frozen=True, kw_only=True)
class SceneShown:
    """Answers that tell one thing, or seem to; `pair` names the scene, `shared` are words that both have."""

    pair: Group
    told: list[str]
    shared: list[str]
    is_together: bool


@dataclass(frozen=True, kw_only=True)
class OrderPage:
    memoir: Memoir
    title: str
    chapters: list[tuple[ChapterRead, list[Piece], list[str]]]  # and words of hers that could head it
    chosen: bool
    being_made: bool
    asked: list[SceneShown]
    answered: list[SceneShown]


def order_page(memoir: Memoir, opening: Opening) -> OrderPage:
    naming, draft = naming_of(memoir, opening), Draft.objects.filter(memoir=memoir).first()
    chapters, captions = read_draft(memoir, opening), captions_of(memoir, opening, naming)
    scenes = Scenes.stored(opening.read(draft, "scenes") if draft else None)
    words = _words(chapters)
    asked = [_scene(pair, words, memoir) for pair in scenes.unanswered if words.keys() >= set(pair)]
    return OrderPage(
        memoir=memoir,
        title=naming.renamed(opening.text(memoir, "title")),
        chapters=[(chapter, _pieces(chapter, captions, scenes, words), _headings(chapter)) for chapter in chapters],
        chosen=draft is not None and bool(Chosen.stored(opening.read(draft, "order"))),
        being_made=being_made(memoir),
        asked=asked[:MOST_ASKED],
        answered=_answered(scenes, words, memoir),
    )


def _headings(chapter: ChapterRead) -> list[str]:
    """The first short sentences of a chapter that are hers as she said them, without the full stop."""
    hers = [one.text for read in chapter.passages for one in read.body.sentences if one.sources and not one.by]
    short = [text for text in hers if len(text) <= _LONGEST_HEADING and not text.endswith("?")]
    return list(dict.fromkeys(text.rstrip(".") for text in short))[:_HEADINGS]


def _words(chapters: Iterable[ChapterRead]) -> Words:
    said: dict[str, list[str]] = defaultdict(list)
    for read in (read for chapter in chapters for read in chapter.passages):
        if read.row.kind in Passage.WORDED and read.body.words:
            said[answer_of(read.row.name)].append(read.body.words)
    return {answer: " ".join(words) for answer, words in said.items()}


def _answered(scenes: Scenes, words: Words, memoir: Memoir) -> list[SceneShown]:
    groups = [(group, group in scenes.together) for group in (*scenes.together, *scenes.apart)]
    return [
        _scene(group, words, memoir, is_together=together) for group, together in groups if words.keys() & set(group)
    ]


def _scene(group: Group, words: Words, memoir: Memoir, *, is_together: bool = False) -> SceneShown:
    language, whole = language_of(memoir), [words[one] for one in group if one in words]
    told = [where_alike(one, " ".join(other for other in whole if other != one), language=language) for one in whole]
    shared = in_both(whole[0], whole[1], language=language) if len(whole) > 1 else []
    return SceneShown(pair=group[:2], told=told, shared=shared, is_together=is_together)


def _pieces(chapter: ChapterRead, captions: dict[str, str], scenes: Scenes, words: Words) -> list[Piece]:
    bodies = {read.row.id: read.body for read in chapter.passages}
    pieces = []
    for unit in units([read.row for read in chapter.passages], scenes.together):
        _first, *others = dict.fromkeys(answer_of(row.name) for row in unit)
        by = _moved_by(unit)
        piece = Piece(
            row=by,
            words=bodies[by.id].words or captions.get(bodies[by.id].photo, ""),
            asked=" ".join(bodies[row.id].text for row in unit if row.kind == Passage.Kind.QUESTION),
            told_again=[words[one] for one in others if one in words],
        )
        pieces.append(piece)
    return pieces


def _moved_by(unit: Sequence[Passage]) -> Passage:
    """The first that is no question."""
    return next((row for row in unit if row.kind != Passage.Kind.QUESTION), unit[-1])
