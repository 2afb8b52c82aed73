"""The page of her rights, and what it leads to. What can't be undone asks for the second check (the guard does)."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from fortell.kit.signatures import document_holds
from fortell.people.guard import Asked, asked_at, guarded
from fortell.people.models import Role
from fortell.people.permissions import Action
from fortell.privacy import erasure_receipt, holds, receipts
from fortell.privacy.models import ConsentEntry, Restriction
from fortell.privacy.rights import objection, restriction
from fortell.privacy.terms import Use
from fortell.privacy.vault import signing
from fortell.privacy.vault.opening import opened
from fortell.story.actions import (
    ask_in_vain,
    choose_manner,
    decide_objection,
    delete_answer,
    delete_photo,
    delete_recording,
    erase_memoir,
    lift_restriction,
    restrict_memoir,
)
from fortell.story.models import Memoir, Photo, Recording
from fortell.story.queries import answers_of, read_answer
from fortell.story.rights import rights_page
from fortell.story.slots import consequences_of


@guarded(Action.RIGHTS_USE)
def rights(request: Asked, memoir: Memoir) -> HttpResponse:
    """Everything she can ask for, on one page."""
    return render(request, "story/rights.html", {"page": rights_page(request, memoir)})


@guarded(Action.RIGHTS_USE)
def receipt(_request: Asked, memoir: Memoir, entry: UUID) -> HttpResponse:
    """The receipt of one of her consents or withdrawals, to keep."""
    row = get_object_or_404(ConsentEntry, scope=memoir.id, id=entry)
    return _file(receipts.receipt(row), "application/ld+json", f"consent-{row.at:%Y-%m-%d}.jsonld")


@guarded(Action.RIGHTS_USE, "POST")
def restriction_page(request: Asked, memoir: Memoir) -> HttpResponse:
    """Let everything rest, or go on."""
    if "lift" not in request.POST:
        asked = request.POST.get("reason", "")
        reason = asked if asked in Restriction.Reason.values else Restriction.Reason.UNLAWFUL
        restrict_memoir(memoir=memoir, reason=Restriction.Reason(reason), by=request.actor)
    elif restriction.is_restricted(memoir.id):
        lift_restriction(memoir=memoir, by=request.actor)
    return redirect("story:rights", code=memoir.code)


@guarded(Action.RIGHTS_USE, "POST")
def objections(request: Asked, memoir: Memoir) -> HttpResponse:
    """Say no to an activity, or allow it again."""
    try:
        activity, objects = request.POST.get("activity", ""), "objects" in request.POST
        decide_objection(memoir=memoir, activity=activity, objects=objects, by=request.actor)
    except objection.NotObjectionable as error:
        raise Http404 from error
    return redirect("story:rights", code=memoir.code)


@guarded(Action.RIGHTS_USE, "POST")
def manner(request: Asked, memoir: Memoir) -> HttpResponse:
    """Ask more calmly from now on, or as usual again."""
    choose_manner(memoir=memoir, calm="calm" in request.POST, by=request.actor)
    return redirect("story:rights", code=memoir.code)


@guarded(Action.ANSWER_DELETE, "GET", "POST")
def deletion(request: Asked, memoir: Memoir, answer: UUID) -> HttpResponse:
    """Delete one answer for good; first what goes with it."""
    row = get_object_or_404(answers_of(memoir), id=answer)
    if request.method == "POST":
        delete_answer(answer=row, by=request.actor)
        return redirect("story:rights", code=memoir.code)
    holds.refuse(memoir.id)  # said now, not after she has made up her mind
    read = read_answer(row, opened(scope=memoir.id, use=Use.OWN))
    page = {"memoir": memoir, "read": read, "consequences": consequences_of(row)}
    return render(request, "story/deletion.html", page)


@guarded(Action.ANSWER_DELETE, "GET", "POST")
def photo_deletion(request: Asked, memoir: Memoir, photo: UUID) -> HttpResponse:
    """Delete one photo for good; first what goes with it."""
    row = get_object_or_404(Photo.objects.select_related("answer", "memoir"), memoir=memoir, id=photo)
    if request.method == "POST":
        delete_photo(photo=row, by=request.actor)
        return redirect("story:rights", code=memoir.code)
    holds.refuse(memoir.id)
    caption = opened(scope=memoir.id, use=Use.OWN, item=row.id).text(row, "caption")
    page = {"memoir": memoir, "photo": row, "caption": caption, "consequences": consequences_of(row.answer)}
    return render(request, "story/deletion.html", page)


@guarded(Action.ANSWER_DELETE, "GET", "POST")
def recording_deletion(request: Asked, memoir: Memoir, recording: UUID) -> HttpResponse:
    """Delete one recording for good; the words of its answer stay, and so does every book that holds them."""
    row = get_object_or_404(Recording.objects.select_related("answer", "memoir"), memoir=memoir, id=recording)
    if request.method == "POST":
        delete_recording(recording=row, by=request.actor)
        return redirect("story:rights", code=memoir.code)
    holds.refuse(memoir.id)
    return render(request, "story/deletion.html", {"memoir": memoir, "recording": row})


@guarded(Action.MEMOIR_ERASE, "GET", "POST")
def erasure(request: Asked, memoir: Memoir) -> HttpResponse:
    """Delete everything for good. The receipt stands on the page that answers, and nowhere else."""
    if request.method == "GET":
        holds.refuse(memoir.id)
        return render(request, "story/erasure.html", {"memoir": memoir})
    language, scope = memoir.language, memoir.id
    document = erasure_receipt.receipt(scope=scope, gone=erase_memoir(memoir=memoir, by=request.actor))
    page = {"text": erasure_receipt.readable(document, language), "language": language, "receipt": json.dumps(document)}
    return render(request, "story/erased.html", page)


@guarded(Action.MEMOIR_ERASE, "POST")
def erasure_asked(request: Asked, memoir: Memoir) -> HttpResponse:
    """A law forbids what she asks for, and she wants that in writing. Nothing is deleted, whether it stands or not."""
    try:
        ask_in_vain(memoir=memoir, by=request.actor)
    except holds.NotHeld:
        return redirect("story:erasure", code=memoir.code)
    return redirect("story:rights", code=memoir.code)


@asked_at(Role.STORYTELLER)
def _where_to_ask(scope: UUID) -> str:
    return reverse("story:erasure-asked", args=[Memoir.objects.get(id=scope).code])


@guarded(Action.PUBLIC, "POST")
def handed_receipt(request: Asked) -> HttpResponse:
    """Give back as a file the receipt that the page of an erasure holds: nothing but what this house has signed.

    By then she is nobody's member any more, and there is no row that the receipt could be read from.
    """
    try:
        document = json.loads(request.POST.get("receipt", ""))
    except ValueError as error:
        raise Http404 from error
    if not isinstance(document, dict) or not document_holds(document, key=signing.public_key()):
        raise Http404
    return _file(document, "application/json", "erasure-receipt.json")


def _file(document: dict[str, Any], media_type: str, name: str) -> HttpResponse:
    content = json.dumps(document, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
