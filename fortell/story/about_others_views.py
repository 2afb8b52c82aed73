"""The page on which she decides what others read of what she tells about somebody."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from fortell.people.guard import Asked, guarded
from fortell.people.permissions import Action
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.about_others import about_others as found_in
from fortell.story.actions import decide_place
from fortell.story.models import Memoir


@guarded(Action.RIGHTS_USE, "GET", "POST")
def about_others(request: Asked, memoir: Memoir) -> HttpResponse:
    """Each passage with why it waits, and what she has decided; one decision at a time."""
    found = found_in(memoir, opened(scope=memoir.id, use=Use.OWN))
    if request.method == "POST":
        passage = next((one for one in found if one.name == request.POST.get("passage")), None)
        if passage is None:
            raise Http404
        decide_place(memoir=memoir, passage=passage, shared="share" in request.POST, by=request.actor)
        return redirect("story:about-others", code=memoir.code)
    page = {
        "memoir": memoir,
        "waiting": [(one, _why(one.kinds)) for one in found if one.shared is None],
        "decided": [(one, _why(one.kinds)) for one in found if one.shared is not None],
    }
    return render(request, "story/about_others.html", page)


def _why(kinds: tuple[str, ...]) -> str:
    """In one line; the keys are those of `sensitive.KINDS`."""
    said = {
        "health": gettext("It may be about somebody’s health."),
        "crime": gettext("It may be about something against the law."),
        "sexuality": gettext("It may be about somebody’s love life."),
        "conflict": gettext("It may be about a quarrel or a wrong."),
        "addiction": gettext("It may be about drink or drugs."),
        "money": gettext("It may be about somebody’s money troubles."),
        "belief": gettext("It may be about somebody’s faith or politics."),
    }
    return " ".join(said[kind] for kind in kinds)
