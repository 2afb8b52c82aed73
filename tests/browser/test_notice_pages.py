"""The notice in a real browser: light and dark, narrow and wide, four languages, without a mouse."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visiting import visit
from tests.serving import House

pytestmark = [pytest.mark.browser, pytest.mark.heavy]


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_notice_is_accessible_and_fits(chromium: Browser, house: House, language: str) -> None:
    for width in (320, 768, 1280):
        with visit(chromium, house.address, width=width) as guest:
            guest.go(f"/privacy/{language}")
            (guest.look if width != 768 else guest.measure)(f"{language} {width}")
            assert guest.faults == {}
            assert guest.page.locator("html").get_attribute("lang") == language
            assert guest.complaints == []


def test_the_contents_lead_to_each_part_with_the_keyboard(chromium: Browser, house: House) -> None:
    with visit(chromium, house.address) as guest:
        guest.go("/privacy/en")
        links = guest.page.locator(".contents a")
        assert links.count() == 13
        guest.tab_to(".contents a[href='#rights']")
        guest.page.keyboard.press("Enter")
        expect(guest.page.locator("#rights")).to_be_in_viewport()


def test_the_history_is_accessible_and_fits(chromium: Browser, house: House) -> None:
    with visit(chromium, house.address, width=320) as guest:
        guest.go("/privacy/history")
        guest.look("history")
        guest.page.get_by_role("link", name="Read version 1").click()
        expect(guest.page.locator("h1")).to_have_text("Your words, and how we look after them")
        assert guest.faults == {}
