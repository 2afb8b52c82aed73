"""Sealed files over HTTP: unsealed chunk by chunk as they go out, whole or in ranges (RFC 9110, section 14)."""

import re
from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from fortell.privacy.models import SealedFile
from fortell.privacy.vault.opening import Opening

RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
DIGITS = 18  # a longer number is no place in any file


class Unsatisfiable(Exception):
    """The range asked for begins after the end of the file."""


def sealed_response(request: HttpRequest, opening: Opening, row: SealedFile, *, filename: str = "") -> HttpResponseBase:
    """The file's content, or the one range asked for. A `filename` makes it a download. Raises SealBroken."""
    try:
        wanted = _range(request, row.size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{row.size}", "Accept-Ranges": "bytes"})
    start, end = wanted or (0, row.size)
    content = _begun(opening.file_range(row, start, end))
    response = StreamingHttpResponse(
        _async(content) if isinstance(request, ASGIRequest) else content,
        content_type=row.media_type,
        status=206 if wanted else 200,
    )
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(end - start)
    if wanted:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{row.size}"
    if filename:
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename) or ""
    return response


def _range(request: HttpRequest, size: int) -> tuple[int, int] | None:
    """From where up to, not with, where; None for the whole: no range, several, or one that makes no sense.

    With If-Range the whole too: files here have no validator that could match it. Raises Unsatisfiable.
    """
    found = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or "If-Range" in request.headers:
        return None
    first, last = (text[:DIGITS] for text in found.groups())
    if first and last and int(first) > int(last):
        return None
    if not first and not last:
        return None
    start = int(first) if first else max(size - int(last), 0)
    if start >= size:
        raise Unsatisfiable
    return start, min(int(last) + 1, size) if first and last else size


def _begun(content: Iterator[bytes]) -> Iterator[bytes]:
    """The same, its first chunk unsealed now: what does not open is an error page, not a file that breaks off."""
    first = next(content, b"")

    def rest() -> Iterator[bytes]:
        yield first
        yield from content

    return rest()


async def _async(content: Iterator[bytes]) -> AsyncIterator[bytes]:
    following = sync_to_async(lambda: next(content, None))
    while (chunk := await following()) is not None:
        yield chunk
