"""Taking everything along: one ZIP file, streamed."""

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from mimetypes import guess_extension
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from fortell.kit.clock import now
from fortell.privacy import audit
from fortell.privacy.archive import form
from fortell.privacy.archive.about import about, about_processing
from fortell.privacy.archive.page import page_to_read, readme
from fortell.privacy.archive.rooms import namings
from fortell.privacy.archive.schema import exported, published_schema
from fortell.privacy.archive.values import rows_of
from fortell.privacy.archive.zipping import Entry, zipped
from fortell.privacy.models import AuditHead, SealedFile
from fortell.privacy.profile import profile
from fortell.privacy.terms import Export, Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.privacy.vault.signing import signed_document


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A copy of everything as it stood at one moment. Texts wait compressed in memory, files in the vault."""

    scope: UUID
    head: Mapping[str, Any]
    texts: Mapping[str, bytes]
    files: Mapping[str, SealedFile]
    opening: Opening

    def pieces(self) -> Iterator[bytes]:
        """The ZIP file. Raises SealBroken where a file went while it was written; the manifest is then missing."""
        hashes: list[dict[str, Any]] = []
        return zipped(self._entries(hashes))

    def _entries(self, hashes: list[dict[str, Any]]) -> Iterator[Entry]:
        for path, packed in self.texts.items():
            content = zlib.decompress(packed)
            yield Entry(path=path, size=len(content), pieces=_hashed(path, iter([content]), hashes))
        for path, row in self.files.items():
            yield Entry(path=path, size=row.size, pieces=_hashed(path, self.opening.file_chunks(row), hashes))
        manifest = _json(signed_document({**self.head, "files": hashes}))
        yield Entry(path=form.MANIFEST, size=len(manifest), pieces=[manifest])


def take_archive(*, scope: UUID, subject: UUID, language: str, by: audit.Pseudonym) -> Archive:
    """Gather a copy of everything, for her to keep; it needs no consent and no reason. One audit line.

    `subject`: the storyteller; `language`: that of the page to read. Raises KeyDestroyed where all is erased.
    """
    opening = opened(scope=scope, use=Use.OWN)
    with transaction.atomic():
        head, _new = AuditHead.objects.get_or_create(scope=scope)
        audit.record(by, "archive.taken", head, scope=scope)
    with _one_moment():
        files = _files(scope, opening)
        memoir = _memoir(opening, files)
        texts = {
            form.INDEX: page_to_read(scope=scope, language=language, opening=opening).encode(),
            form.README: readme(language).encode(),
            form.MEMOIR: _json(memoir),
            form.ABOUT: _json(about(subject=subject, opening=opening)),
            form.SCHEMA: published_schema(),
        }
    return Archive(scope=scope, head=_head(scope, language), texts=_packed(texts), files=files, opening=opening)


def take_portable(*, scope: UUID, language: str, receiver: str) -> Archive:
    """Gather what she provided, and nothing else that is known of her (GDPR art. 20(1)), for another house.

    `receiver`: that house's public key in base64; the signature then says whom it is for. Whoever calls leaves the
    audit line. Raises KeyDestroyed.
    """
    opening = opened(scope=scope, use=Use.OWN)
    with _one_moment():
        files = _files(scope, opening)
        texts = {
            form.MEMOIR: _json(_memoir(opening, files)),
            form.ABOUT: _json(about_processing(scope)),
            form.SCHEMA: published_schema(),
        }
    head = {**_head(scope, language), "receiver": receiver}
    return Archive(scope=scope, head=head, texts=_packed(texts), files=files, opening=opening)


def _packed(texts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: zlib.compress(content) for path, content in texts.items()}


def _head(scope: UUID, language: str) -> dict[str, Any]:
    return {
        "format": form.FORMAT,
        "version": form.VERSION,
        "scope": str(scope),
        "language": language,
        "made_at": now().isoformat(),
        "controller": asdict(profile().controller),
    }


def _memoir(opening: Opening, files: Mapping[str, SealedFile]) -> dict[str, Any]:
    rows = {holding.model._meta.label_lower: list(rows_of(holding, opening)) for holding in exported(Export.PORTABLE)}
    return {
        "format": form.FORMAT,
        "version": form.VERSION,
        "scope": str(opening.scope),
        "files": {str(row.id): path for path, row in files.items()},
        "rows": rows,
    }


def _files(scope: UUID, opening: Opening) -> dict[str, SealedFile]:
    found = list(SealedFile.objects.filter(scope=scope).order_by("created_at", "id"))
    opening.load_keys({row.item for row in found})
    rows = [row for row in found if opening.opens(row.item)]  # else it is being erased just now
    return dict(zip(paths(rows, scope), rows, strict=True))


def paths(rows: list[SealedFile], scope: UUID) -> list[str]:
    """Where each file lies in the archive: as its room names it, else under its id."""
    named = {name: path for naming in namings for name, path in naming(scope).items()}
    return [named.get(row.id, f"files/{row.id}{guess_extension(row.media_type) or '.bin'}") for row in rows]


@contextmanager
def _one_moment() -> Iterator[None]:
    """All rows as they stood at one moment, although others go on writing. SQLite's transactions are so by nature."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _hashed(path: str, pieces: Iterator[bytes], hashes: list[dict[str, Any]]) -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        yield piece
    hashes.append({"path": path, "size": size, "sha256": digest.hexdigest()})


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
