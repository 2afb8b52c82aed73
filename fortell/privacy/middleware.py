from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fortell.privacy.consent import ConsentMissing
from fortell.privacy.rights.restriction import Restricted
from fortell.privacy.vault.keys import KeyDestroyed


class ClosedWithoutConsent:
    """Where a page needs content that is closed, say so plainly instead of failing, and not why it is closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ConsentMissing | Restricted):
            return render(request, "privacy/closed.html", status=403)
        if isinstance(error, KeyDestroyed):
            return render(request, "kit/404.html", status=404)
        return None
