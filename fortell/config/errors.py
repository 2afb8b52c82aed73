"""The pages for when something is not as it should be: what happened, what it means, what to do."""

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fortell.kit.htmx import is_htmx

log = structlog.get_logger()


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's form
    return render(request, "kit/404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):  # more text than any answer may have: read far enough to know that
        return too_large(request)
    return render(request, "kit/400.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    part = "kit/_too_large.html" if is_htmx(request) else "kit/413.html"
    return render(request, part, status=413)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose secret does not match: usually a page left open while the browser forgot its cookies."""
    log.info("form.expired", reason=reason[:60])
    return render(request, "kit/403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/500.html", status=500)
