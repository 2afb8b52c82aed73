"""The page on which she says how the people in her story are named."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render

from fortell.people.guard import Asked, guarded
from fortell.people.permissions import Action
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import choose_naming
from fortell.story.forms import NamingForm
from fortell.story.models import Memoir
from fortell.story.naming import Choice, Living
from fortell.story.people_named import OneNamed, people_named


@guarded(Action.RIGHTS_USE, "GET", "POST")
def people(request: Asked, memoir: Memoir) -> HttpResponse:
    """Everybody she names, each with what she chose; a choice that lacks something comes back with what that is."""
    form = NamingForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        choose_naming(memoir=memoir, choice=form.chosen(), person=form.cleaned_data["person"], by=request.actor)
        return redirect("story:people", code=memoir.code)
    named = people_named(memoir, opened(scope=memoir.id, use=Use.OWN))
    page = {"memoir": memoir, "named": named, "refused": _refused(form) if form else None}
    return render(request, "story/people.html", page, status=422 if form else 200)


def _refused(form: NamingForm) -> OneNamed:
    """What she sent, to be mended."""
    names = tuple(form.data.get("spellings", "").splitlines())
    how = form.cleaned_data.get("how", "name")
    living: Living = form.cleaned_data.get("living") or "unknown"
    choice = Choice(spellings=names, how=how, instead=form.data.get("instead", ""), living=living)
    person = str(form.cleaned_data.get("person") or "")
    one = OneNamed(name=" ".join(names[:1]), related="", answers=0, choice=choice, person=person)
    return replace(one, errors={name: [str(problem) for problem in said] for name, said in form.errors.items()})
