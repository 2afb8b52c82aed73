"""The ASGI application: Django's, with the request's body kept in memory and refused where it is too large."""

import os
from collections.abc import Mapping
from contextvars import ContextVar
from io import BufferedRandom, BytesIO
from tempfile import TemporaryFile
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fortell.config.settings")

import django

django.setup(set_prefix=False)

from asgiref.sync import sync_to_async  # noqa: E402
from django.conf import settings  # noqa: E402 - only once the settings are chosen
from django.core.exceptions import RequestAborted  # noqa: E402
from django.core.handlers.asgi import ASGIHandler, ASGIRequest  # noqa: E402
from django.db import connection  # noqa: E402
from django.http.response import HttpResponseBase  # noqa: E402

from fortell.config.maintenance import closable  # noqa: E402
from fortell.kit.installation import installation  # noqa: E402
from fortell.privacy.archive.reading import LIMITS  # noqa: E402
from fortell.privacy.transfer.offers import PATH  # noqa: E402
from fortell.privacy.transfer.receiving import is_open  # noqa: E402

ARRIVING: ContextVar[str] = ContextVar("arriving", default="")


class Body(BytesIO):
    too_large = False
    disk_full = False


class SealedBody(BufferedRandom):
    """A package for this house, sealed as it is, in a file without a name: it may be larger than memory."""

    too_large = False
    disk_full = False

    def __init__(self) -> None:
        super().__init__(TemporaryFile(dir=installation().data, buffering=0))  # noqa: SIM115 - closed with the request


class InMemoryHandler(ASGIHandler):
    """Django would spool a large body to a temporary file, open on disk; here it stays in memory until it is sealed."""

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        ARRIVING.set(scope["path"])
        await super().handle(scope, receive, send)

    async def read_body(self, receive: Any) -> Body | SealedBody:
        body, most = await _place_for(ARRIVING.get())
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                body.close()
                raise RequestAborted
            # What is too large is read to its end and dropped: an answer before the browser has sent everything
            # would reach it as a broken line.
            body.too_large = body.too_large or body.tell() + len(message.get("body", b"")) > most
            if not (body.too_large or body.disk_full):
                body = _written(body, message.get("body", b""))
            more = message.get("more_body", False)
        body.seek(0)
        return body

    def create_request(
        self, scope: Mapping[str, Any], body_file: Any
    ) -> tuple[ASGIRequest, None] | tuple[None, HttpResponseBase]:
        request, refusal = super().create_request(scope, body_file)
        if request is not None:
            request.body_too_large, request.disk_full = body_file.too_large, body_file.disk_full  # type: ignore[attr-defined]
            request.arrived = body_file  # type: ignore[attr-defined]
        return request, refusal  # type: ignore[return-value]


async def _place_for(path: str) -> tuple[Body | SealedBody, int]:
    """Where a body is kept, and how many bytes of it at most. Only who has an open ticket gets a place on disk."""
    if path.startswith(PATH) and await sync_to_async(_is_open)(path.removeprefix(PATH)):
        return SealedBody(), LIMITS.all_bytes
    return Body(), settings.UPLOAD_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _is_open(ticket: str) -> bool:
    try:
        return is_open(ticket)
    finally:
        connection.close()  # no request has begun that would close it at its end


def _written(body: Body | SealedBody, piece: bytes) -> Body | SealedBody:
    try:
        body.write(piece)
        body.flush()
    except OSError:
        full = Body()
        full.disk_full = True
        return full
    return body


application = closable(InMemoryHandler())
