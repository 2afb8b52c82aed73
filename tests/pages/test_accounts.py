"""A place kept with an e-mail address: in by a code, out again, and nobody else's business."""

import argparse
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from fortell.config.cli import entrances
from fortell.config.cli.refusal import Refused
from fortell.kit.models import Job
from fortell.people.accounts import codes
from fortell.people.actions import revoke_access
from fortell.people.guard import ACCOUNT_COOKIE, DEVICE_COOKIE
from fortell.people.models import Account, Device, EntryCode, Keeping, Member, Session
from fortell.people.permissions import OPERATOR, Actor, NotAllowed
from fortell.privacy import audit
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import RightsRequest
from fortell.privacy.retention import sweep
from fortell.story.actions import erase_memoir, withdraw_consent
from tests.cast import BOTH, Family, Somebody
from tests.egress import Postbox, Register, in_order
from tests.mailing import code_in, posted
from tests.pages.telling import Response
from tests.pages.test_headers import HEADERS

pytestmark = pytest.mark.django_db(databases=BOTH)
INGRID = "ingrid@solvang.example"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 5, 17, 12, 0, tzinfo=UTC), tick=False) as moved:
        yield moved


def asking_in(response: Response) -> str:
    found = re.search(r'name="asking" value="([\w-]{43})"', response.content.decode())
    assert found
    return found[1]


def face_of(somebody: Somebody, family: Family, page: str = "keep/") -> str:
    return f"/{'tell' if somebody is family.alma else 'family'}/{family.memoir.code}/{page}"


def answer(asking: str, code: str, browser: Client | None = None) -> Response:
    return (browser or Client()).post("/login/code/", {"asking": asking, "code": code})


def kept(family: Family, somebody: Somebody, box: Postbox, email: str = INGRID) -> Client:
    """A browser that is in the account which now holds that somebody's place."""
    asking = asking_in(somebody.browser().post(face_of(somebody, family), {"email": email}))
    ((receiver, text),) = posted(box)
    assert receiver == email.lower()
    return came_in(asking, code_in(text))


def came_in(asking: str, code: str) -> Client:
    """A browser with the account's cookie, as it is sent to the pages under /home/ and to no others."""
    browser = Client()
    answered = answer(asking, code, browser)
    assert (answered.status_code, answered.headers["Location"]) == (302, "/home/")
    return browser


def back_in(box: Postbox, email: str = INGRID) -> Client:
    asking = asking_in(Client().post("/login/", {"email": email}))
    return came_in(asking, code_in(posted(box)[0][1]))


# --- keeping and coming in -------------------------------------------------------------------------------------------


def test_place_that_was_kept_opens_from_another_device(family: Family, mailing: Postbox) -> None:
    kept(family, family.ingrid, mailing, "Ingrid@Solvang.example")
    elsewhere = back_in(mailing)
    page = elsewhere.get("/home/").content.decode()
    assert "Good to see you, Ingrid Solvang" in page
    assert "A Headwind Both Ways" in page
    assert "You arrange the book." in page
    place = Keeping.objects.get()
    opened = elsewhere.post(f"/home/places/{place.id}/")
    home = face_of(family.ingrid, family, "")
    cookie = opened.cookies[DEVICE_COOKIE]
    assert (opened.headers["Location"], cookie["path"], bool(cookie["httponly"])) == (home, home, True)
    member = Client()
    member.cookies[DEVICE_COOKIE] = cookie.value
    assert member.get(home).status_code == 200


def test_one_address_holds_places_in_several_memoirs_each_with_its_role(
    family: Family, neighbour: Family, mailing: Postbox
) -> None:
    kept(family, family.ingrid, mailing)
    browser = kept(neighbour, neighbour.jonas, mailing)
    page = browser.get("/home/").content.decode()
    assert re.findall(r"Told by ([\w ]+)\. ([\w ]+\.)", page) == [
        ("Alma Solvang", "You arrange the book."),
        ("Bjarne Vik", "You read."),
    ]
    assert Account.objects.count() == 1


