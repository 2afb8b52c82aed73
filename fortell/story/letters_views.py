"""Where letters by e-mail are chosen, confirmed and ended."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt

from fortell.people.guard import Asked, guarded, home_of
from fortell.people.limits import Limit
from fortell.people.models import Member
from fortell.people.permissions import STRANGER, Action, NotAllowed
from fortell.people.queries import called, storyteller
from fortell.privacy import consent
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import (
    AddressStands,
    choose_letters,
    confirm_address,
    decide_questions_by_mail,
    give_address,
    remove_address,
)
from fortell.story.forms import AddressForm, HowOftenForm
from fortell.story.letters import address_of, is_hers, letters_page, signed
from fortell.story.models import MailAddress, Memoir
from fortell.story.wording import letters_text

GIVEN = Limit(tries=5, within=timedelta(days=1))  # addresses that one member gives: each is written to
Often = MailAddress.Often


@guarded(Action.RIGHTS_USE, "GET", "POST")
def hers(request: Asked, memoir: Memoir) -> HttpResponse:
    """Her letters: where to, on which day, or not now; and the way to questions by e-mail."""
    return _letters(request, memoir, storyteller(memoir.id), "story/letters.html", "story:letters")


@guarded(Action.LETTERS_CHOOSE, "GET", "POST")
def familys(request: Asked, memoir: Memoir) -> HttpResponse:
    """Being told of what is new, as often as they like; the owner can give her address, too."""
    member = Member.objects.get(id=request.actor.member_id)
    if member.id == storyteller(memoir.id).id:
        raise Http404  # hers is another page
    return _letters(request, memoir, member, "story/family_letters.html", "story:family-letters")


@guarded(Action.ADDRESS_GIVE, "POST")
def her_address(request: Asked, memoir: Memoir) -> HttpResponse:
    """The owner gives her address; she confirms it by the letter that comes there."""
    member = Member.objects.get(id=request.actor.member_id)
    error = _given(request, memoir, storyteller(memoir.id))
    if error:
        page = _page(request, memoir, member) | {"her_error": error}
        return render(request, "story/family_letters.html", page, status=422)
    return redirect("story:family-letters", code=memoir.code)


@guarded(Action.CONSENT_DECIDE, "GET", "POST")
def questions_by_mail(request: Asked, memoir: Memoir) -> HttpResponse:
    """Read what it means that questions and answers go by e-mail; say yes, or take it back."""
    page = _page(request, memoir, storyteller(memoir.id))
    if request.method == "GET":
        return render(request, "story/letters_consent.html", page | {"text": letters_text(_shown_language())})
    if not page["letters"].offers and request.POST.get("decision") == "yes":
        raise Http404
    decide_questions_by_mail(
        memoir=memoir, yes=request.POST.get("decision") == "yes", language=_shown_language(), by=request.actor
    )
    return redirect("story:letters", code=memoir.code)


@csrf_exempt  # RFC 8058: a mail program posts here without ever having seen the page; the token is the permission
@guarded(Action.PUBLIC, "GET", "POST")
def letter(request: Asked, token: str) -> HttpResponse:
    """Where the links of every letter lead: to confirm the address, to pause the letters, or to go on with them."""
    row = signed(token)
    if row is None:
        raise Http404
    if request.method == "POST":
        return _decided(request, row)
    return render(request, "story/letter.html", {"row": row, "hers": is_hers(row)})


def _decided(request: Asked, row: MailAddress) -> HttpResponse:
    chosen = request.POST.get("decision", "")
    if chosen == "remove":
        remove_address(row=row, by=STRANGER)
        return render(request, "story/letter.html", {"removed": True})
    if chosen == "confirm":
        confirm_address(row=row)
    elif row.confirmed:  # a mail program's own button says nothing but that it was pressed
        often = Often.WEEKLY if chosen == "go-on" else Often.NEVER
        choose_letters(row=row, often=often, weekday=row.weekday, by=STRANGER)
    row.refresh_from_db()
    return render(request, "story/letter.html", {"row": row, "hers": is_hers(row), "done": True})


def _letters(request: Asked, memoir: Memoir, member: Member, template: str, back: str) -> HttpResponse:
    if request.method == "GET":
        return render(request, template, _page(request, memoir, member))
    error = _given(request, memoir, member) if "address" in request.POST else _chosen(request, member)
    if error:
        page = _page(request, memoir, member) | {"error": error, "typed": request.POST.get("address", "")}
        return render(request, template, page, status=422)
    return redirect(back, code=memoir.code)


def _given(request: Asked, memoir: Memoir, member: Member) -> str:
    """Why an address was not taken; empty where it was."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return next(str(error) for errors in form.errors.values() for error in errors)
    if GIVEN.is_reached(request.actor.pseudonym):
        return gettext("Many addresses were given today. Please try again tomorrow.")
    try:
        give_address(memoir=memoir, member=member, address=form.cleaned_data["address"], by=request.actor)
    except AddressStands:
        return gettext("There is a confirmed address already. Only its owner can change it.")
    GIVEN.note(request.actor.pseudonym)
    return ""


def _chosen(request: Asked, member: Member) -> str:
    row = address_of(member.id)
    if row is None:
        return ""
    if "remove" in request.POST:
        remove_address(row=row, by=request.actor)
        return ""
    form = HowOftenForm(request.POST)
    if not form.is_valid():
        return gettext("Please choose how often.")
    choose_letters(
        row=row, often=Often(form.cleaned_data["often"]), weekday=form.cleaned_data["weekday"], by=request.actor
    )
    return ""


def _page(request: Asked, memoir: Memoir, member: Member) -> dict[str, Any]:
    opening = opened(scope=memoir.id, use=Use.OWN)
    if request.actor.role is None:
        raise NotAllowed
    her = storyteller(memoir.id)
    hers = address_of(her.id)
    return {
        "memoir": memoir,
        "letters": letters_page(memoir, member.id, opening),
        "name": called(memoir.id, opening)[her.id],
        "home": home_of(request.actor.role, memoir.id),
        "hers": "none" if hers is None else "confirmed" if hers.confirmed else "unconfirmed",
        "may_give": request.actor.role == "owner",
        "live": consent.is_live(scope=memoir.id),
        "days": _days(),
    }


def _days() -> list[tuple[int, str]]:
    names = (
        gettext("Monday"),
        gettext("Tuesday"),
        gettext("Wednesday"),
        gettext("Thursday"),
        gettext("Friday"),
        gettext("Saturday"),
        gettext("Sunday"),
    )
    return list(enumerate(names))


def _shown_language() -> str:
    return get_language() or "en"
