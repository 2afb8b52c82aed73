from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from fortell.kit.clock import now
from fortell.people.guard import ACCOUNT_COOKIE, DEVICE_COOKIE, LANGUAGE_COOKIE, home_of, where_to_ask
from fortell.people.models import Role
from fortell.people.permissions import STRANGER, Actor
from fortell.people.queries import actor_of, actor_of_session, language_of
from fortell.privacy.holds import OnHold
from fortell.privacy.notice.document import complaints_to
from fortell.privacy.notice.words import Words
from fortell.privacy.profile import profile

Next = Callable[[HttpRequest], HttpResponse]


def find_actor(get_response: Next) -> Next:
    """Set `request.actor` from the cookie of a device, or of an account.

    By their paths the browser sends the one to that one memoir only, and the other only to the account's own pages.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = _actor(request.COOKIES)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _actor(cookies: Mapping[str, str]) -> Actor:
    if secret := cookies.get(DEVICE_COOKIE):
        return actor_of(secret)
    secret = cookies.get(ACCOUNT_COOKIE)
    return actor_of_session(secret) if secret else STRANGER


def speak_their_language(get_response: Next) -> Next:
    """The language that was chosen with the switch, else the member's own, else what the browser asks for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(LANGUAGE_COOKIE) or language_of(request.actor)  # type: ignore[attr-defined]
        language = chosen if chosen in known else translation.get_language_from_request(request)
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


class DenyByDefault:
    """A view that names no action does not exist."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, _request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any) -> None:
        if not hasattr(view, "action"):
            raise Http404


class HeldByLaw:
    """Where a legal hold keeps a page from deleting, say so calmly: what is held, why, until when, and whom to ask."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OnHold):
            return None
        actor: Actor = request.actor  # type: ignore[attr-defined] # found by the middleware above
        page = {
            "hold": error.hold,
            "overdue": error.hold.until <= now(),
            "home": home_of(actor.role, error.hold.scope) if actor.role else "/",
            "face": "storyteller" if actor.role == Role.STORYTELLER else "public",
            "authorities": complaints_to(profile(), Words(translation.get_language() or settings.LANGUAGE_CODE)),
            "noted": error.noted,
            # Who only looked at a page that deletes has not asked yet. Keeping an answer back asks for no deletion.
            "ask_at": where_to_ask(actor.role, error.hold.scope) if actor.role and request.method == "GET" else "",
        }
        return render(request, "people/held.html", page, status=409)
