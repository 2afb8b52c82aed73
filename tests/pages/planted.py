"""The product's addresses and a few planted ones: a view without an action, and views that break."""

from typing import NoReturn

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from fortell.config import urls
from fortell.people.guard import guarded
from fortell.people.permissions import Action

CANARY = "her word was QUICKLIME"


def open_to_all(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@guarded(Action.PUBLIC)
def public(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("public")


@guarded(Action.PUBLIC)
def breaks(_request: HttpRequest) -> NoReturn:
    raise RuntimeError(CANARY)


@guarded(Action.PUBLIC)
def misunderstood(_request: HttpRequest) -> NoReturn:
    raise BadRequest(CANARY)


urlpatterns = [
    *urls.urlpatterns,
    path("planted/open-to-all/", open_to_all),
    path("planted/public/", public),
    path("planted/breaks/", breaks),
    path("planted/misunderstood/", misunderstood),
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
