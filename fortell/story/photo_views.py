"""One photo of hers: what she says of it, and what she decides where its file or another photo raises a question."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dates import MONTHS

from fortell.people.guard import Asked, guarded
from fortell.people.permissions import Action
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import NoTwin, describe_photo, keep_twin, leave_question, remove_twin, settle_day
from fortell.story.album import parts_of, read_photo, twin_of
from fortell.story.forms import PhotoForm
from fortell.story.models import Memoir, Photo, Turn
from fortell.story.queries import asked_in, open_turn


@guarded(Action.ANSWER_CORRECT, "GET", "POST")
def about_photo(request: Asked, memoir: Memoir, photo: UUID) -> HttpResponse:
    """What we see, when and where: all of it may stay empty."""
    row = _photo(memoir, photo)
    form = PhotoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        describe_photo(photo=row, by=request.actor, **form.said())
        return redirect("story:tell", code=memoir.code)
    opening = opened(scope=memoir.id, use=Use.OWN)
    read = read_photo(row, opening)
    stands = {"caption": read.caption, "place": read.about.place, **parts_of(read.about.day)}
    page = {
        "memoir": memoir,
        "one": read,
        "twin": twin_of(read, memoir, opening),
        "stands": {name: form.data.get(name, value) for name, value in stands.items()},
        "months": [(str(number), name) for number, name in MONTHS.items()],
        "errors": {name: [str(error) for error in said] for name, said in form.errors.items()},
    }
    return render(request, "story/photo.html", page, status=422 if form.errors else 200)


@guarded(Action.ANSWER_CORRECT, "POST")
def choosing(request: Asked, memoir: Memoir, photo: UUID) -> HttpResponse:
    """One tap: the day that the file said is right or not; a photo that is there twice stays or goes."""
    row = _photo(memoir, photo)
    choice = request.POST.get("choice", "")
    if choice in {"day", "no-day"}:
        settle_day(photo=row, accepted=choice == "day", by=request.actor)
        _move_on(row, request)
    elif choice == "both":
        keep_twin(photo=row, by=request.actor)
    elif choice == "once":
        _remove(row, request)
    return redirect("story:tell", code=memoir.code)


def _move_on(row: Photo, request: Asked) -> None:
    """Where she was asked for the day and has one now, the next question comes."""
    turn, opening = open_turn(row.memoir), opened(scope=row.memoir_id, use=Use.BOOK)
    asks = turn is not None and turn.of_photo_id == row.id and asked_in(turn, opening).kind == "photo-when"
    if turn and asks and read_photo(row, opening).about.day:
        leave_question(turn=turn, outcome=Turn.Outcome.SKIPPED, opening=opening, by=request.actor)


def _remove(row: Photo, request: Asked) -> None:
    try:
        remove_twin(photo=row, by=request.actor)
    except NoTwin:  # the other one went meanwhile: this is the last, and stays
        return


def _photo(memoir: Memoir, name: UUID) -> Photo:
    found: Any = Photo.objects.select_related("answer", "memoir")
    row: Photo = get_object_or_404(found, memoir=memoir, id=name)
    return row
