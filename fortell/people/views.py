from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from fortell.people.actions import (
    TYPED_LASTS,
    NotFirstDevice,
    WordNeeded,
    WordTooShort,
    WordWrong,
    choose_word,
    close_doors,
    make_app_code,
    open_link,
    pass_check,
    renew_link,
)
from fortell.people.cards import card_for
from fortell.people.cookies import YEAR, keep_cookie
from fortell.people.forms import CardForm, LanguageForm, LinkForm, WordForm
from fortell.people.guard import DEVICE_COOKIE, LANGUAGE_COOKIE, Asked, guarded, home_of
from fortell.people.limits import Limit
from fortell.people.models import Device, Member, Role
from fortell.people.permissions import Action, Scoped
from fortell.people.queries import storyteller

OPENINGS = Limit(tries=20, within=timedelta(minutes=10))  # links that opened nothing, from one address


@guarded(Action.PUBLIC, "GET", "POST")
def link(request: Asked) -> HttpResponse:
    """The landing of every personal link. Its token is in the fragment, which no server and no log ever sees."""
    if request.method == "GET":
        return render(request, "people/link.html")
    if OPENINGS.is_reached(_where(request)):
        return render(request, "people/link.html", {"too_often": True}, status=429)
    form = LinkForm(request.POST)
    try:
        opened = open_link(**form.cleaned_data) if form.is_valid() else None
    except (WordNeeded, WordWrong) as error:
        return _ask_word(request, form.cleaned_data["token"], error)
    if opened is None:
        OPENINGS.note(_where(request))
        return render(request, "people/link.html", {"no_longer": True}, status=404)
    return _sign_in(*opened)


@guarded(Action.PUBLIC)
def start(request: Asked) -> HttpResponse:
    """Where the installed app begins: it goes on to her page, or asks for the code that lets it in."""
    return render(request, "people/link.html", {"app": True})


@guarded(Action.DEVICE_ADD, "GET", "POST")
def app_code(request: Asked, memoir: Scoped) -> HttpResponse:
    """How Fortell becomes an app on her device; and a code for one that does not share the browser's cookie."""
    member = storyteller(memoir.scope_id)
    token = make_app_code(member=member, by=request.actor) if request.method == "POST" else ""
    groups = " ".join(token[place : place + 4] for place in range(0, len(token), 4))
    home = home_of(Role.STORYTELLER, memoir.scope_id)
    return render(request, "people/app.html", {"groups": groups, "home": home, "minutes": TYPED_LASTS.seconds // 60})


@guarded(Action.LINK_RENEW, "GET", "POST")
def storytellers_link(request: Asked, memoir: Scoped) -> HttpResponse:
    """Make her a new link, shown this once as a card to print; the earlier ones stop opening."""
    member, home = storyteller(memoir.scope_id), home_of(Role.OWNER, memoir.scope_id)
    form = CardForm(request.POST)
    if request.method == "GET" or not form.is_valid():
        return render(request, "people/her_link.html", {"member": member, "home": home})
    token = renew_link(member=member, asks_word=form.cleaned_data["asks_word"], by=request.actor)
    card = card_for(member, token)
    with translation.override(card.language):  # the words on the card are for her
        words = render_to_string("people/_card_words.html", {"card": card})
    return render(request, "people/card.html", {"card": card, "words": words, "home": home})


@guarded(Action.LINK_RENEW, "POST")
def closing(request: Asked, memoir: Scoped) -> HttpResponse:
    """Her links and devices stop opening at once, as when a telephone is lost."""
    member, home = storyteller(memoir.scope_id), home_of(Role.OWNER, memoir.scope_id)
    close_doors(member=member, by=request.actor)
    return render(request, "people/her_link.html", {"member": member, "home": home, "closed": True})


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
        keep_cookie(response, LANGUAGE_COOKIE, form.cleaned_data["language"], seconds=YEAR)
    return response


def _ask_word(request: Asked, token: str, error: WordNeeded | WordWrong) -> HttpResponse:
    wrong = isinstance(error, WordWrong)
    if wrong:
        OPENINGS.note(_where(request))
    page = {"word_for": token, "wrong": wrong, "wait": isinstance(error, WordWrong) and error.wait}
    return render(request, "people/link.html", page, status=422 if wrong else 200)


def _where(request: Asked) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _sign_in(device: Device, secret: str) -> HttpResponse:
    home = home_of(Role(device.member.role), device.member.scope)
    return keep_cookie(redirect(home), DEVICE_COOKIE, secret, path=home, seconds=YEAR)


def _safe(request: Asked, address: str) -> str:
    """An address of this site's own, or nothing: no one is led elsewhere by a crafted `next`."""
    here = {request.get_host()}
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=here) else ""
