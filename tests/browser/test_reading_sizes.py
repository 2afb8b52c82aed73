"""Small screens, large letters, no mouse: the same pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.visiting import Doors, Visit, launched, visit
from tests.serving import House

pytestmark = pytest.mark.browser


def everybody(browser: Browser, house: House, doors: Doors, width: int) -> Iterator[tuple[Visit, str]]:
    for name, pages in doors.pages.items():
        with visit(browser, house.address, width=width, state=getattr(doors, name)) as person:
            for page in pages:
                person.go(page)
                yield person, page


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_the_window(chromium: Browser, house: House, doors: Doors, width: int) -> None:
    for person, page in everybody(chromium, house, doors, width):
        person.measure(page)
        assert person.faults == {}


@pytest.fixture(scope="module")
def large_letters(playwright: Playwright) -> Iterator[Browser]:
    """The browser of somebody who has chosen letters of double size in its settings."""
    browser = launched(playwright, letters=32)
    yield browser
    browser.close()


def test_no_page_is_wider_than_a_small_window_with_large_letters(
    large_letters: Browser, house: House, doors: Doors
) -> None:
    for person, page in everybody(large_letters, house, doors, 320):
        assert person.page.evaluate("getComputedStyle(document.body).fontSize") >= "32px"
        person.measure(page)
        assert person.faults == {}


def test_pages_work_without_scripts(chromium: Browser, house: House, doors: Doors) -> None:
    context = chromium.new_context(java_script_enabled=False, storage_state=doors.alma)
    page = context.new_page()
    page.goto(f"{house.address}{doors.pages['alma'][0]}")
    asked = page.locator("#question").inner_text()
    page.locator("#words").fill("We had a red boat called Svanen.")
    page.locator("#send").click()
    expect(page.locator(".told .said").first).to_have_text("We had a red boat called Svanen.")
    expect(page.locator("#question")).not_to_have_text(asked)
    context.close()


def test_everything_is_reached_with_the_keyboard_alone(chromium: Browser, house: House, doors: Doors) -> None:
    with visit(chromium, house.address, state=doors.alma) as alma:
        alma.go(doors.pages["alma"][0])
        asked = alma.page.locator("#question").inner_text()
        alma.tab_to(".skip")
        alma.tab_to("#words")
        alma.page.keyboard.type("He sang in the boat.")
        alma.tab_to("#photo")
        alma.page.keyboard.press("Shift+Tab")
        alma.page.keyboard.press("Enter")
        expect(alma.page.locator("#question")).not_to_have_text(asked)
        expect(alma.page.locator("#question")).to_be_focused()
        alma.tab_to("[name=outcome][value=later]")
        alma.page.keyboard.press("Enter")
        expect(alma.page.locator("#question")).to_be_focused()
    with visit(chromium, house.address, state=doors.ingrid) as ingrid:
        ingrid.go(doors.pages["ingrid"][0])
        ingrid.tab_to(".passage-act a")
        ingrid.page.keyboard.press("Enter")
        expect(ingrid.page.locator(".passage-form textarea")).to_be_focused()
        ingrid.tab_to(".passage-form .link")
        ingrid.page.keyboard.press("Enter")
        expect(ingrid.page.locator(".passage-form")).to_have_count(0)
        expect(ingrid.page.locator(".htmx-added, .htmx-settling")).to_have_count(0)  # the passage is alive again
        ingrid.tab_to(".passage summary")
        ingrid.page.keyboard.press("Enter")
        expect(ingrid.page.locator(".said mark").first).to_be_visible()
        ingrid.tab_to("form[action$='/editions/'] button")
    assert alma.complaints == ingrid.complaints == []


def test_look_is_chosen_and_kept_in_this_browser_alone(chromium: Browser, house: House) -> None:
    with visit(chromium, house.address) as guest:
        guest.go("/")
        guest.page.locator("[data-look-choice=dark]").click()
        guest.go("/open/")
        assert guest.page.locator("html").get_attribute("data-look") == "dark"
        guest.page.locator("[data-look-choice=device]").click()
        assert guest.page.evaluate("localStorage.length") == 0
    assert guest.complaints == []


@pytest.mark.promise("MIM-0.3", "MIM-13.2", "LAR-2.1")
def test_visit_to_the_public_pages_leaves_nothing_behind(chromium: Browser, house: House) -> None:
    stores = "[document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"
    with visit(chromium, house.address) as guest:
        for page in ("/", "/nowhere/"):
            guest.go(page)
            assert guest.page.evaluate(f"async () => {stores}") == ["", 0, 0, 0]
        assert guest.page.context.cookies() == []
        guest.go("/open/")  # its form needs a secret against forgery, and nothing else is kept
        assert [cookie["name"] for cookie in guest.page.context.cookies()] == ["csrftoken"]
    assert {method for method, _address in guest.requests} == {"GET"}
    assert guest.foreign == []
    assert guest.complaints == []
