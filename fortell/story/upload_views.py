"""Resumable uploads by the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload): creation and expiration.

A client may propose the upload's id as `name` in its metadata, and so find it again without having remembered it.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date

from fortell.people.guard import Asked, guarded
from fortell.people.permissions import Action
from fortell.privacy import retention
from fortell.privacy.profile import profile
from fortell.story.actions import OffsetWrong, UploadRefused, add_piece, begin_upload
from fortell.story.actions.uploading import PIECE
from fortell.story.models import Memoir, Upload

VERSION = "1.0.0"
FIELD, MEDIA_TYPE = re.compile(r"[a-z_-]{1,40}"), re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,39}(;.*)?")
PIECES = "application/offset+octet-stream"


@guarded(Action.ANSWER_GIVE, "POST", "OPTIONS")
def uploads(request: Asked, memoir: Memoir) -> HttpResponse:
    """Begin one."""
    if request.method == "OPTIONS":
        return _said(204, Tus_Version=VERSION, Tus_Extension="creation,expiration", Tus_Max_Size=settings.UPLOAD_BYTES)
    if request.headers.get("Tus-Resumable") != VERSION:
        return _said(412, Tus_Version=VERSION)
    try:
        facts = _facts(request.headers.get("Upload-Metadata", ""))
        size = int(request.headers.get("Upload-Length", ""))
        if size < 0:
            return _said(400)
        upload = begin_upload(memoir=memoir, size=size, by=request.actor, **facts)
    except ValueError:
        return _said(400)
    except UploadRefused:
        return _said(413)
    place = reverse("story:upload", args=[memoir.code, upload.id])
    return _said(201, Location=place, Upload_Offset=upload.offset, Upload_Expires=_expires(upload))


@guarded(Action.ANSWER_GIVE, "HEAD", "PATCH")
def upload(request: Asked, memoir: Memoir, upload: UUID) -> HttpResponse:
    """How far one is, or its next piece."""
    if request.headers.get("Tus-Resumable") != VERSION:
        return _said(412, Tus_Version=VERSION)
    row = get_object_or_404(Upload.objects.select_related("memoir"), memoir=memoir, id=upload)
    if request.method == "HEAD":
        return _said(200, Upload_Offset=row.offset, Upload_Length=row.size, Upload_Expires=_expires(row))
    return _said(415) if request.content_type != PIECES else _piece(request, row)


def _piece(request: Asked, row: Upload) -> HttpResponse:
    content = request.read(PIECE + 1)
    if len(content) > PIECE:
        return _said(413)
    try:
        end = add_piece(upload=row, offset=int(request.headers["Upload-Offset"]), content=content, by=request.actor)
    except (KeyError, ValueError):
        return _said(400)
    except OffsetWrong:
        return _said(409)
    return _said(204, Upload_Offset=end, Upload_Expires=_expires(row))


def _facts(metadata: str) -> dict[str, Any]:
    """What the client says of the file. Raises ValueError."""
    try:
        pairs = [pair.partition(" ") for pair in metadata.split(",") if pair]
        said = {key.strip(): b64decode(value, validate=True).decode() for key, _space, value in pairs}
    except NotBase64 as error:
        raise ValueError("not in base64") from error
    field, media_type = said.get("field", ""), said.get("filetype", "application/octet-stream")
    if not FIELD.fullmatch(field) or not MEDIA_TYPE.fullmatch(media_type):
        raise ValueError("no field of a form, or no media type")
    return {"name": UUID(said["name"]) if "name" in said else None, "field": field, "media_type": media_type[:100]}


def _expires(upload: Upload) -> str:
    return http_date(retention.due(profile().retention["unfinished-uploads"], upload.begun_at).timestamp())


def _said(status: int, **headers: object) -> HttpResponse:
    named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return HttpResponse(status=status, headers={"Tus-Resumable": VERSION, "Cache-Control": "no-store", **named})
