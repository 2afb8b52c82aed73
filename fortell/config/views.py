from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from fortell.config.checks import readiness
from fortell.people.guard import Asked, guarded
from fortell.people.permissions import Action
from fortell.privacy.middleware import even_closed


@guarded(Action.PUBLIC)
def front(request: Asked) -> HttpResponse:
    return render(request, "config/front.html")


@guarded(Action.PUBLIC)
@even_closed
def live(_request: Asked) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@guarded(Action.PUBLIC)
def ready(_request: Asked) -> HttpResponse:
    """Both databases, the master key and the vault's folder are there; names of what is not, and nothing more."""
    missing = readiness()
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)
