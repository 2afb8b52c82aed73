"""How a page is guarded: each view names its action; whoever may not do it finds nothing there."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fortell.kit.htmx import is_htmx
from fortell.people.models import Role
from fortell.people.permissions import Action, Actor, Scoped, may, may_after_check

DEVICE_COOKIE = "fortell_device"
ACCOUNT_COOKIE = "fortell_account"
LANGUAGE_COOKIE = "fortell_language"


class Asked(HttpRequest):
    """A request whose actor is known."""

    actor: Actor


View = Callable[..., HttpResponseBase]
_find_scoped: list[Callable[[str], Scoped | None]] = []
Address = Callable[[UUID], str]
_homes: dict[Role, Address] = {}
_asked_at: dict[Role, Address] = {}
Title = Callable[[UUID, Role], str]
_titles: list[Title] = []


def found_by_code(find: Callable[[str], Scoped | None]) -> Callable[[str], Scoped | None]:
    """Register how the `code` in an address leads to the thing it names (a memoir); None where there is none."""
    _find_scoped.append(find)
    return find


def home_for(*roles: Role) -> Callable[[Address], Address]:
    """Register the address at which members of these roles are at home, given their memoir's id."""
    return _registering(_homes, roles)


def home_of(role: Role, scope: UUID) -> str:
    return _homes[role](scope)


def titled(title: Title) -> Title:
    """Register what a member of this role may be told that their memoir is called; empty where it is closed to them."""
    _titles.append(title)
    return title


def title_of(role: Role, scope: UUID) -> str:
    return next((found for title in _titles if (found := title(scope, role))), "")


def asked_at(*roles: Role) -> Callable[[Address], Address]:
    """Register the address at which members of these roles ask in writing for a deletion that a law forbids now."""
    return _registering(_asked_at, roles)


def where_to_ask(role: Role, scope: UUID) -> str:
    """Empty where these members may not ask for it at all."""
    return _asked_at[role](scope) if role in _asked_at else ""


def _registering(addresses: dict[Role, Address], roles: tuple[Role, ...]) -> Callable[[Address], Address]:
    def register(address: Address) -> Address:
        addresses.update(dict.fromkeys(roles, address))
        return address

    return register


def guarded(action: Action, *methods: str) -> Callable[[View], View]:
    """Let a view run only for those who may do `action`; all others, strangers first, get 404.

    The view gets what the address' `code` names in its place. Where only the second check is missing, the visitor is
    sent to it and comes back.
    """

    def decorate(view: View) -> View:
        @never_cache
        @require_http_methods(methods or ("GET",))
        @wraps(view)
        def guarded_view(request: Asked, code: str | None = None, **named: Any) -> HttpResponseBase:
            if code is None:
                return view(request, **named) if may(request.actor, action, None) else _nothing()
            thing = next((found for find in _find_scoped if (found := find(code))), None)
            if may(request.actor, action, thing):
                return view(request, thing, **named)
            if may_after_check(request.actor, action, thing):
                return _to_check(request)
            return _nothing()

        guarded_view.action = action  # type: ignore[attr-defined]
        return guarded_view

    return decorate


def _nothing() -> HttpResponse:
    raise Http404


def _to_check(request: Asked) -> HttpResponse:
    assert request.actor.role  # only members can be one check away from anything
    assert request.actor.scope
    home = home_of(request.actor.role, request.actor.scope)
    # A page that was asked for comes after the check; something that was to be done is done from its own page again.
    here = request.get_full_path() if request.method == "GET" and not is_htmx(request) else ""
    back = here or request.headers.get("HX-Current-URL") or request.headers.get("Referer") or home
    address = f"{home}check/?{urlencode({'next': back})}"
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
