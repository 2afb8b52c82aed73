"""Where somebody of the family writes what they would like to ask her."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from fortell.people.guard import Asked, guarded, home_of
from fortell.people.permissions import Action
from fortell.people.queries import called, storyteller
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions import (
    PutToHerAlready,
    TooManyWaiting,
    change_question,
    take_back_question,
    wish_manner,
    write_question,
)
from fortell.story.family import own_questions, questions_by, read_question
from fortell.story.forms import FamilyQuestionForm
from fortell.story.models import FamilyQuestion, Memoir
from fortell.story.queries import wish_of


@guarded(Action.QUESTION_WRITE, "GET", "POST")
def questions(request: Asked, memoir: Memoir) -> HttpResponse:
    """Their questions and how each stands; and a place to write one more."""
    form = FamilyQuestionForm(request.POST or None, language=memoir.language)
    if request.method != "POST":
        return _questions(request, memoir, form)
    if not form.is_valid():
        return _questions(request, memoir, form, error=form.fault())
    try:
        write_question(memoir=memoir, by=request.actor, **form.cleaned_data)
    except TooManyWaiting:
        return _questions(request, memoir, form, error=_too_many())
    return redirect("story:family-questions", code=memoir.code)


@guarded(Action.QUESTION_WRITE, "GET", "POST")
def question(request: Asked, memoir: Memoir, question: UUID) -> HttpResponse:
    """One of theirs that has not been put to her, to change it."""
    row = _find(request, memoir, question)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    read = read_question(row, opening)
    first = {"text": read.text, "phase": read.phase}
    form = FamilyQuestionForm(request.POST or first, language=memoir.language)
    page = _page(request, memoir, opening) | {"form": form, "read": read}
    if request.method != "POST":
        return render(request, "story/family_question.html", page)
    if not form.is_valid():
        return render(request, "story/family_question.html", page | {"error": form.fault()}, status=422)
    try:
        change_question(question=row, by=request.actor, **form.cleaned_data)
    except PutToHerAlready:
        return _put_already(request, memoir)
    return redirect("story:family-questions", code=memoir.code)


@guarded(Action.QUESTION_WRITE, "POST")
def taking_back(request: Asked, memoir: Memoir, question: UUID) -> HttpResponse:
    """It is gone for good, and is put to nobody."""
    try:
        take_back_question(question=_find(request, memoir, question), by=request.actor)
    except PutToHerAlready:
        return _put_already(request, memoir)
    return redirect("story:family-questions", code=memoir.code)


@guarded(Action.MANNER_WISH, "GET", "POST")
def manner(request: Asked, memoir: Memoir) -> HttpResponse:
    """Wish for her that she is asked more calmly, or take that back. Whether she has chosen herself is not told."""
    if request.method == "POST":
        wish_manner(memoir=memoir, calm="calm" in request.POST, by=request.actor)
        return redirect("story:family-manner", code=memoir.code)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    page = _page(request, memoir, opening) | {"calm": wish_of(memoir, opening).calm}
    return render(request, "story/family_manner.html", page)


def _find(request: Asked, memoir: Memoir, question: UUID) -> FamilyQuestion:
    return get_object_or_404(own_questions(memoir, request.actor), id=question)


def _questions(
    request: Asked, memoir: Memoir, form: FamilyQuestionForm, *, error: str = "", status: int = 422
) -> HttpResponse:
    opening = opened(scope=memoir.id, use=Use.BOOK)
    page = _page(request, memoir, opening) | {"form": form, "error": error}
    page["questions"] = questions_by(memoir, request.actor, opening)
    return render(request, "story/family_questions.html", page, status=status if error else 200)


def _put_already(request: Asked, memoir: Memoir) -> HttpResponse:
    error = gettext("It has been asked meanwhile, so it stands as you wrote it.")
    return _questions(request, memoir, FamilyQuestionForm(language=memoir.language), error=error, status=409)


def _page(request: Asked, memoir: Memoir, opening: Opening) -> dict[str, Any]:
    assert request.actor.role  # the guard lets members only in here
    name = called(memoir.id, opening)[storyteller(memoir.id).id]
    return {"memoir": memoir, "name": name, "home": home_of(request.actor.role, memoir.id)}


def _too_many() -> str:
    return gettext("Many of your questions are waiting already. Let some of them be answered first, or take one back.")
