"""What this room adds to a memoir taken along: the questions, her answers with all versions, her photos."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

import pyvips
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext

from fortell.people.queries import name_of, storyteller
from fortell.privacy.archive.form import ArchiveRefused
from fortell.privacy.archive.rooms import (
    Brought,
    Part,
    checked_before_import,
    checks_files,
    names_files,
    part_to_read,
    shape,
)
from fortell.privacy.models import SealedFile
from fortell.privacy.vault.opening import Opening
from fortell.story.interviewer import CALM, USUAL
from fortell.story.language import phases
from fortell.story.models import Answer, AnswerVersion, Memoir, Memory, Photo, Turn
from fortell.story.photos import PhotoRefused, clean, is_clean
from fortell.story.queries import AnswerRead, answers_of, read_answers

TEXT = {"type": "string"}
SPAN = {"type": ["array", "null"], "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
ASKED = {
    "text": TEXT,
    "kind": TEXT,
    "phase": TEXT,
    "theme": TEXT,
    "weight": {"type": "integer"},
    "bank_id": {"type": ["string", "null"]},
    "refers_to": SPAN,
    "reason": TEXT,
}

shape(Memoir, title=TEXT, subtitle=TEXT, manner={"enum": [CALM.name, USUAL.name, None]})
shape(Turn, asked={"type": "object", "required": list(ASKED), "additionalProperties": False, "properties": ASKED})
shape(Memory, picture={"type": ["object", "null"]})
shape(AnswerVersion, text=TEXT)
shape(Photo, caption=TEXT)


@names_files
def photos_by_answer(scope: UUID) -> dict[UUID, str]:
    """Photos by the number of their answer: the large one, and a small one for the screen."""
    named: dict[UUID, str] = {}
    rows = Photo.objects.filter(memoir=scope).select_related("answer").order_by("answer__number", "added_at", "id")
    for number, photos in groupby(rows, key=lambda photo: photo.answer.number):
        for count, photo in enumerate(photos, start=1):
            named[photo.print_file] = f"photos/{number:04}-{count}.jpg"
            named[photo.screen_file] = f"photos/{number:04}-{count}-small.jpg"
    return named


@part_to_read
def head(scope: UUID, opening: Opening) -> Iterator[Part]:
    memoir = Memoir.objects.get(id=scope)
    page = {
        "memoir": memoir,
        "subtitle": opening.text(memoir, "subtitle"),
        "name": name_of(storyteller(scope), opening),
        "answers": Answer.objects.filter(memoir=memoir).count(),
    }
    html = render_to_string("story/archive_head.html", page)
    yield Part(place=0, name="title", title=opening.text(memoir, "title"), html=html)


@part_to_read
def answers(scope: UUID, opening: Opening) -> Iterator[Part]:
    """Everything she was asked and said, in the order told, headed by the phases of a life where they are known."""
    memoir = Memoir.objects.get(id=scope)
    reads = read_answers(answers_of(memoir), opening)
    names = {phase.id: phase.names[memoir.language] for phase in phases()}
    page = {
        "memoir": memoir,
        "chapters": [
            (names.get(phase, ""), list(told))
            for phase, told in groupby(reads, key=lambda read: read.asked.phase if read.asked else "")
        ],
        "versions": _versions_before(reads, opening),
        "files": {str(name): path for name, path in photos_by_answer(scope).items()},
    }
    html = render_to_string("story/archive_answers.html", page)
    yield Part(place=10, name="answers", title=gettext("Questions and answers"), html=html)


@checked_before_import
def one_memoir(brought: Brought) -> None:
    if len(brought.of(Memoir)) != 1:
        raise ArchiveRefused("It holds no memoir, or more than one.")


@checked_before_import
def photos_have_their_files(brought: Brought) -> None:
    files = {row["id"]: row for row in brought.of(SealedFile)}
    for row in brought.of(Photo):
        for name in (row["print_file"], row["screen_file"]):
            file = files.get(name)
            if file is None or (file["item"], file["media_type"]) != (row["id"], "image/jpeg"):
                raise ArchiveRefused(f"The photo {row['id']} has no file of its own.")


@checks_files("image/jpeg")
def picture(content: bytes) -> bytes:
    """A picture as it is, if it decodes and hides nothing; else made clean again."""
    megapixels = settings.FORTELL.limits.photo_megapixels
    try:
        return content if is_clean(content, megapixels=megapixels) else clean(content, megapixels=megapixels).print_jpeg
    except (PhotoRefused, pyvips.Error) as error:
        raise ArchiveRefused("A photo in it is no photo that can be opened.") from error


def _versions_before(reads: list[AnswerRead], opening: Opening) -> dict[str, list[dict[str, Any]]]:
    """How corrected answers read before, by the answer's id as text."""
    corrected = {read.answer.id: read.version for read in reads if read.corrected}
    before: dict[str, list[dict[str, Any]]] = {}
    for row in AnswerVersion.objects.filter(answer__in=list(corrected)).order_by("number"):
        if row.number < corrected[row.answer_id]:
            line = {"at": row.written_at, "text": opening.text(row, "text")}
            before.setdefault(str(row.answer_id), []).append(line)
    return before
