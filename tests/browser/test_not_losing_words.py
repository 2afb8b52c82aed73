"""Two tabs, and a server that goes away: no word is lost, and none is kept twice."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visiting import Doors, visit
from tests.serving import House

pytestmark = pytest.mark.browser

IN_ONE = "In one window: the boat was green."
IN_ANOTHER = "In another: no, she was blue, and she leaked."
MEANWHILE = "While I wrote this the power went, as it did every autumn."


def send(page: Page, words: str) -> None:
    asked = page.locator("#question").inner_text()
    page.locator("#words").fill(words)
    page.locator("#send").click()
    expect(page.locator("#question")).not_to_have_text(asked)


def told(page: Page, words: str) -> int:
    page.goto(f"{page.url.partition('?')[0]}?all=1")
    return page.locator(".told .said").all_inner_texts().count(words)


def test_same_question_answered_in_two_tabs_keeps_both(chromium: Browser, house: House, doors: Doors) -> None:
    with visit(chromium, house.address, state=doors.alma) as alma:
        first, second = alma.page, alma.page.context.new_page()
        for tab in (first, second):
            tab.goto(f"{house.address}{doors.pages['alma'][0]}")
        assert first.locator("[name=turn]").input_value() == second.locator("[name=turn]").input_value()
        send(first, IN_ONE)
        send(second, IN_ANOTHER)
        assert (told(first, IN_ONE), told(first, IN_ANOTHER)) == (1, 1)
    assert alma.complaints == []


def test_words_typed_before_the_server_died_arrive_once_it_is_back(
    chromium: Browser, house: House, doors: Doors
) -> None:
    with visit(chromium, house.address, state=doors.alma) as alma:
        page = alma.page
        alma.go(doors.pages["alma"][0])
        asked = page.locator("#question").inner_text()
        page.locator("#words").fill(MEANWHILE)
        house.kill()
        page.locator("#send").click()
        expect(page.locator("#undelivered")).to_be_visible()
        assert page.locator("#words").input_value() == MEANWHILE
        alma.look("not sent yet")
        house.start("--sample")
        expect(page.locator("#question")).not_to_have_text(asked)  # sent again by itself
        expect(page.locator("#undelivered")).to_be_hidden()
        assert page.locator("#words").input_value() == ""
        assert told(page, MEANWHILE) == 1
    assert alma.faults == {}
    assert house.whole()


def test_words_for_a_page_that_was_closed_meanwhile_stay_to_be_copied(
    chromium: Browser, house: House, doors: Doors
) -> None:
    with visit(chromium, house.address, state=doors.alma) as alma:
        page, other = alma.page, alma.page.context.new_page()
        alma.go(doors.pages["alma"][0])
        page.locator("#words").fill(MEANWHILE)
        other.goto(f"{house.address}{doors.pages['alma'][0]}consent/")
        other.locator("[value=withdraw]").click()
        page.locator("#send").click()
        expect(page.locator("#closed")).to_be_visible()
        expect(page.locator("#undelivered")).to_be_hidden()
        assert page.locator("#words").input_value() == MEANWHILE
        other.locator("[value=give]").click()
        expect(other.locator("#question")).to_be_visible()
    assert alma.faults == {}
