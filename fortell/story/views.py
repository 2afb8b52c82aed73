from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django_permissions_policy.decorators import permissions_policy_override

from fortell.kit.htmx import is_htmx
from fortell.people.guard import Asked, guarded, home_for
from fortell.people.models import Role
from fortell.people.permissions import Action
from fortell.privacy import consent, holds
from fortell.privacy.handing_out import sealed_response
from fortell.privacy.rights import restriction
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions import (
    NewPhoto,
    ask_for_words,
    ask_next,
    correct_answer,
    forget_uploads,
    give_answer,
    give_consent,
    leave_question,
    set_withheld,
    take_back_step,
    take_copy,
    withdraw_consent,
)
from fortell.story.arriving import UploadMissing, files_of, named_in
from fortell.story.forms import AnswerForm, CorrectionForm, LeavingForm
from fortell.story.models import Memoir, Photo, Recording, Turn
from fortell.story.page import heard_in, recording_page, tell_page
from fortell.story.photos import Fault, PhotoRefused
from fortell.story.queries import AnswerRead, answers_of, photo_file, read_answer, read_answers, recording_file
from fortell.story.recordings import RecordingRefused, SoundFault
from fortell.story.rights import withdrawn
from fortell.story.slots import consequences_of, meaning_of_withdrawal
from fortell.story.sound_faults import sound_fault
from fortell.story.wording import consent_text, days_after_withdrawal, is_outdated


@home_for(Role.STORYTELLER)
def storytellers_home(scope: UUID) -> str:
    return f"/tell/{Memoir.objects.only('code').get(id=scope).code}/"


@guarded(Action.ANSWER_READ)
@permissions_policy_override({**settings.PERMISSIONS_POLICY, "microphone": "self"})
def tell(request: Asked, memoir: Memoir) -> HttpResponse:
    """Her page: the question, her answer, and what she has told. Before her yes, the consent instead."""
    opening = opened(scope=memoir.id, use=Use.OWN)
    if not consent.is_live(scope=memoir.id) or is_outdated(memoir.id):
        return _before_consent(request, memoir, opening)
    if resting := restriction.standing(memoir.id):
        page = {"memoir": memoir, "resting": resting, "told": _told(memoir, opening)}
        return render(request, "story/resting.html", page)
    turn = ask_next(memoir=memoir, opening=opening, by=request.actor)
    return _tell(request, memoir, turn, opening)


@guarded(Action.ANSWER_READ)
def enough(request: Asked, memoir: Memoir) -> HttpResponse:
    """Where a sitting ends well: everything is kept, and nothing is asked."""
    return render(request, "story/enough.html", {"memoir": memoir})


@guarded(Action.CONSENT_DECIDE, "GET", "POST")
def consent_page(request: Asked, memoir: Memoir) -> HttpResponse:
    """Read the consent, give it, or take it back: one page, one button each way."""
    if request.method == "POST":
        if request.POST.get("decision") == "withdraw":
            withdraw_consent(memoir=memoir, by=request.actor)
        else:
            give_consent(memoir=memoir, language=_shown_language(), by=request.actor)
        return redirect("story:tell", code=memoir.code)
    opening = opened(scope=memoir.id, use=Use.OWN)
    live = consent.is_live(scope=memoir.id) and not is_outdated(memoir.id)
    return _before_consent(request, memoir, opening, live=live)


@guarded(Action.ANSWER_GIVE, "POST")
def answers(request: Asked, memoir: Memoir) -> HttpResponse:
    """Take in an answer. Whatever is wrong with it, her words stay in the page until they are kept."""
    turn = _turn(memoir, request.POST.get("turn", ""))
    try:
        files = files_of(request, memoir, opened(scope=memoir.id, use=Use.BOOK))
    except UploadMissing:
        return _brought_again(request, memoir, turn)
    form = AnswerForm(request.POST, files)
    if too_large := getattr(request, "upload_too_large", ""):
        spoken = too_large == "recording"
        error = sound_fault(SoundFault.TOO_LONG) if spoken else FAULTS[Fault.TOO_LARGE]()
        return _refuse(request, memoir, turn, error, form.data)
    if not form.is_valid():
        return _refuse(request, memoir, turn, _first_error(form), form.data)
    try:
        _answer, opening = give_answer(
            turn=turn,
            text=form.cleaned_data["text"],
            delivery=form.cleaned_data["delivery"],
            photos=_photos(form),
            recording=form.new_recording(),
            by=request.actor,
        )
    except PhotoRefused as error:
        return _refuse(request, memoir, turn, FAULTS[error.fault](), form.data)
    except RecordingRefused as error:
        return _refuse(request, memoir, turn, sound_fault(error.fault), form.data)
    forget_uploads(named_in(request), memoir=memoir)
    following = ask_next(memoir=memoir, opening=opening, by=request.actor)
    return _tell(request, memoir, following, opening) if is_htmx(request) else redirect("story:tell", code=memoir.code)