def test_storyteller_can_keep_hers_too_and_needs_not(family: Family, mailing: Postbox) -> None:
    browser = kept(family, family.alma, mailing, "alma@solvang.example")
    opened = browser.post(f"/home/places/{Keeping.objects.get().id}/")
    assert opened.headers["Location"] == face_of(family.alma, family, "")


def test_nothing_is_held_before_the_address_is_proven(family: Family, mailing: Postbox) -> None:
    asking = asking_in(family.ingrid.browser().post(face_of(family.ingrid, family), {"email": INGRID}))
    assert answer(asking, "").status_code == 422
    assert (Account.objects.count(), Keeping.objects.count(), Session.objects.count()) == (0, 0, 0)


def test_letter_holds_the_code_and_nothing_of_a_story(family: Family, mailing: Postbox) -> None:
    family.ingrid.browser().post(face_of(family.ingrid, family), {"email": INGRID})
    ((_receiver, text),) = posted(mailing)
    for word in ("Ingrid", "Solvang", "Alma", "Headwind", family.memoir.code, "/open/"):
        assert word not in text
    assert len(code_in(text)) == 6
    assert all(code_in(text) not in str(job.arguments) for job in Job.objects.all())
    assert code_in(text).encode() not in bytes(EntryCode.objects.get().code)


def test_letter_is_in_the_language_of_the_page(family: Family, mailing: Postbox) -> None:
    browser = family.ingrid.browser()
    browser.cookies["fortell_language"] = "nn"
    browser.post(face_of(family.ingrid, family), {"email": INGRID})
    assert "Koden din til Fortell er" in posted(mailing)[0][1]


# --- who learns what -------------------------------------------------------------------------------------------------


def test_answer_tells_nobody_whether_an_address_is_known(family: Family, mailing: Postbox) -> None:
    kept(family, family.ingrid, mailing)
    pages = [Client().post("/login/", {"email": email}) for email in (INGRID, "nobody@solvang.example")]
    known, unknown = (re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages)
    assert known == unknown
    assert [bool(row.email) for row in EntryCode.objects.filter(member=None).order_by("asked_at")] == [True, False]
    assert [receiver for receiver, _text in posted(mailing)] == [INGRID]
    wrong = [answer(asking_in(page), "000000x") for page in pages]
    assert [page.status_code for page in wrong] == [422, 422]
    assert len({re.sub(r'value="[^"]*"', "", page.content.decode()) for page in wrong}) == 1


def test_code_opens_only_from_the_browser_that_asked(family: Family, mailing: Postbox) -> None:
    asking = asking_in(family.ingrid.browser().post(face_of(family.ingrid, family), {"email": INGRID}))
    code = code_in(posted(mailing)[0][1])
    assert answer("x" * 43, code).status_code == 422
    assert not Session.objects.exists()
    assert answer(asking, code).status_code == 302


def test_code_opens_once_and_for_ten_minutes(family: Family, mailing: Postbox, clock: time_machine.Traveller) -> None:
    asking = asking_in(family.ingrid.browser().post(face_of(family.ingrid, family), {"email": INGRID}))
    code = code_in(posted(mailing)[0][1])
    came_in(asking, code)
    assert answer(asking, code).status_code == 422
    again = asking_in(Client().post("/login/", {"email": INGRID}))
    code = code_in(posted(mailing)[0][1])
    clock.shift(timedelta(minutes=10, seconds=1))
    assert answer(again, code).status_code == 422
    assert Session.objects.count() == 1


def test_five_wrong_codes_end_an_asking_and_no_other(family: Family, mailing: Postbox) -> None:
    kept(family, family.ingrid, mailing)
    theirs, hers = (asking_in(Client().post("/login/", {"email": INGRID})) for _ in range(2))
    ((_receiver, text),) = posted(mailing)  # one letter answers both
    code = code_in(text)
    assert [answer(theirs, "999999x").status_code for _ in range(5)] == [422] * 5
    assert answer(theirs, code).status_code == 422
    assert answer(hers, code).status_code == 302


