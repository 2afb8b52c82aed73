"""Somebody of the family asks; the question comes to her signed, and whoever asked sees how it stands."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visiting import Doors, visit
from tests.serving import House

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

ASKED = "What did you do at the summer house when it rained?"


def test_question_goes_from_one_phone_to_another(chromium: Browser, house: House, doors: Doors) -> None:
    with (
        visit(chromium, house.address, width=320, state=doors.ingrid) as ingrid,
        visit(chromium, house.address, width=320, state=doors.alma) as alma,
    ):
        asking, telling = ingrid.page, alma.page
        ingrid.go(doors.pages["ingrid"][0])
        asking.get_by_role("link", name="Ask a question").click()
        asking.get_by_role("textbox", name="Your question").fill("Who sang? Who danced?")
        asking.get_by_role("button", name="Leave it for Alma").click()
        expect(asking.get_by_role("alert")).to_be_visible()
        ingrid.look("two questions in one")
        asking.get_by_role("textbox", name="Your question").fill(ASKED)
        asking.get_by_role("button", name="Leave it for Alma").click()
        expect(asking.get_by_text("Waits for a good moment.")).to_be_visible()
        ingrid.look("a question waits")
        alma.go(doors.pages["alma"][0])
        telling.get_by_role("button", name="A question from the family").click()
        expect(telling.locator("#question")).to_have_text(ASKED)
        expect(telling.locator("#question")).to_have_accessible_description("Ingrid asks:")
        alma.look("somebody of the family asks")
        telling.locator("#words").fill("We played cards, and Grandfather let everybody win.")
        telling.locator("#send").click()
        expect(telling.locator("#question")).not_to_have_text(ASKED)
        asking.reload()
        expect(asking.get_by_text("Alma has answered.")).to_be_visible()
    for person in (ingrid, alma):
        assert (person.complaints, person.foreign, person.faults) == ([], [], {})