@guarded(Action.ANSWER_GIVE)
def line(request: Asked, memoir: Memoir) -> HttpResponse:
    """Whether an answer can be sent now, and the token that its form needs: asked by what waits in her browser."""
    takes = consent.is_live(scope=memoir.id) and not is_outdated(memoir.id) and not restriction.standing(memoir.id)
    return JsonResponse({"state": "open", "token": get_token(request)} if takes else {"state": "closed"})


@guarded(Action.ANSWER_GIVE, "POST")
def leave(request: Asked, memoir: Memoir, turn: UUID) -> HttpResponse:
    """Skip, later, rather not: the question goes, without a why, and another comes."""
    left = get_object_or_404(Turn.objects.select_related("memoir"), memoir=memoir, id=turn)
    form = LeavingForm(request.POST)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    if form.is_valid():
        left = leave_question(turn=left, outcome=form.chosen(), opening=opening, by=request.actor)
    return _tell(request, memoir, left, opening) if is_htmx(request) else redirect("story:tell", code=memoir.code)


@guarded(Action.ANSWER_GIVE, "POST")
def taking_back(request: Asked, memoir: Memoir) -> HttpResponse:
    """The last step is taken back: its question is open again, and the words of an answer stand in the field."""
    opening = opened(scope=memoir.id, use=Use.BOOK)
    turn = take_back_step(turn=ask_next(memoir=memoir, opening=opening, by=request.actor), by=request.actor)
    return _tell(request, memoir, turn, opening) if is_htmx(request) else redirect("story:tell", code=memoir.code)


@guarded(Action.ANSWER_CORRECT, "GET", "POST")
def answer(request: Asked, memoir: Memoir, answer: UUID) -> HttpResponse:
    """One answer, to correct it; what she said before is kept beside."""
    row = get_object_or_404(answers_of(memoir), id=answer)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        correct_answer(answer=row, text=form.cleaned_data["text"], by=request.actor)
        return redirect("story:tell", code=memoir.code)
    opening = opened(scope=memoir.id, use=Use.OWN)
    read = read_answer(row, opening)
    spoken = [recording_page(one, opening) for one in read.recordings]
    text = form.data.get("text", read.text or heard_in(spoken))
    page = {"memoir": memoir, "read": read, "spoken": spoken, "text": text, "error": _first_error(form)}
    return render(request, "story/answer.html", page, status=422 if form.errors else 200)


@guarded(Action.ANSWER_CORRECT, "POST")
def withholding(request: Asked, memoir: Memoir, answer: UUID) -> HttpResponse:
    """Keep an answer to herself, or share it again. Where a book that holds it goes with it, the page says so first."""
    row = get_object_or_404(answers_of(memoir), id=answer)
    withheld = "withheld" in request.POST
    if withheld and "knowing" not in request.POST and (consequences := consequences_of(row)):
        holds.refuse(memoir.id)  # said now, not after she has made up her mind
        read = read_answer(row, opened(scope=memoir.id, use=Use.OWN))
        return render(request, "story/withholding.html", {"memoir": memoir, "read": read, "consequences": consequences})
    set_withheld(answer=row, withheld=withheld, by=request.actor)
    return redirect("story:tell", code=memoir.code)


@guarded(Action.ANSWER_READ)
def photo(request: Asked, memoir: Memoir, photo: UUID) -> HttpResponseBase:
    row = get_object_or_404(Photo, memoir=memoir, id=photo)
    opening = opened(scope=memoir.id, use=Use.OWN)
    return sealed_response(request, opening, photo_file(row, "screen"))


@guarded(Action.ANSWER_READ)
def recording(request: Asked, memoir: Memoir, recording: UUID) -> HttpResponseBase:
    """Her voice, whole or the range that her player asks for."""
    row = get_object_or_404(Recording, memoir=memoir, id=recording)
    opening = opened(scope=memoir.id, use=Use.OWN)
    return sealed_response(request, opening, recording_file(row))


