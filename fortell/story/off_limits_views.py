"""The page on which she says what she is never to be asked about."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from fortell.people.guard import Asked, guarded
from fortell.people.permissions import Action
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import choose_off_limits
from fortell.story.forms import OffLimitsForm
from fortell.story.models import Memoir, Turn
from fortell.story.off_limits import off_limits_page
from fortell.story.queries import off_limits_of


@guarded(Action.RIGHTS_USE, "GET", "POST")
def off_limits(request: Asked, memoir: Memoir) -> HttpResponse:
    """All of it on one page with one button; `after`: the question she has just refused, whose matter comes first."""
    if request.method == "POST":
        form = OffLimitsForm(request.POST)
        if form.is_valid():
            choose_off_limits(memoir=memoir, entries=form.entries(), by=request.actor)
            return redirect("story:tell" if "telling" in request.POST else "story:rights", code=memoir.code)
    opening = opened(scope=memoir.id, use=Use.OWN)
    after = _refused(memoir, request.GET.get("after", ""))
    page = off_limits_page(memoir, opening, chosen=off_limits_of(memoir, opening), after=after)
    if request.method == "POST":
        page = page.with_faults(form)
    return render(request, "story/off_limits.html", {"page": page}, status=422 if page.error else 200)


def _refused(memoir: Memoir, name: str) -> Turn | None:
    try:
        return Turn.objects.filter(memoir=memoir, outcome=Turn.Outcome.REFUSED, id=UUID(name)).first()
    except ValueError:  # not even an id
        return None
