"""Exactly what the notice lists is ever kept in a browser."""

import pytest
from playwright.sync_api import Browser, Page

from fortell.privacy.browser import Place, kept_in_browser
from tests.browser.visiting import READY, Doors, Visit, visit
from tests.serving import House

pytestmark = pytest.mark.browser
STORES = {
    Place.DATABASE: "async () => (await indexedDB.databases()).map((found) => found.name)",
    Place.LOCAL_STORAGE: "Object.keys(localStorage)",
    Place.CACHE: "() => caches.keys()",
    Place.SESSION_STORAGE: "Object.keys(sessionStorage)",
}
PAGES = ("/", "/privacy", "/privacy/nn", "/privacy/history", "/privacy/history/1", "/open/", "/nowhere/")


def declared() -> set[tuple[str, str]]:
    return {(kept.place.value, kept.name) for kept in kept_in_browser()}


def kept(page: Page) -> set[tuple[str, str]]:
    stored = {(place.value, name) for place, names in STORES.items() for name in page.evaluate(names)}
    cookies = {(Place.COOKIE.value, cookie["name"]) for cookie in page.context.cookies()}
    return cookies | stored


@pytest.mark.promise("MIM-13.2")
def test_all_that_browsers_keep_is_listed_and_all_that_is_listed_is_kept(
    chromium: Browser, house: House, doors: Doors
) -> None:
    found: set[tuple[str, str]] = set()
    for name, pages in doors.pages.items():
        with visit(chromium, house.address, state=getattr(doors, name)) as person:
            for page in (*pages, *PAGES):
                person.go(page)
                if page == doors.pages["alma"][0]:
                    person.page.evaluate(READY)
                found |= kept(person.page)
            found |= after_every_choice(person)
            assert person.foreign == []
    # This house sends no mail, so nobody has an account: tests/pages/test_accounts.py looks at that cookie.
    assert found == declared() - {(Place.COOKIE.value, "fortell_account")}


def after_every_choice(person: Visit) -> set[tuple[str, str]]:
    person.go("/")
    person.page.locator("[data-look-choice=dark]").click()
    person.page.locator("[name=language][value=nn]").click()
    return kept(person.page)


def test_reading_the_notice_leaves_nothing_behind(chromium: Browser, house: House) -> None:
    with visit(chromium, house.address) as guest:
        for page in ("/privacy", "/privacy/sv", "/privacy/history", "/privacy/history/1"):
            guest.go(page)
            assert kept(guest.page) == set()
    assert guest.complaints == []