@guarded(Action.ANSWER_CORRECT, "GET", "POST")
def heard(request: Asked, memoir: Memoir, recording: UUID) -> HttpResponse:
    """What was heard in a recording so far, for the page of its answer; or have it heard now."""
    row = get_object_or_404(Recording.objects.select_related("memoir"), memoir=memoir, id=recording)
    if request.method == "POST":
        ask_for_words(recording=row, by=request.actor)
        if not is_htmx(request):
            return redirect("story:answer", code=memoir.code, answer=row.answer_id)
    page = recording_page(row, opened(scope=memoir.id, use=Use.OWN))
    return render(request, "story/_heard.html", {"memoir": memoir, "page": page})


@guarded(Action.ARCHIVE_TAKE, "GET", "POST")
def copy(request: Asked, memoir: Memoir) -> HttpResponseBase:
    """A copy of everything, for her to keep; also after she took her consent back."""
    if request.method == "GET":
        return render(request, "story/copy.html", {"memoir": memoir})
    pieces = take_copy(memoir=memoir, by=request.actor).pieces()
    # An ASGI server would first gather all of a plain iterator in memory.
    body = _one_by_one(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(body, content_type="application/zip")
    name = f"fortell-{memoir.code}.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


async def _one_by_one(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    def following() -> bytes:
        return next(pieces, b"")

    while piece := await sync_to_async(following)():
        yield piece


FAULTS: dict[Fault, Any] = {
    Fault.NOT_A_PHOTO: lambda: gettext(
        "This file is not a photo that we can read. Photos from a phone or camera (JPEG, HEIC, PNG, TIFF, WebP) work."
    ),
    Fault.BROKEN: lambda: gettext(
        "This photo seems to be damaged, so we could not open it. Please try the original, or another one."
    ),
    Fault.TOO_LARGE: lambda: gettext("This photo is larger than we can take in. Please choose a smaller copy of it."),
    Fault.TOO_SMALL: lambda: gettext("This picture is too small to be printed. Please look for a larger one."),
}


def _turn(memoir: Memoir, name: str) -> Turn:
    try:
        return get_object_or_404(Turn.objects.select_related("memoir"), memoir=memoir, id=name)
    except ValidationError as error:  # not even an id
        raise Http404 from error


def _photos(form: AnswerForm) -> tuple[NewPhoto, ...]:
    return tuple(NewPhoto(content=content, caption=caption) for content, caption in form.new_photos())


def _brought_again(request: Asked, memoir: Memoir, turn: Turn) -> HttpResponse:
    """Files that went with their answer when it was kept: it was, and only our word of it was lost on the way."""
    form = AnswerForm(request.POST)
    form.is_valid()
    delivery = form.cleaned_data.get("delivery")
    given = answers_of(memoir).filter(delivery=delivery).first() if delivery else None
    if given is None:
        return HttpResponse(status=409)  # her browser has them still, and brings them again
    if text := form.cleaned_data.get("text"):
        give_answer(turn=turn, text=text, delivery=given.delivery, by=request.actor)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    return _tell(request, memoir, ask_next(memoir=memoir, opening=opening, by=request.actor), opening)


def _tell(request: Asked, memoir: Memoir, turn: Turn, opening: Opening, **extra: Any) -> HttpResponse:
    page = tell_page(request, memoir=memoir, turn=turn, opening=opening, all_answers="all" in request.GET)
    template = "story/_tell.html" if is_htmx(request) else "story/tell.html"
    return render(request, template, {"page": page, **extra}, status=422 if extra.get("error") else 200)


def _refuse(request: Asked, memoir: Memoir, turn: Turn, error: str, data: Any) -> HttpResponse:
    if is_htmx(request):
        return render(request, "story/_refused.html", {"error": error}, status=422)
    opening = opened(scope=memoir.id, use=Use.OWN)
    extra = {"error": error, "text": data.get("text", ""), "captions": data.getlist("caption")}
    return _tell(request, memoir, turn, opening, **extra)


def _before_consent(request: Asked, memoir: Memoir, opening: Opening, *, live: bool = False) -> HttpResponse:
    text = consent_text(_shown_language())
    page = {
        "memoir": memoir,
        "text": text,
        "live": live,
        "anew": not live and is_outdated(memoir.id),
        "told": [] if live else _told(memoir, opening),
        "title": opening.text(memoir, "title"),
        "meaning": meaning_of_withdrawal(memoir) if live else [],
        "withdrawn": None if live else withdrawn(memoir),
        "days": days_after_withdrawal(),
    }
    return render(request, "story/consent.html", page)


def _told(memoir: Memoir, opening: Opening) -> list[AnswerRead]:
    return read_answers(answers_of(memoir), opening)[::-1]


def _shown_language() -> str:
    return get_language() or "en"


def _first_error(form: Any) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")
