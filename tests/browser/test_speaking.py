"""She speaks to a real browser, whose microphone is fed with real sound, and hears herself again."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.visiting import CHROMIUM, QUIET, Doors, Visit, visit
from tests.serving import House
from tests.sounds import recorded

pytestmark = pytest.mark.browser
REAL_SPEECH = Path("/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0870.wav")
LENGTH = "audio => audio.duration"
LEVEL = "meter => meter.value"


@pytest.fixture(scope="module")
def listening(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = microphone(playwright, tmp_path_factory.mktemp("microphone"))
    yield browser
    browser.close()


def microphone(playwright: Playwright, folder: Path) -> Browser:
    """A chromium whose microphone hears a human voice where the machine has one, and a tone where it has not."""
    sound = REAL_SPEECH
    if not sound.exists():
        sound = folder / "tone.wav"
        sound.write_bytes(recorded(3.0, "wav"))
    fake = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={sound}"]
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *root, *fake])


@pytest.fixture
def alma(listening: Browser, house: House, doors: Doors, request: pytest.FixtureRequest) -> Iterator[Visit]:
    with visit(listening, house.address, state=doors.alma, width=getattr(request, "param", 1280)) as she:
        she.page.context.grant_permissions(["microphone"], origin=house.address)
        she.go(doors.pages["alma"][0])
        yield she
        assert she.complaints == []
        assert she.foreign == []
        assert she.faults == {}


def seconds_recorded(alma: Visit, at_least: int) -> None:
    expect(alma.page.locator("#voice-time")).to_have_text(re.compile(f"0:0[{at_least}-9]"))


def sent(alma: Visit, asked: str) -> None:
    expect(alma.page.locator("#question")).not_to_have_text(asked)


@pytest.mark.promise("MIM-2.2")
@pytest.mark.parametrize("alma", [1280, 320], indirect=True)
def test_she_speaks_listens_and_sends(alma: Visit) -> None:
    page = alma.page
    asked = page.locator("#question").inner_text()
    alma.look("before speaking")
    page.locator("#speak").click()
    seconds_recorded(alma, 1)
    assert page.locator("#voice-level").evaluate(LEVEL) > 0
    alma.look("speaking")
    page.locator("#voice-pause").click()
    expect(page.get_by_text("Paused")).to_be_visible()
    page.locator("#voice-pause").click()
    page.locator("#speak").click()
    expect(page.locator("#voice-listen")).to_be_visible()
    alma.look("recorded")
    page.locator("#send").click()
    sent(alma, asked)
    expect(page.locator("#voice-listen")).to_be_hidden()
    kept = page.locator(".told audio").first
    kept.evaluate("audio => { audio.preload = 'auto'; audio.load(); }")
    expect(kept).to_have_js_property("readyState", 4)
    assert 1 < kept.evaluate(LENGTH) < 60  # it knows its length, and so can be moved about in
    kept.evaluate("audio => { audio.currentTime = 1; }")
    expect(kept).to_have_js_property("currentTime", 1)
    alma.look("kept")


def test_she_holds_the_button_and_lets_go(alma: Visit) -> None:
    page = alma.page
    page.locator("#speak").hover()
    page.mouse.down()
    seconds_recorded(alma, 1)
    page.mouse.up()
    expect(page.locator("#voice-listen")).to_be_visible()
    page.locator("#voice-again").click()
    expect(page.locator("#speak")).to_be_focused()
    assert page.locator("#recording").evaluate("field => field.files.length") == 0


def test_keys_alone_are_enough_and_send_ends_the_recording(alma: Visit) -> None:
    page = alma.page
    asked = page.locator("#question").inner_text()
    alma.tab_to("#speak")
    page.keyboard.press("Enter")
    seconds_recorded(alma, 1)
    alma.tab_to("#send")
    page.keyboard.press("Enter")
    sent(alma, asked)
    expect(page.locator(".told li").first.locator("audio")).to_have_count(1)


def test_a_recording_comes_along_to_another_question(alma: Visit) -> None:
    page = alma.page
    asked = page.locator("#question").inner_text()
    page.locator("#speak").click()
    seconds_recorded(alma, 1)
    page.locator("#speak").click()
    page.locator("[value=skipped]").click()
    sent(alma, asked)
    expect(page.locator("#voice-listen")).to_be_visible()
    assert page.locator("#recording").evaluate("field => field.files.length") == 1
    page.locator("#voice-again").click()


def test_it_ends_by_itself_at_the_published_length(listening: Browser, house: House, doors: Doors) -> None:
    with visit(listening, house.address, state=doors.alma) as alma:
        page = alma.page
        page.context.grant_permissions(["microphone"], origin=house.address)
        page.route(
            "**/tell/*/", lambda route: route.fulfill(response=(got := route.fetch()), body=shortened(got.text()))
        )
        alma.go(doors.pages["alma"][0])
        page.locator("#speak").click()
        expect(page.get_by_text("That was the longest that fits")).to_be_visible()
        expect(page.locator("#voice-listen")).to_be_visible()


def shortened(page: str) -> str:
    """The page as it would be in a house that takes messages of two seconds."""
    assert 'data-minutes="10"' in page
    return page.replace('data-minutes="10"', 'data-minutes="0.034"')


def test_where_the_microphone_is_refused_she_is_told_and_can_write(
    listening: Browser, house: House, doors: Doors
) -> None:
    with visit(listening, house.address, state=doors.alma) as alma:
        page = alma.page
        page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('denied'))")
        alma.go(doors.pages["alma"][0])
        asked = page.locator("#question").inner_text()
        page.locator("#speak").click()
        expect(page.get_by_text("We may not use your microphone.")).to_be_visible()
        expect(page.locator("#voice-file")).to_be_visible()
        alma.look("refused")
        page.locator("#words").fill("Then I write it: the boat was green.")
        page.locator("#send").click()
        sent(alma, asked)
    assert alma.faults == {}
