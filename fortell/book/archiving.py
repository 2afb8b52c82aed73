"""What this room adds to a memoir taken along: the draft, the books as files, who approved them."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

import pypdfium2
from django.template.loader import render_to_string
from django.utils.translation import gettext

from fortell.book.models import Approval, Chapter, Draft, Edition, Passage, Proof, ProofFile, Revision
from fortell.book.page import names_by_text
from fortell.book.queries import read_draft
from fortell.privacy.archive.form import ArchiveRefused
from fortell.privacy.archive.rooms import (
    Brought,
    Part,
    Row,
    checked_before_import,
    checks_files,
    made_anew,
    names_files,
    only_history,
    part_to_read,
    shape,
)
from fortell.privacy.models import SealedFile
from fortell.privacy.vault.opening import Opening
from fortell.story.archiving import ID, NUMBER, exactly, photos_by_answer
from fortell.story.guarding import KINDS
from fortell.story.models import Memoir, Photo
from fortell.story.queries import captions_of, naming_of

TEXT, TEXTS = {"type": "string"}, {"type": "array", "items": {"type": "string"}}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


PLACE = exactly(answer=ID, version=NUMBER, start=NUMBER, end=NUMBER)
SENTENCE = exactly(
    text=TEXT,
    sources=_list(PLACE),
    changes=_list(exactly(kind=TEXT, before=TEXT, after=TEXT)),
    by=TEXT,
    not_said=TEXTS,
)
# Archives from before there was a guard do not have these two.
SENTENCE["properties"] |= {
    "refused": TEXT,
    "doubts": _list(exactly(kind={"enum": list(KINDS)}, word=TEXT, instead=TEXT, rule=TEXT)),
}
BODY = exactly(sentences=_list(SENTENCE), text=TEXT, photo=ID)
BLOCK = {
    "oneOf": [
        exactly(kind={"const": "photo"}, photo=ID, caption=TEXT),
        exactly(kind={"enum": ["told", "utterance", "question"]}, text=TEXT),
    ]
}
CONTENT = exactly(
    title=TEXT,
    subtitle=TEXT,
    author=TEXT,
    colophon=TEXTS,
    chapters=_list(exactly(title=TEXT, blocks=_list(BLOCK))),
)
CHANGE_PUT_BACK = {
    "type": "array",
    "prefixItems": [ID, NUMBER, TEXT, NUMBER, NUMBER],
    "minItems": 5,
    "maxItems": 5,
}
ORDER = exactly(chapters=TEXTS, passages={"type": "object", "additionalProperties": TEXTS})
GROUPS = _list({"type": "array", "items": ID, "minItems": 2})
SCENES = exactly(together=GROUPS, apart=GROUPS, alike=GROUPS)
shape(
    Draft,
    left_out={"type": ["array", "null"], "items": TEXTS},
    put_back={"type": ["array", "null"], "items": CHANGE_PUT_BACK},
    order={"anyOf": [ORDER, {"type": "null"}]},
    scenes={"anyOf": [SCENES, {"type": "null"}]},
)
CHOSEN_HEADING = {"anyOf": [exactly(title=TEXT, by=ID, answers=_list(ID)), {"type": "null"}]}
HEADING = exactly(key=TEXT, title=TEXT, source={"anyOf": [PLACE, {"type": "null"}]})
# Archives from before people could choose one do not have it.
HEADING["properties"] |= {"chosen": CHOSEN_HEADING}
shape(Chapter, heading=HEADING)
shape(Passage, body=BODY)
shape(
    Revision,
    body={"anyOf": [BODY, {"type": "null"}]},
    state={
        "oneOf": [
            exactly(order=ORDER, moved=TEXT),
            exactly(put_back=_list(CHANGE_PUT_BACK)),
            exactly(dial=TEXT),
            exactly(key=TEXT, chosen=CHOSEN_HEADING),
            {"type": "null"},
        ]
    },
)
shape(Edition, content=CONTENT)
shape(Proof, facts={"type": "object"})
only_history(Approval)  # approved elsewhere is approved by nobody here


@made_anew(Edition)
def fingerprint(row: Edition, values: Row, opening: Opening) -> None:
    """An HMAC under the memoir's key, which is another one here."""
    row.fingerprint = opening.fingerprint(json.dumps(values["content"], sort_keys=True).encode())


@names_files
def books_by_edition(scope: UUID) -> dict[UUID, str]:
    rows = ProofFile.objects.filter(proof__edition__memoir=scope).select_related("proof__edition")
    return {
        row.sealed_file: f"books/edition-{row.proof.edition.number}/{'-'.join(str(row.proof).split())}/{row.name}"
        for row in rows
    }


@part_to_read
def draft_as_it_stands(scope: UUID, opening: Opening) -> Iterator[Part]:
    memoir = Memoir.objects.get(id=scope)
    if not (chapters := read_draft(memoir, opening)):
        return
    files = {str(name): path for name, path in photos_by_answer(scope).items()}
    page = {
        "memoir": memoir,
        "chapters": chapters,
        "names": names_by_text(memoir),
        "captions": captions_of(memoir, opening, naming_of(memoir, opening)),
        "photos": {str(photo.id): files[str(photo.screen_file)] for photo in Photo.objects.filter(memoir=memoir)},
    }
    html = render_to_string("book/archive_draft.html", page)
    yield Part(place=20, name="draft", title=gettext("The draft of the book"), html=html)


@part_to_read
def books(scope: UUID, _opening: Opening) -> Iterator[Part]:
    memoir, paths = Memoir.objects.get(id=scope), books_by_edition(scope)
    rows = Edition.objects.filter(memoir=memoir).prefetch_related("proofs__files", "proofs__approvals")
    if rows:
        editions = [_edition(row, paths) for row in rows]
        html = render_to_string("book/archive_books.html", {"editions": editions, "names": names_by_text(memoir)})
        yield Part(place=30, name="books", title=gettext("The books"), html=html)


def _edition(edition: Edition, paths: dict[UUID, str]) -> dict[str, Any]:
    proofs = edition.proofs.all()
    return {
        "edition": edition,
        "files": [(file.name, paths[file.sealed_file]) for proof in proofs for file in proof.files.all()],
        "approvals": [approval for proof in proofs for approval in proof.approvals.all()],
    }


@checked_before_import
def books_have_their_files(brought: Brought) -> None:
    files = {row["id"]: row for row in brought.of(SealedFile)}
    editions = {row["id"]: row["edition"] for row in brought.of(Proof)}
    for row in brought.of(ProofFile):
        file = files.get(row["sealed_file"])
        if file is None or file["item"] != editions.get(row["proof"]) or file["media_type"] != row["media_type"]:
            raise ArchiveRefused(f"The book file {row['sealed_file']} is not there.")
        if row["sha256"] != brought.sha256.get(row["sealed_file"]):
            raise ArchiveRefused(f"The book file {row['sealed_file']} is not the one that its proof names.")


@checks_files("application/pdf")
def pdf(content: bytes) -> bytes:
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise ArchiveRefused("A PDF in it can't be opened.") from error
    if not (content.startswith(b"%PDF-") and pages):
        raise ArchiveRefused("A PDF in it has no pages.")
    return content


@checks_files("application/epub+zip")
def epub(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            first = book.infolist()[:1]
            right = bool(first) and first[0].filename == "mimetype" and book.read("mimetype") == b"application/epub+zip"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ArchiveRefused("An e-book in it can't be opened.") from error
    if not right:
        raise ArchiveRefused("An e-book in it is no e-book.")
    return content
