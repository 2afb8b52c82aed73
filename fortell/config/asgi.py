"""The ASGI application: Django's, with the request's body kept in memory and refused where it is too large."""

import os
from collections.abc import Mapping
from io import BytesIO
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fortell.config.settings")

import django

django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - only once the settings are chosen
from django.core.exceptions import RequestAborted  # noqa: E402
from django.core.handlers.asgi import ASGIHandler, ASGIRequest  # noqa: E402
from django.http.response import HttpResponseBase  # noqa: E402

from fortell.config.maintenance import closable  # noqa: E402


class Body(BytesIO):
    too_large = False


class InMemoryHandler(ASGIHandler):
    """Django would spool a large body to a temporary file, open on disk; here it stays in memory until it is sealed."""

    async def read_body(self, receive: Any) -> Body:
        body, most = Body(), settings.UPLOAD_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise RequestAborted
            # What is too large is read to its end and dropped: an answer before the browser has sent everything
            # would reach it as a broken line.
            body.too_large = body.too_large or body.tell() + len(message.get("body", b"")) > most
            if not body.too_large:
                body.write(message.get("body", b""))
            more = message.get("more_body", False)
        body.seek(0)
        return body

    def create_request(
        self, scope: Mapping[str, Any], body_file: Any
    ) -> tuple[ASGIRequest, None] | tuple[None, HttpResponseBase]:
        request, refusal = super().create_request(scope, body_file)
        if request is not None:
            request.body_too_large = body_file.too_large  # type: ignore[attr-defined]
        return request, refusal  # type: ignore[return-value]


application = closable(InMemoryHandler())
