"""A slip is mended with one button, and her words are in the field again."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visiting import Doors, visit
from tests.serving import House

pytestmark = pytest.mark.browser

SAID = "Grandmother kept her needles in a mussel shell."
BEGUN = "And her thimble"


def test_last_step_is_taken_back(chromium: Browser, house: House, doors: Doors) -> None:
    with visit(chromium, house.address, width=320, state=doors.alma) as alma:
        page = alma.page
        alma.go(doors.pages["alma"][0])
        asked = page.locator("#question").inner_text()
        page.locator("#words").fill(SAID)
        page.locator("#send").click()
        expect(page.locator("#question")).not_to_have_text(asked)
        expect(page.locator("#question")).to_be_focused()
        expect(page.locator("#announced")).not_to_be_empty()
        page.locator("#words").fill(BEGUN)
        alma.look("answer can be taken back")
        page.locator("#taking-back button").click()
        expect(page.locator("#question")).to_have_text(asked)
        expect(page.locator("#words")).to_have_value(SAID)
        expect(page.locator("#waiting [data-waiting=words]")).to_have_text(BEGUN)
        expect(page.locator("#tell .told .said", has_text=SAID)).to_have_count(0)
        alma.look("answer taken back")
        page.wait_for_timeout(900)  # what stands in the field is kept on the device
        page.reload()
        expect(page.locator("#words")).to_have_value(SAID)
        expect(page.locator("#waiting [data-waiting=words]")).to_have_text([BEGUN])
        page.locator("#waiting [data-waiting=remove]").click()
        page.locator("#words").fill(f"{SAID} It was blue.")
        page.locator("#send").click()
        expect(page.locator("#tell .told .said").first).to_have_text(f"{SAID} It was blue.")
        page.locator("[value=refused]").click()
        page.locator("#taking-back button").click()
        expect(page.locator("#question")).not_to_have_text(asked)
        page.goto(f"{page.url.partition('?')[0]}?all=1")
        assert page.locator("#tell .told .said", has_text="mussel shell").count() == 1
    assert alma.complaints == []
    assert alma.faults == {}
