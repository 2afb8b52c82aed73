from io import BytesIO

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from fortell.config.checks import readiness
from fortell.people.guard import Asked, guarded
from fortell.people.permissions import OPERATOR, Action
from fortell.privacy.archive.form import ArchiveRefused
from fortell.privacy.archive.schema import published_schema
from fortell.privacy.middleware import even_closed
from fortell.privacy.transfer.errors import TicketUnknown
from fortell.privacy.transfer.receiving import receipt_for, receive


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


@guarded(Action.PUBLIC)
def archive_form(request: Asked) -> HttpResponse:
    """The published form of archives, for whoever builds something that reads them."""
    return HttpResponse(published_schema(), content_type="application/schema+json")


@csrf_exempt  # another house has no page of ours; the ticket in the address is what opens
@guarded(Action.PUBLIC, "POST")
def take_in(request: Asked, ticket: str) -> HttpResponse:
    """What another Fortell sends for a ticket; a signed receipt comes back, or why it was refused."""
    if getattr(request, "disk_full", False):
        return JsonResponse({"refused": "full"}, status=507)
    file = getattr(request, "arrived", None) or BytesIO(request.body)
    try:
        return JsonResponse(receive(ticket=ticket, file=file, by=OPERATOR))
    except TicketUnknown as error:
        raise Http404 from error
    except ArchiveRefused as error:
        return JsonResponse({"refused": str(error)}, status=422)


@guarded(Action.PUBLIC)
def receipt_again(_request: Asked, ticket: str) -> HttpResponse:
    """The receipt for what came for a ticket, for a sender whose answer was lost on its way."""
    try:
        return JsonResponse(receipt_for(ticket))
    except TicketUnknown as error:
        raise Http404 from error