def test_neighbour_who_asks_and_guesses_all_day_neither_floods_her_nor_keeps_her_out(
    family: Family, mailing: Postbox, clock: time_machine.Traveller
) -> None:
    kept(family, family.ingrid, mailing)
    letters = []
    for _ in range(60):
        clock.shift(timedelta(minutes=1))
        theirs = asking_in(Client().post("/login/", {"email": INGRID}))
        answer(theirs, "000")
        letters += posted(mailing)
    assert len(letters) <= 12
    clock.shift(timedelta(minutes=2))
    hers = asking_in(Client().post("/login/", {"email": INGRID}))
    letters += posted(mailing)
    code = code_in(letters[-1][1])
    assert len(code) == 10  # past guessing by now
    assert answer(hers, code).status_code == 302


def test_member_cannot_have_a_strangers_box_filled(family: Family, mailing: Postbox) -> None:
    statuses = [
        family.jonas.browser().post(face_of(family.jonas, family), {"email": f"no{number}@vik.example"}).status_code
        for number in range(6)
    ]
    assert statuses == [200] * 5 + [429]


def test_place_is_kept_by_one_account_and_its_member_sees_which(family: Family, mailing: Postbox) -> None:
    kept(family, family.ingrid, mailing)
    page = face_of(family.ingrid, family)
    asked = family.ingrid.browser().post(page, {"email": "other@solvang.example"})
    assert (asked.status_code, EntryCode.objects.count()) == (200, 1)
    assert "i…@solvang.example" in asked.content.decode()
    assert INGRID not in asked.content.decode()
    family.ingrid.browser().post(f"{page}ending/")
    assert not Keeping.objects.exists()
    assert "i…@" not in family.ingrid.browser().get(page).content.decode()


# --- the own pages ---------------------------------------------------------------------------------------------------


def test_pages_of_an_account_are_nobody_elses(family: Family, neighbour: Family, mailing: Postbox) -> None:
    hers = kept(family, family.ingrid, mailing)
    other = kept(neighbour, neighbour.ingrid, mailing, "siri@vik.example")
    place, session = Keeping.objects.earliest("since"), Session.objects.earliest("begun_at")
    things = (f"places/{place.id}/", f"places/{place.id}/ending/", f"sessions/{session.id}/ending/")
    assert [other.post(f"/home/{thing}").status_code for thing in things] == [404] * 3
    own = ("", "data/", "erasure/")
    for who in (Client(), family.ingrid.browser()):
        assert [who.get(f"/home/{page}").status_code for page in own] == [404] * 3
        assert [who.post(f"/home/{thing}").status_code for thing in (*things, "leaving/", "everywhere/")] == [404] * 5
    assert [hers.get(f"/home/{page}").status_code for page in own] == [200] * 3
    assert Keeping.objects.count() == 2


def test_account_opens_no_memoirs_page_by_itself(family: Family, mailing: Postbox) -> None:
    hers = kept(family, family.ingrid, mailing)
    assert hers.get(face_of(family.ingrid, family, "")).status_code == 404


def test_cookie_goes_to_the_accounts_own_pages_only(family: Family, mailing: Postbox) -> None:
    cookie = kept(family, family.ingrid, mailing).cookies[ACCOUNT_COOKIE]
    found = (cookie["path"], cookie["max-age"], bool(cookie["httponly"]), cookie["samesite"])
    assert found == ("/home/", 90 * 24 * 3600, True, "Lax")


def test_pages_carry_the_guarding_headers_and_no_inline_script(family: Family, mailing: Postbox) -> None:
    hers = kept(family, family.ingrid, mailing)
    pages = [hers.get(f"/home/{page}") for page in ("", "erasure/", "data/")]
    pages += [Client().get("/login/"), family.kari.browser().get(face_of(family.kari, family))]
    for page in pages:
        assert {name: page.headers.get(name) for name in HEADERS} == HEADERS
        assert re.search(r"<script>| style=| onclick=", page.content.decode()) is None


