from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fortell.privacy.backup import closing
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.vault.keys import KeyDestroyed

View = Callable[..., HttpResponse]


def even_closed(view: View) -> View:
    """Mark a page that is shown whatever the house's state."""
    view.even_closed = True  # type: ignore[attr-defined]
    return view


class ClosedAfterRestore:
    """A restore that could not be proven to have erased everything again: no page opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if getattr(view, "even_closed", False) or not closing.why_closed():
            return None
        return render(request, "privacy/restored.html", status=503)


class ClosedWithoutConsent:
    """Where a page needs content that her consent no longer opens, say so plainly instead of failing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ConsentMissing):
            return render(request, "privacy/closed.html", status=403)
        if isinstance(error, KeyDestroyed):
            return render(request, "kit/404.html", status=404)
        return None
