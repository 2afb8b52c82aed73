"""What she says to a real browser is written down by an endpoint, and the words follow her voice."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.test_speaking import microphone, seconds_recorded, sent
from tests.browser.visiting import visit
from tests.egress import Recorder, recording
from tests.hearing import hears
from tests.serving import House

pytestmark = [pytest.mark.browser, pytest.mark.heavy]  # a house of its own, with an endpoint
SETTINGS = """
[speech]
engine = "endpoint"
processor = "listener"
address = "{address}"
model = "large"

[processors.listener]
name = "Nordlys Tale AS"
description = "Writes down what is said."
region = "NO"
own = true
hosts = ["127.0.0.1"]
purposes = ["book"]
may_hold_content = true
fields = ["privacy.SealedFile.content", "story.Memoir.language"]
"""


@pytest.fixture(scope="module")
def listener() -> Iterator[Recorder]:
    with recording() as kept:
        hears(kept, "We rowed out before dawn.", logprob=-0.9)
        yield kept


@pytest.fixture(scope="module")
def hearing(tmp_path_factory: pytest.TempPathFactory, listener: Recorder) -> Iterator[House]:
    house = House(folder=tmp_path_factory.mktemp("hearing"))
    house.data.mkdir()
    (house.data / "fortell.toml").write_text(SETTINGS.format(address=listener.url("/v1")), encoding="utf-8")
    house.start("--sample")
    yield house
    house.stop()


@pytest.fixture(scope="module")
def chromium_that_hears(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = microphone(playwright, tmp_path_factory.mktemp("microphone"))
    yield browser
    browser.close()


def test_she_reads_what_was_heard_and_the_words_follow_her_voice(
    chromium_that_hears: Browser, hearing: House, listener: Recorder
) -> None:
    with visit(chromium_that_hears, hearing.address, width=320) as alma:
        page = alma.page
        page.context.grant_permissions(["microphone"], origin=hearing.address)
        alma.enter(hearing.links[0])
        expect(page.get_by_text("your voice goes to Nordlys Tale AS as well")).to_be_visible()
        asked = page.locator("#question").inner_text()
        page.locator("#speak").click()
        seconds_recorded(alma, 2)
        page.locator("#send").click()
        sent(alma, asked)
        page.locator(".told li").first.get_by_role("link").click()
        expect(page.locator("#words")).to_have_value("We rowed out before dawn.")
        alma.look("heard")
        page.get_by_text("rowed", exact=True).click()
        expect(page.locator("audio")).to_have_js_property("paused", value=False)
        expect(page.locator("[data-now]")).to_have_text(re.compile("rowed|out|before|dawn."))
        page.locator("#words").fill("We rowed out before dawn, my uncle and I.")
        page.get_by_role("button", name="Save the answer").click()
        expect(page.locator(".told .said").first).to_have_text("We rowed out before dawn, my uncle and I.")
    assert (alma.complaints, alma.foreign, alma.faults) == ([], [], {})
    assert len(listener.arrived) == 1
