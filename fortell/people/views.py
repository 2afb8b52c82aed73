from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from fortell.people.actions import NotFirstDevice, WordTooShort, WordWrong, choose_word, open_link, pass_check
from fortell.people.forms import LanguageForm, LinkForm, WordForm
from fortell.people.guard import DEVICE_COOKIE, LANGUAGE_COOKIE, Asked, guarded, home_of
from fortell.people.models import Device, Member, Role
from fortell.people.permissions import Action, Scoped

YEAR = 365 * 24 * 3600


@guarded(Action.PUBLIC, "GET", "POST")
def link(request: Asked) -> HttpResponse:
    """The landing of every personal link. Its token is in the fragment, which no server and no log ever sees."""
    if request.method == "GET":
        return render(request, "people/link.html")
    form = LinkForm(request.POST)
    opened = open_link(token=form.cleaned_data["token"]) if form.is_valid() else None
    if opened is None:
        return render(request, "people/link.html", {"no_longer": True}, status=404)
    return _sign_in(*opened)


@guarded(Action.CHECK_PASS, "GET", "POST")
def check(request: Asked, _memoir: Scoped) -> HttpResponse:
    """The second check before what matters most: a word of her own; the first time she chooses it."""
    member = Member.objects.get(id=request.actor.member_id)
    back = _safe(request, request.GET.get("next", ""))
    page = {"next": back, "choose": not member.word_hash}
    if request.method == "GET":
        return render(request, "people/check.html", page)
    form = WordForm(request.POST)
    word = form.cleaned_data["word"] if form.is_valid() else ""
    try:
        (pass_check if member.word_hash else choose_word)(member=member, word=word, by=request.actor)
    except WordWrong as error:
        return render(request, "people/check.html", page | {"wrong": True, "wait": error.wait}, status=422)
    except WordTooShort:
        return render(request, "people/check.html", page | {"too_short": True}, status=422)
    except NotFirstDevice:
        return render(request, "people/check.html", page | {"other_device": True}, status=422)
    return redirect(back or "..")


@csrf_exempt  # it changes nothing but the language of pages, and a token would set a cookie for all who only look
@guarded(Action.PUBLIC, "POST")
def language(request: Asked) -> HttpResponse:
    form = LanguageForm(request.POST)
    response = redirect(_safe(request, request.POST.get("next", "")) or "/")
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=YEAR, secure=settings.CSRF_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    return response


def _sign_in(device: Device, secret: str) -> HttpResponse:
    home = home_of(Role(device.member.role), device.member.scope)
    response = redirect(home)
    response.set_cookie(
        DEVICE_COOKIE,
        secret,
        path=home,
        max_age=YEAR,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _safe(request: Asked, address: str) -> str:
    """An address of this site's own, or nothing: no one is led elsewhere by a crafted `next`."""
    here = {request.get_host()}
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=here) else ""
