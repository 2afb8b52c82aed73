"""From the draft to the book value that the press takes: frozen as JSON in the edition, photos joined at the end."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext, override

from fortell.book import press
from fortell.book.models import Edition, Passage
from fortell.book.queries import ChapterRead, PassageRead, Tally, tally
from fortell.people.queries import name_of, storyteller
from fortell.privacy.vault.opening import Opening
from fortell.story.models import Memoir, Photo
from fortell.story.queries import captions_of, language_of, naming_of, photo_file


def content_of(memoir: Memoir, chapters: list[ChapterRead], opening: Opening) -> dict[str, Any]:
    """The draft as plain data: everything that stands in the book but the photos' pixels."""
    naming = naming_of(memoir, opening)
    photos = captions_of(memoir, opening, naming)
    return {
        "title": naming.renamed(opening.text(memoir, "title")),
        "subtitle": naming.renamed(opening.text(memoir, "subtitle")),
        "author": name_of(storyteller(memoir.id), opening),
        "colophon": _colophon(tally(chapters), memoir),
        "chapters": [
            {"title": chapter.title, "blocks": [_block(passage, photos) for passage in chapter.passages]}
            for chapter in chapters
            if chapter.passages
        ],
    }


def bound(edition: Edition, content: dict[str, Any], opening: Opening) -> press.Book:
    """The book value of an edition. A photo that was deleted since is left out by nobody: KeyDestroyed is raised."""
    return press.Book(
        title=content["title"],
        subtitle=content["subtitle"],
        author=content["author"],
        language=language_of(edition.memoir),
        year=edition.made_at.year,
        chapters=tuple(
            press.Chapter(title=chapter["title"], blocks=tuple(_set(block, opening) for block in chapter["blocks"]))
            for chapter in content["chapters"]
        ),
        colophon=(*content["colophon"], _edition_line(edition)),
        identifier=str(edition.id),
    )


def _colophon(counted: Tally, memoir: Memoir) -> list[str]:
    """The number that shows what was invented: nothing."""
    with override(memoir.language):
        line = gettext(
            "Sentences in this book: %(sentences)d. In the storyteller’s own words: %(own)d. "
            "Changed by the family: %(changed)d. Without a source: %(without)d."
        )
    return [
        line
        % {
            "sentences": counted.sentences,
            "own": counted.own_words,
            "changed": counted.by_family,
            "without": counted.without_source,
        }
    ]


def _edition_line(edition: Edition) -> str:
    with override(edition.memoir.language):
        return gettext("Edition %(number)d") % {"number": edition.number}


def _block(passage: PassageRead, captions: dict[str, str]) -> dict[str, Any]:
    kind, body = passage.row.kind, passage.body
    if kind == Passage.Kind.PHOTO:
        return {"kind": kind, "photo": body.photo, "caption": captions.get(body.photo, "")}
    if kind == Passage.Kind.QUESTION:
        return {"kind": kind, "text": body.text}
    return {"kind": kind, "text": body.words}


def _set(block: dict[str, Any], opening: Opening) -> press.Block:
    if block["kind"] == Passage.Kind.PHOTO:
        return _photo(block, opening)
    kinds: dict[str, type[press.Paragraph | press.Utterance | press.Question]] = {
        Passage.Kind.TOLD: press.Paragraph,
        Passage.Kind.UTTERANCE: press.Utterance,
        Passage.Kind.QUESTION: press.Question,
    }
    return kinds[block["kind"]](text=block["text"])


def _photo(block: dict[str, Any], opening: Opening) -> press.Photo:
    photo = Photo.objects.get(id=UUID(block["photo"]))
    data = opening.file(photo_file(photo, "print"))
    return press.Photo(name=block["photo"], data=data, caption=block["caption"], alt=block["caption"])
