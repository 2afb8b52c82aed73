"""The files of an answer, whether they came with its form or before it in pieces."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from fortell.privacy.vault.opening import Opening
from fortell.story.models import Memoir, Upload


class UploadMissing(Exception):
    """One of the files named is not there, or not whole; the client has it still, and brings it again."""


def named_in(request: HttpRequest) -> list[UUID]:
    """The uploads that the form names. Raises UploadMissing."""
    try:
        return [UUID(name) for name in request.POST.getlist("upload")]
    except ValueError as error:
        raise UploadMissing from error


def files_of(request: HttpRequest, memoir: Memoir, opening: Opening) -> MultiValueDict[str, Any]:
    """Each form field's files, in their order. Raises UploadMissing."""
    files: MultiValueDict[str, Any] = request.FILES.copy()
    for upload, content in _whole(named_in(request), memoir, opening):
        size = upload.size
        files.appendlist(
            upload.field, InMemoryUploadedFile(BytesIO(content), upload.field, "file", upload.media_type, size, None)
        )
    return files


def _whole(names: Sequence[UUID], memoir: Memoir, opening: Opening) -> list[tuple[Upload, bytes]]:
    found = {row.id: row for row in Upload.objects.filter(memoir=memoir, id__in=names).prefetch_related("pieces")}
    if not all(name in found and found[name].offset == found[name].size for name in names):
        raise UploadMissing
    return [(found[name], _joined(found[name], opening)) for name in names]


def _joined(upload: Upload, opening: Opening) -> bytes:
    return b"".join(opening.text(piece, "content").encode("latin-1") for piece in upload.pieces.all())
