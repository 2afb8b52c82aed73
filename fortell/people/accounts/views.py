import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation

from fortell.kit.clock import now
from fortell.people.accounts import codes, sessions
from fortell.people.accounts.forms import CodeForm, DeletionForm, EmailForm
from fortell.people.accounts.home import browsers_of, everything_of, kept_for, places_of
from fortell.people.accounts.letters import offered
from fortell.people.cookies import DAY, keep_cookie
from fortell.people.guard import ACCOUNT_COOKIE, DEVICE_COOKIE, Asked, guarded, home_of
from fortell.people.models import Account, Keeping, Role, Session
from fortell.people.permissions import Action, Scoped
from fortell.privacy import holds
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened

PATH = "/home/"  # the cookie of an account goes to its own pages and no others
SECONDS = sessions.LASTS.days * DAY  # as long as a session lasts without a visit


@guarded(Action.PUBLIC, "GET", "POST")
def login(request: Asked) -> HttpResponse:
    """Ask for a code. The answer is the same whether anybody has that address."""
    _require_letters()
    form = EmailForm(request.POST)
    if request.method == "GET" or not form.is_valid():
        return _form(request, "people/accounts/login.html", form)
    asking = codes.ask_to_come_in(email=form.cleaned_data["email"], language=_language())
    return _ask_code(request, asking)


@guarded(Action.PUBLIC, "POST")
def code(request: Asked) -> HttpResponse:
    """The code, from the browser that asked for it."""
    _require_letters()
    form = CodeForm(request.POST)
    if not form.is_valid():
        raise Http404
    asking, sent = form.cleaned_data["asking"], form.cleaned_data["code"]
    try:
        _session, secret = sessions.come_in(secret=asking, code=sent, kind=_kind(request))
    except codes.CodeWrong:
        return _ask_code(request, asking, wrong=True)
    except codes.CodeOver:
        return render(request, "people/accounts/over.html", status=422)
    return _signed_in(secret)


@guarded(Action.PLACE_KEEP, "GET", "POST")
def keep(request: Asked, memoir: Scoped) -> HttpResponse:
    """Keep one's place with an e-mail address, proven by a code; or see which one it is kept with."""
    role = request.actor.role or Role.READER
    page = {"home": home_of(role, memoir.scope_id), "kept": kept_for(request.actor.member_id), "face": _face(role)}
    if not page["kept"]:
        _require_letters()
    form = EmailForm(request.POST)
    if request.method == "GET" or not form.is_valid() or page["kept"]:
        return _form(request, "people/accounts/keep.html", form, **page)
    try:
        asking = codes.ask_to_keep(email=form.cleaned_data["email"], language=_language(), by=request.actor)
    except codes.TooManyLetters:
        return render(request, "people/accounts/keep.html", page | {"too_many": True}, status=429)
    return _ask_code(request, asking, keeping=True)


@guarded(Action.PLACE_LET_GO, "POST")
def letting_go(request: Asked, memoir: Scoped) -> HttpResponse:
    """A member no longer wants the place kept with an address."""
    place = get_object_or_404(Keeping, member=request.actor.member_id)
    codes.let_go(place=place, by=request.actor)
    return redirect(f"{home_of(request.actor.role or Role.READER, memoir.scope_id)}keep/")


@guarded(Action.ACCOUNT_USE)
def home(request: Asked) -> HttpResponse:
    """The places that this account holds, and the browsers that are in."""
    account = _own(request)
    sessions.visit(session=request.actor.session_id)
    page = {
        "account": account,
        "name": name_of_account(account),
        "places": list(places_of(account)),
        "browsers": browsers_of(account, here=request.actor.session),
    }
    return render(request, "people/accounts/home.html", page)


@guarded(Action.ACCOUNT_USE, "POST")
def place(request: Asked, place: UUID) -> HttpResponse:
    """Go to one of them."""
    kept = get_object_or_404(Keeping, id=place, account=request.actor.account_id)
    device, secret = sessions.open_place(place=kept, by=request.actor)
    address = home_of(Role(device.member.role), device.member.scope)
    return keep_cookie(redirect(address), DEVICE_COOKIE, secret, path=address, seconds=SECONDS)


