"""What stands on the family's pages, gathered for their templates."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fortell.book.changes import ChangeShown, changes_shown
from fortell.book.models import Edition, Passage, Proof
from fortell.book.preflight import sentence
from fortell.book.queries import (
    ChapterRead,
    PassageRead,
    Tally,
    newest_edition,
    proof_of,
    read_draft,
    read_draft_and_waiting,
    tally,
)
from fortell.kit.jobs import latest
from fortell.kit.models import Job
from fortell.people.queries import name_of, names, storyteller
from fortell.privacy.vault.opening import Opening
from fortell.story.models import Memoir, Photo
from fortell.story.queries import caption_shown, captions_of, naming_of


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    memoir: Memoir
    title: str
    subtitle: str
    storyteller: str
    chapters: list[ChapterRead]
    tally: Tally
    names: dict[str, str]
    captions: dict[str, str]
    edition: Edition | None
    being_made: bool
    waiting: int  # passages about others that she has not decided on


def draft_page(memoir: Memoir, opening: Opening) -> DraftPage:
    (chapters, waiting), naming = read_draft_and_waiting(memoir, opening), naming_of(memoir, opening)
    return DraftPage(
        memoir=memoir,
        title=naming.renamed(opening.text(memoir, "title")),
        subtitle=naming.renamed(opening.text(memoir, "subtitle")),
        storyteller=name_of(storyteller(memoir.id), opening),
        chapters=chapters,
        tally=tally(chapters),
        names=names_by_text(memoir),
        captions=captions_of(memoir, opening, naming),
        edition=newest_edition(memoir),
        being_made=being_made(memoir),
        waiting=waiting,
    )


@dataclass(frozen=True, kw_only=True)
class ChangesPage:
    """What the machine changed in one chapter, and in which chapters it changed how much."""

    memoir: Memoir
    title: str
    tally: Tally
    chapters: list[tuple[int, str, int]]  # counted from one: its title, how many changes
    chapter: int
    passages: list[tuple[PassageRead, list[ChangeShown]]]


def changes_page(memoir: Memoir, opening: Opening, *, chapter: int | None) -> ChangesPage:
    """`chapter` counts from one; without it the first in which there is anything to read."""
    chapters = read_draft(memoir, opening)
    found = {number: _changes_in(one) for number, one in enumerate(chapters, start=1)}
    counted = [
        (number, chapters[number - 1].title, sum(len(changes) for _read, changes in passages))
        for number, passages in found.items()
        if passages
    ]
    shown = chapter if chapter in found else next((number for number, _title, _count in counted), 1)
    return ChangesPage(
        memoir=memoir,
        title=naming_of(memoir, opening).renamed(opening.text(memoir, "title")),
        tally=tally(chapters),
        chapters=counted,
        chapter=shown,
        passages=found.get(shown, []),
    )


def _changes_in(chapter: ChapterRead) -> list[tuple[PassageRead, list[ChangeShown]]]:
    """White space is no change to a reader."""
    all_of = [(read, [one for one in changes_shown(read.body) if one.kind != "space"]) for read in chapter.passages]
    return [(read, changes) for read, changes in all_of if changes]


def names_by_text(memoir: Memoir) -> dict[str, str]:
    """Members' names by their ids as text, as a template looks them up."""
    return {str(member): name for member, name in names(memoir.id).items()}


def caption_of(read: PassageRead, memoir: Memoir, opening: Opening) -> dict[str, str]:
    if read.row.kind != Passage.Kind.PHOTO:
        return {}
    photo = Photo.objects.get(memoir=memoir, id=UUID(read.body.photo))
    return {read.body.photo: caption_shown(photo, opening, naming_of(memoir, opening))}


@dataclass(frozen=True, kw_only=True)
class EditionPage:
    memoir: Memoir
    title: str
    edition: Edition
    proof: Proof | None
    facts: dict[str, Any]
    job: Job | None
    names: dict[str, str]

    @property
    def checks(self) -> int:
        return len(self._findings())

    @property
    def remarks(self) -> list[str] | None:
        """What a print house would remark on, in plain sentences; None for a proof from before it was asked."""
        if "preflight" not in self.facts:
            return None
        return [
            sentence(one["check"], one["verdict"], one["numbers"])
            for one in self._findings()
            if one["verdict"] != "passed"
        ]

    def _findings(self) -> list[dict[str, Any]]:
        return [one for findings in self.facts.get("preflight", {}).values() for one in findings]

    @property
    def waiting(self) -> bool:
        return self.proof is None and not (self.job and self.job.ended)

    @property
    def spreads(self) -> list[list[int]]:
        """The pages as they lie open: the first alone on the right, then by twos."""
        pages = self.proof.pages if self.proof else 0
        return [[number for number in (left, left + 1) if 1 <= number <= pages] for left in range(0, pages + 1, 2)]


def edition_page(edition: Edition, opening: Opening) -> EditionPage:
    proof = proof_of(edition)
    return EditionPage(
        memoir=edition.memoir,
        title=opening.text(edition.memoir, "title"),
        edition=edition,
        proof=proof,
        facts=opening.read(proof, "facts") if proof else {},
        job=latest("book.typeset", scope=edition.memoir_id, dedupe=str(edition.id)),
        names=names_by_text(edition.memoir),
    )


def being_made(memoir: Memoir) -> bool:
    """Whether a refresh of the draft is queued or under way."""
    job = latest("book.draft", scope=memoir.id, dedupe=str(memoir.id))
    return job is not None and not job.ended
