"""What this room adds to a memoir taken along: the questions, her answers with all versions, photos, recordings."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import groupby
from typing import Any, get_args
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
    made_anew,
    names_files,
    part_to_read,
    shape,
)
from fortell.privacy.models import SealedFile
from fortell.privacy.vault.opening import Opening
from fortell.story.album import DAY, About, Found, is_day
from fortell.story.interviewer import CALM, USUAL
from fortell.story.language import phases
from fortell.story.models import (
    Answer,
    AnswerVersion,
    FamilyQuestion,
    Memoir,
    Memory,
    NamedPerson,
    Photo,
    Recording,
    Transcript,
    Turn,
)
from fortell.story.naming import How, Living
from fortell.story.photo_likeness import BITS
from fortell.story.photos import PhotoRefused, clean, is_clean
from fortell.story.queries import AnswerRead, answers_of, read_answers
from fortell.story.recordings import FORMATS, RecordingRefused
from fortell.story.recordings import clean as clean_sound

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
ID = {"type": "string", "pattern": "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"}
LONGEST = 24 * 60  # minutes: a house that takes longer messages than this one may send its storyteller's along


def exactly(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


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
    "by": TEXT,
}
# Turns from before families could ask name nobody.
ALWAYS = [name for name in ASKED if name != "by"]
WRITTEN = {"text": TEXT, "phase": TEXT}
# One word heard: itself, from and to in milliseconds, how sure the engine was (0 to 1, or it did not say).
HEARD = {
    "type": "array",
    "prefixItems": [TEXT, {"type": "integer"}, {"type": "integer"}, {"type": ["number", "null"]}],
    "minItems": 4,
    "maxItems": 4,
}
ABOUT = exactly(
    day={"type": "string", "pattern": f"^({DAY.pattern})?$"},
    place=TEXT,
)
FOUND = exactly(
    day={"type": "string", "pattern": f"^({DAY.pattern})?$"},
    sure={"type": "boolean"},
    file=TEXT,
    likeness={"type": "string", "pattern": f"^([0-9a-f]{{{BITS // 4}}})?$"},
    twin=ID,
    copy={"type": "boolean"},
)
CHOICE = {
    "spellings": {"type": "array", "items": TEXT, "minItems": 1},
    "how": {"enum": list(get_args(How))},
    "instead": TEXT,
    "living": {"enum": list(get_args(Living))},
}
# Choices from before anybody was said to live do not say it.
CHOICE_ALWAYS = [name for name in CHOICE if name != "living"]

PLACE = {"item": TEXT, "version": {"type": "integer"}, "start": {"type": "integer"}, "end": {"type": "integer"}}
DECIDED = {
    "type": "object",
    "required": ["place", "shared"],
    "additionalProperties": False,
    "properties": {
        "place": {"type": "object", "required": list(PLACE), "additionalProperties": False, "properties": PLACE},
        "shared": {"type": "boolean"},
    },
}

shape(
    Memoir,
    title=TEXT,
    subtitle=TEXT,
    manner={"enum": [CALM.name, USUAL.name, None]},
    decided={"type": ["array", "null"], "items": DECIDED},
    manner_wished={
        "type": ["object", "null"],
        "required": ["wish", "counts"],
        "additionalProperties": False,
        "properties": {"wish": {"enum": [CALM.name, USUAL.name]}, "counts": {"enum": [0, 1]}},
    },
    off_limits={"type": ["array", "null"], "items": {"type": "string", "pattern": "^(phase|matter|say):."}},
)
shape(Turn, asked={"type": "object", "required": ALWAYS, "additionalProperties": False, "properties": ASKED})
shape(
    FamilyQuestion,
    words={
        "type": "object",
        "required": list(WRITTEN),
        "additionalProperties": False,
        "properties": WRITTEN,
    },
)
shape(Memory, picture={"type": ["object", "null"]})
shape(AnswerVersion, text=TEXT)
shape(
    NamedPerson,
    choice={"type": "object", "required": CHOICE_ALWAYS, "additionalProperties": False, "properties": CHOICE},
)
shape(
    Photo,
    caption=TEXT,
    about={"anyOf": [ABOUT, {"type": "null"}]},
    found={"anyOf": [FOUND, {"type": "null"}]},
)
shape(Transcript, words={"type": "array", "items": HEARD})


@made_anew(Photo)
def what_its_file_said(row: Photo, values: dict[str, Any], opening: Opening) -> None:
    """Files are told apart by an HMAC under the memoir's key, which is another one here; a day must be one."""
    if values["found"]:
        its = Found(**values["found"])
        opening.seal(row, found=asdict(replace(its, file="", day=its.day if is_day(its.day) else "")))
    about = About(**values["about"] or {})
    if not is_day(about.day):
        opening.seal(row, about=asdict(replace(about, day="")))


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


@names_files
def recordings_by_answer(scope: UUID) -> dict[UUID, str]:
    """Voice messages by the number of their answer."""
    rows = Recording.objects.filter(memoir=scope).select_related("answer").order_by("answer__number", "added_at", "id")
    types = dict(SealedFile.objects.filter(id__in=[row.file for row in rows]).values_list("id", "media_type"))
    return {
        row.file: f"recordings/{number:04}-{count}.{FORMATS[types[row.file]]}"
        for number, told in groupby(rows, key=lambda row: row.answer.number)
        for count, row in enumerate(told, start=1)
    }


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
        "files": {str(name): path for name, path in (photos_by_answer(scope) | recordings_by_answer(scope)).items()},
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


@checked_before_import
def recordings_have_their_files(brought: Brought) -> None:
    files = {row["id"]: row for row in brought.of(SealedFile)}
    for row in brought.of(Recording):
        file = files.get(row["file"])
        if file is None or file["item"] != row["id"] or file["media_type"] not in FORMATS:
            raise ArchiveRefused(f"The recording {row['id']} has no file of its own.")


@checks_files("audio/webm")
@checks_files("audio/mp4")
def recording(content: bytes) -> bytes:
    """The sound alone, as if it had just been recorded here."""
    try:
        return clean_sound(content, minutes=LONGEST).content
    except RecordingRefused as error:
        raise ArchiveRefused("A recording in it can't be played.") from error


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
        text = opening.text(row, "text")
        if row.number < corrected[row.answer_id] and text:  # there is none before a voice message was written down
            before.setdefault(str(row.answer_id), []).append({"at": row.written_at, "text": text})
    return before