def test_browser_that_is_signed_out_is_out_of_every_place(family: Family, mailing: Postbox) -> None:
    first = kept(family, family.ingrid, mailing)
    second = back_in(mailing)
    opened = second.post(f"/home/places/{Keeping.objects.get().id}/")
    member = Client()
    member.cookies[DEVICE_COOKIE] = opened.cookies[DEVICE_COOKIE].value
    home = face_of(family.ingrid, family, "")
    assert member.get(home).status_code == 200
    first.post(f"/home/sessions/{Session.objects.latest('begun_at').id}/ending/")
    assert (second.get("/home/").status_code, member.get(home).status_code) == (404, 404)
    assert first.get("/home/").status_code == 200
    assert family.ingrid.browser().get(home).status_code == 200  # her link's own device


def test_signing_out_everywhere_ends_every_session(family: Family, mailing: Postbox) -> None:
    browsers = [kept(family, family.ingrid, mailing), back_in(mailing)]
    gone = browsers[0].post("/home/everywhere/")
    assert (gone.status_code, gone.cookies[ACCOUNT_COOKIE].value) == (302, "")
    assert Session.objects.filter(ended_at=None).count() == 0
    assert browsers[1].get("/home/").status_code == 404


def test_browsers_are_told_apart_by_sort_and_last_day(
    family: Family, mailing: Postbox, clock: time_machine.Traveller
) -> None:
    kept(family, family.ingrid, mailing)
    clock.shift(timedelta(days=3))
    asking = asking_in(Client().post("/login/", {"email": INGRID}))
    phone = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile/15E148"})
    answer(asking, code_in(posted(mailing)[0][1]), phone)
    page = phone.get("/home/").content.decode()
    said = [" ".join(line.split()) for line in re.findall(r'<p id="browser[^>]+>([^<]+)<', page)]
    assert said == ["A phone · this one · last here on 20 May 2026", "A computer · last here on 17 May 2026"]
    clock.shift(timedelta(days=91))
    assert phone.get("/home/").status_code == 404


# --- what ends it ----------------------------------------------------------------------------------------------------


def test_closing_somebodys_doors_closes_this_one_too(family: Family, mailing: Postbox) -> None:
    browser = kept(family, family.ingrid, mailing)
    place = Keeping.objects.get()
    revoke_access(member=family.ingrid.member, by=OPERATOR)
    assert browser.post(f"/home/places/{place.id}/").status_code == 404
    assert "No place is kept" in browser.get("/home/").content.decode()


def test_code_that_was_on_its_way_opens_no_closed_door(family: Family, mailing: Postbox) -> None:
    asking = asking_in(family.ingrid.browser().post(face_of(family.ingrid, family), {"email": INGRID}))
    code = code_in(posted(mailing)[0][1])
    revoke_access(member=family.ingrid.member, by=OPERATOR)
    assert answer(asking, code).status_code == 422
    assert not Account.objects.exists()


def test_erased_memoir_is_no_place_any_more_and_the_account_stays(family: Family, mailing: Postbox) -> None:
    browser = kept(family, family.ingrid, mailing)
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    page = browser.get("/home/").content.decode()
    assert "No place is kept" in page
    assert "Headwind" not in page


def test_closed_memoir_shows_the_family_no_title(family: Family, mailing: Postbox) -> None:
    browser = kept(family, family.ingrid, mailing)
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    page = browser.get("/home/").content.decode()
    assert "A story that is closed for now" in page
    assert "Headwind" not in page


def test_deleted_account_leaves_no_address_no_name_and_no_key(family: Family, mailing: Postbox) -> None:
    browser = kept(family, family.ingrid, mailing)
    back_in(mailing).post(f"/home/places/{Keeping.objects.get().id}/")
    account = Account.objects.get()
    assert browser.post("/home/erasure/").status_code == 422
    gone = browser.post("/home/erasure/", {"sure": "1"})
    assert str(account.id) in gone.content.decode()
    assert not Key.objects.filter(id=account.id).exists()
    assert not any(model.objects.exists() for model in (Account, Keeping, Session))
    assert INGRID not in str([list(model.objects.values_list()) for model in (EntryCode, Job, Device)])
    assert family.ingrid.browser().get(face_of(family.ingrid, family, "")).status_code == 200
    assert Member.objects.filter(id=family.ingrid.member.id).exists()
    assert RightsRequest.objects.get(scope=account.id).kind == "erasure"
    assert list(audit.faults(account.id)) == []