@guarded(Action.ACCOUNT_USE, "POST")
def place_ending(request: Asked, place: UUID) -> HttpResponse:
    """This account holds that place no longer."""
    codes.let_go(place=get_object_or_404(Keeping, id=place, account=request.actor.account_id), by=request.actor)
    return redirect("people:home")


@guarded(Action.ACCOUNT_USE, "POST")
def session_ending(request: Asked, session: UUID) -> HttpResponse:
    """Sign one browser out."""
    ended = get_object_or_404(Session, id=session, account=request.actor.account_id)
    sessions.end_session(session=ended, by=request.actor)
    return redirect("people:home")


@guarded(Action.ACCOUNT_USE, "POST")
def leaving(request: Asked) -> HttpResponse:
    """Sign this browser out."""
    sessions.end_session(session=Session.objects.get(id=request.actor.session_id), by=request.actor)
    return _signed_out(redirect("front"))


@guarded(Action.ACCOUNT_USE, "POST")
def everywhere(request: Asked) -> HttpResponse:
    """Sign every browser out, this one too."""
    sessions.end_all(account=_own(request), by=request.actor)
    return _signed_out(redirect("front"))


@guarded(Action.ACCOUNT_USE)
def data(request: Asked) -> HttpResponse:
    """All that is held of this account, as a file."""
    content = json.dumps(everything_of(_own(request)), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="account.json"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


@guarded(Action.ACCOUNT_ERASE, "GET", "POST")
def erasure(request: Asked) -> HttpResponse:
    """Delete the account. The places stay, by their links."""
    account = _own(request)
    if request.method == "GET" or not DeletionForm(request.POST).is_valid():
        holds.refuse(account.id)
        status = 200 if request.method == "GET" else 422
        return render(request, "people/accounts/erasure.html", {"unsure": status != 200}, status=status)  # noqa: PLR2004
    number = account.id
    gone = sessions.erase_account(account=account, by=request.actor)
    page = {"number": number, "at": now(), "rows": sum(count for label, count in gone.items() if "." in label)}
    return _signed_out(render(request, "people/accounts/erased.html", page))


def name_of_account(account: Account) -> str:
    return opened(scope=account.id, use=Use.OWN).text(account, "name")


def _own(request: Asked) -> Account:
    return Account.objects.get(id=request.actor.account_id)


def _require_letters() -> None:
    """Where the house sends no mail, there is no such page."""
    if not offered():
        raise Http404


def _form(request: Asked, template: str, form: EmailForm, **page: Any) -> HttpResponse:
    """The page with its form; one that was sent and not understood keeps what was typed."""
    sent = request.method == "POST" and not page.get("kept")
    found = page | {"typed": form.data.get("email", ""), "wrong": sent}
    return render(request, template, found, status=422 if sent else 200)


def _ask_code(request: Asked, asking: str, *, wrong: bool = False, keeping: bool = False) -> HttpResponse:
    page = {"asking": asking, "wrong": wrong, "keeping": keeping, "minutes": codes.LIVES.seconds // 60}
    return render(request, "people/accounts/code.html", page, status=422 if wrong else 200)


def _signed_in(secret: str) -> HttpResponse:
    return keep_cookie(redirect("people:home"), ACCOUNT_COOKIE, secret, path=PATH, seconds=SECONDS)


def _signed_out(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(ACCOUNT_COOKIE, path=PATH)
    return response


def _kind(request: Asked) -> Session.Kind:
    """What sort of device it says it is; nothing else of what it says is kept."""
    said = request.headers.get("User-Agent", "")
    if "iPad" in said or "Tablet" in said or ("Android" in said and "Mobile" not in said):
        return Session.Kind.TABLET
    return Session.Kind.PHONE if "Mobi" in said else Session.Kind.COMPUTER


def _face(role: Role) -> str:
    return "storyteller" if role is Role.STORYTELLER else "family"


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
