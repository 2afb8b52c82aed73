from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from fortell.people.guard import Asked, guarded, home_of
from fortell.people.models import Member, Role
from fortell.people.notice.news import put_away, summary_of
from fortell.people.notice.page import page_of
from fortell.people.permissions import Action, Scoped
from fortell.privacy.models import Notice
from fortell.privacy.notice.difference import difference
from fortell.privacy.notice.publishing import announced, in_force, text_of


@guarded(Action.PUBLIC)
def current(request: Asked, language: str = "") -> HttpResponse:
    """The notice in force, in the visitor's language or in the one that the address names."""
    notice = in_force()
    if notice is None or (language and language not in dict(settings.LANGUAGES)):
        raise Http404
    chosen = text_of(notice, language or _language()).language
    with translation.override(chosen):
        coming = [(other, summary_of(other, chosen)) for other in announced()]
        response = render(request, "people/notice/current.html", page_of(notice, chosen) | {"coming": coming})
    response.headers["Content-Language"] = chosen
    return response


@guarded(Action.PUBLIC)
def history(request: Asked) -> HttpResponse:
    """Every version there was, the newest first."""
    notices = [(notice, summary_of(notice, _language())) for notice in Notice.objects.order_by("-number")]
    return render(request, "people/notice/history.html", {"notices": notices, "in_force": in_force()})


@guarded(Action.PUBLIC)
def as_published(request: Asked, version: int) -> HttpResponse:
    """A version as it was published."""
    notice = get_object_or_404(Notice, number=version)
    page = page_of(notice, _language()) | {"old": in_force() != notice}
    return render(request, "people/notice/version.html", page)


@guarded(Action.PUBLIC)
def changes(request: Asked, version: int) -> HttpResponse:
    """What a version changed in the one before it, word by word."""
    notice = get_object_or_404(Notice, number=version)
    before = get_object_or_404(Notice, number=version - 1)
    old, new = (text_of(one, _language()) for one in (before, notice))
    page: dict[str, Any] = {
        "notice": notice,
        "before": before,
        "summary": summary_of(notice, _language()),
        "changes": difference(old.content, new.content),
        "language": new.language,
    }
    return render(request, "people/notice/changes.html", page)


@guarded(Action.NOTICE_DISMISS, "POST")
def seen(request: Asked, _memoir: Scoped) -> HttpResponse:
    """Put the telling of a change away."""
    member = Member.objects.get(id=request.actor.member_id)
    put_away(member=member, by=request.actor)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else home_of(Role(member.role), member.scope))


def _language() -> str:
    return translation.get_language() or "en"
