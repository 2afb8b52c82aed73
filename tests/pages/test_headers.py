"""What every response says to the browser beside its page: what may run, what may be kept, which cookies there are."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from fortell.people.actions import make_link
from fortell.people.permissions import OPERATOR
from tests.cast import BOTH
from tests.pages.telling import Response, Told
from tests.pages.test_access import OF_A_SHOP, OF_ACCOUNTS, TABLE, address

pytestmark = pytest.mark.django_db(databases=BOTH)

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
}
YEAR = 365 * 24 * 3600
# Name: path, lifetime in seconds (empty: until the browser closes), whether scripts are kept out, SameSite.
COOKIES = {
    "fortell_device": ("/tell/{code}/", YEAR, True, "Lax"),
    "csrftoken": ("/", "", True, "Strict"),
    "fortell_language": ("/", YEAR, True, "Lax"),
}


def pages(told: Told) -> dict[str, Response]:
    """One good response of every address that can be looked at."""
    told.family.alma.checked()
    told.family.ingrid.checked()
    browsers = [one.browser() for one in (told.family.alma, told.family.ingrid, told.family.kari)]
    found = {}
    # A ticket or a letter opens the first two, the others need mail or a shop: test_accounts.py, tests/orders.
    closed = {"receipt-again", "story:letter", *OF_ACCOUNTS, *OF_A_SHOP}
    for name in (name for name, method in TABLE if method == "GET" and name not in closed):
        found[name] = next(
            response
            for response in (browser.get(address(name, told)) for browser in browsers)
            if response.status_code == 200
        )
    return found


@pytest.mark.promise("MIM-13.2")
def test_policy_lets_only_the_house_itself_in(told: Told) -> None:
    found = {name: page.headers["Content-Security-Policy"] for name, page in pages(told).items()}
    assert {name: policy for name, policy in found.items() if set(policy.split("; ")) != POLICY} == {}


def test_every_response_carries_the_guarding_headers(told: Told) -> None:
    found = {name: {header: page.headers.get(header) for header in HEADERS} for name, page in pages(told).items()}
    hers = HEADERS | {"Permissions-Policy": HEADERS["Permissions-Policy"].replace("microphone=()", "microphone=(self)")}
    assert found.pop("story:tell") == hers  # she can speak there, and nowhere else
    assert {name: headers for name, headers in found.items() if headers != HEADERS} == {}


def test_refusals_carry_them_too(told: Told) -> None:
    for response in (Client().get("/nowhere/"), Client().get(address("story:tell", told))):
        kept = {name: response.headers.get(name) for name in HEADERS if name != "Cache-Control"}
        assert kept == {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
        assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY


def test_pages_hold_no_inline_script_or_style(told: Told) -> None:
    for name, page in pages(told).items():
        if page.headers["Content-Type"].startswith("text/html"):
            text = page.content.decode()
            assert "<script>" not in text, name
            assert "<style" not in text, name
            assert ' style="' not in text, name
            assert " onclick=" not in text, name


# --- cookies ---------------------------------------------------------------------------------------------------------


def test_front_page_sets_no_cookie() -> None:
    browser = Client()
    for path in ("/", "/health/live", "/health/ready", "/nowhere/"):
        browser.get(path)
    assert browser.cookies == {}


def entered(told: Told) -> Client:
    """A browser that came in by Alma's link, chose Nynorsk and left a question."""
    token = make_link(member=told.family.alma.member, once=True, by=OPERATOR)
    browser = Client()
    browser.get(reverse("people:link"))
    home = browser.post(reverse("people:link"), {"token": token}).headers["Location"]
    browser.post(reverse("people:language"), {"language": "nn", "next": home})
    browser.get(home)
    browser.post(address("story:leave", told), {"outcome": "later"})
    return browser


def test_cookies_are_exactly_these(told: Told) -> None:
    found = {
        name: (cookie["path"], cookie["max-age"], bool(cookie["httponly"]), cookie["samesite"])
        for name, cookie in entered(told).cookies.items()
    }
    assert found == {name: (row[0].format(code=told.code), *row[1:]) for name, row in COOKIES.items()}


@pytest.mark.parametrize("secure", [True, False])
def test_cookies_travel_over_https_only_where_there_is_https(told: Told, settings: Settings, *, secure: bool) -> None:
    settings.CSRF_COOKIE_SECURE = secure
    assert {bool(cookie["secure"]) for cookie in entered(told).cookies.values()} == {secure}


def test_family_members_cookie_stays_on_the_familys_side(told: Told) -> None:
    token = make_link(member=told.family.jonas.member, once=True, by=OPERATOR)
    browser = Client()
    browser.post(reverse("people:link"), {"token": token})
    assert browser.cookies["fortell_device"]["path"] == f"/family/{told.code}/"


# --- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "given"),
    [("nb", "nb"), ("nn-NO,nn;q=0.9", "nn"), ("sv-SE", "sv"), ("en-GB", "en"), ("fi,sv;q=0.5", "sv"), ("fi", "en")],
)
def test_front_page_is_in_the_browsers_language(asked: str, given: str) -> None:
    response = Client().get("/", headers={"accept-language": asked})
    assert f'<html lang="{given}"' in response.content.decode()
    assert response.headers["Content-Language"] == given


def test_norwegian_without_a_written_form_is_bokmal() -> None:
    assert Client().get("/", headers={"accept-language": "no"}).headers["Content-Language"] == "nb"


def test_members_language_goes_before_the_browsers(told: Told) -> None:
    page = told.family.alma.browser().get(address("story:tell", told), headers={"accept-language": "sv"})
    assert page.headers["Content-Language"] == "en"


def test_chosen_language_goes_before_all(told: Told) -> None:
    browser = told.family.alma.browser()
    browser.post(reverse("people:language"), {"language": "nn", "next": "/"})
    assert browser.get(address("story:tell", told)).headers["Content-Language"] == "nn"


def test_language_nobody_speaks_here_is_not_kept() -> None:
    browser = Client()
    browser.post(reverse("people:language"), {"language": "xx", "next": "/"})
    assert browser.cookies == {}