def test_operator_deletes_an_account_on_request(
    family: Family, mailing: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entrances, "open_house", lambda: None)  # it is open
    kept(family, family.ingrid, mailing)
    asked = argparse.Namespace(email=INGRID, delete=False)
    assert {**entrances.show_or_delete(asked).data, "account": ""} == {"account": "", "places": 1, "browsers": 1}
    entrances.show_or_delete(argparse.Namespace(email=INGRID, delete=True))
    assert not Account.objects.exists()
    with pytest.raises(Refused, match="No account has this address"):
        entrances.show_or_delete(asked)


def test_file_of_an_account_holds_all_of_it_and_no_secret(family: Family, mailing: Postbox) -> None:
    browser = kept(family, family.ingrid, mailing)
    rows = json.loads(browser.get("/home/data/").content)["rows"]
    (account,), (place,), (session,) = (rows[f"people.{name}"] for name in ("account", "keeping", "session"))
    assert (account["email"], account["name"]) == (INGRID, "Ingrid Solvang")
    assert place["member"] == str(family.ingrid.member.id)
    assert (session["kind"], session["secret_hash"]) == ("computer", True)
    assert {line["verb"] for line in rows["privacy.auditentry"]} == {"account.made", "session.begun"}


def test_codes_go_after_a_day_and_sessions_a_month_after_their_end(
    family: Family, mailing: Postbox, clock: time_machine.Traveller
) -> None:
    browser = kept(family, family.ingrid, mailing)
    Client().post("/login/", {"email": "nobody@solvang.example"})
    browser.post("/home/leaving/")
    clock.shift(timedelta(hours=23))
    sweep()
    assert EntryCode.objects.count() == 2
    clock.shift(timedelta(hours=1))
    sweep()
    assert (EntryCode.objects.count(), Session.objects.count()) == (0, 1)
    clock.shift(timedelta(days=29))
    sweep()
    assert (Session.objects.count(), Account.objects.count(), Keeping.objects.count()) == (0, 1, 1)


def test_account_that_holds_no_place_goes_a_month_later_unless_it_holds_one_again(
    family: Family, neighbour: Family, mailing: Postbox, clock: time_machine.Traveller
) -> None:
    kept(family, family.ingrid, mailing)
    kept(neighbour, neighbour.kari, mailing, "kari@vik.example")
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    neighbour.kari.browser().post(f"{face_of(neighbour.kari, neighbour)}ending/")
    kept(neighbour, neighbour.kari, mailing, "kari@vik.example")
    ingrid = Account.objects.get(email=INGRID)
    clock.shift(timedelta(days=30) - timedelta(seconds=1))
    sweep()
    assert Account.objects.count() == 2
    clock.shift(timedelta(seconds=1))
    sweep()
    assert [account.email for account in Account.objects.all()] == ["kari@vik.example"]
    assert not Key.objects.filter(id=ingrid.id).exists()


# --- where there is none ---------------------------------------------------------------------------------------------


def test_without_mail_there_is_no_such_page(family: Family) -> None:
    assert [Client().get(page).status_code for page in ("/login/", "/home/")] == [404, 404]
    assert family.ingrid.browser().get(face_of(family.ingrid, family)).status_code == 404
    for page in (Client().get("/"), family.ingrid.browser().get(face_of(family.ingrid, family, ""))):
        assert not re.search("/login/|/keep/", page.content.decode())


def test_carrier_that_may_not_have_codes_carries_none(family: Family, mailing: Postbox, register: Register) -> None:
    register({"post": in_order(purposes=["service"], fields=["people.Member.name"], may_hold_content=False)})
    assert Client().get("/login/").status_code == 404


def test_verbs_ask_for_themselves(family: Family, mailing: Postbox) -> None:
    kept(family, family.ingrid, mailing)
    place = Keeping.objects.get()
    for who in (family.kari.actor, Actor(account=place.id), Actor()):
        with pytest.raises(NotAllowed):
            codes.let_go(place=place, by=who)
    assert Keeping.objects.exists()
