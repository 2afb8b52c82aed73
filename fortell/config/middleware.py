import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from fortell.config.errors import too_large

log = structlog.get_logger()


def log_request(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """One line a request: the route's name and ids. Never the address, which may name a memoir, nor anybody's IP."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        match, actor = request.resolver_match, getattr(request, "actor", None)
        log.info(
            "request",
            route=match.view_name if match else "",
            method=request.method,
            status=response.status_code,
            ms=round(1000 * (time.perf_counter() - start), 1),
            actor=actor.pseudonym if actor else "stranger",
        )
        return response

    return middleware


def refuse_too_large(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A body over the limit was dropped on arrival; say so before anything tries to read it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return too_large(request) if getattr(request, "body_too_large", False) else get_response(request)

    return middleware
