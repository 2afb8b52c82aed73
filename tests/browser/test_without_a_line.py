"""Her page opens without a line, and what she writes there arrives later, or she is told why not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served
from tests.browser.test_kept_on_the_device import EMPTIED
from tests.browser.visiting import READY, Doors, Visit, visit
from tests.serving import House

pytestmark = pytest.mark.browser

ON_THE_TRAIN = "On the train I wrote this, QUICKLIME and all, under the mountain."
AND_THEN = "And then came the next tunnel."


@pytest.fixture
def alma(chromium: Browser, house: House, doors: Doors) -> Iterator[tuple[Visit, str]]:
    with visit(chromium, house.address, width=320, state=doors.alma) as alma:
        address = f"{house.address}{doors.pages['alma'][0]}"
        alma.page.goto(address)
        kept = alma.page.evaluate(READY)
        assert [path for path in kept if not path.startswith("/static/")] == ["/offline/"]  # no page of hers
        yield alma, address


def typed(page: Page, words: str) -> None:
    page.locator("#words").fill(words)
    page.wait_for_timeout(900)


def told(page: Page, address: str, words: str) -> int:
    page.goto(f"{address}?all=1")
    return page.locator("#tell .told .said").all_inner_texts().count(words)


def test_written_without_a_line_it_arrives_once_there_is_one(alma: tuple[Visit, str], house: House) -> None:
    visitor, address = alma
    asked = visitor.page.locator("#question").inner_text()
    typed(visitor.page, ON_THE_TRAIN)
    house.kill()
    page = visitor.page.context.new_page()
    visitor.page.close()
    page.goto(address)
    expect(page.locator("#question")).to_have_text(asked)
    expect(page.locator("#words")).to_have_value(ON_THE_TRAIN)
    Visit(page=page, origin=house.address).look("without a line")
    page.locator("#send").click()
    expect(page.locator("#waiting [data-waiting=words]")).to_have_text(ON_THE_TRAIN)
    expect(page.locator("#words")).to_have_value("")
    page.locator("#words").fill(AND_THEN)
    page.locator("#send").click()
    expect(page.locator("#waiting li")).to_have_count(2)
    here = Visit(page=page, origin=house.address)
    here.look("two wait")
    assert here.faults == {}
    page.context.clear_cookies(name="csrftoken")  # a month later the browser has begun anew
    house.start("--sample")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("#tell .told .said").first).to_be_visible()
    page.wait_for_function(f"async () => (await ({EMPTIED})()).queued === 0")
    assert (told(page, address, ON_THE_TRAIN), told(page, address, AND_THEN)) == (1, 1)
    assert house.whole()


@pytest.mark.heavy
def test_behind_a_closed_link_she_finds_her_words_and_a_new_link_sends_them(
    alma: tuple[Visit, str], house: House
) -> None:
    visitor, address = alma
    page, words = visitor.page, f"{AND_THEN} The link was closed meanwhile."
    typed(page, words)
    device = page.context.cookies(address)
    page.context.clear_cookies(name="fortell_device")  # to the house this browser is a stranger's now
    page.goto(address)
    expect(page.locator("#waiting [data-waiting=words]")).to_have_text(words)
    here = Visit(page=page, origin=house.address)
    expect(page.locator("#shut")).to_be_visible()
    here.look("link was closed")
    assert here.faults == {}
    page.context.add_cookies([cookie for cookie in device if cookie["name"] == "fortell_device"])  # type: ignore[list-item]
    page.goto(address)
    expect(page.locator("#words")).to_have_value(words)
    page.locator("#send").click()
    expect(page.locator("#tell .told .said").first).to_have_text(words)
    assert told(page, address, words) == 1


@pytest.mark.heavy
def test_words_stay_while_her_yes_is_taken_back_and_go_once_she_gives_it_again(
    alma: tuple[Visit, str],
) -> None:
    visitor, address = alma
    page, words = visitor.page, f"{AND_THEN} I had taken my yes back."
    typed(page, words)
    other = page.context.new_page()
    other.goto(f"{address}consent/")
    other.locator("[value=withdraw]").click()
    other.wait_for_load_state()
    page.locator("#send").click()
    expect(page.locator("#closed")).to_be_visible()
    page.goto(address)
    expect(page.locator("#waiting [data-waiting=words]")).to_have_text(words)
    page.locator("[value=give]").click()
    expect(page.locator("#tell .told .said").first).to_have_text(words)
    assert told(page, address, words) == 1


@pytest.mark.heavy
def test_app_of_its_own_comes_in_with_a_code_and_begins_at_her_page(
    chromium: Browser, house: House, doors: Doors
) -> None:
    with visit(chromium, house.address, state=doors.alma) as browser:
        browser.go(f"{doors.pages['alma'][0]}app/")
        browser.look("how it becomes an app")
        browser.page.locator("main form button").click()
        code = browser.page.locator("#main .question").inner_text()
        browser.look("code")
    with visit(chromium, house.address, width=320) as app:
        app.go("/app/")
        app.look("app without a code")
        app.page.locator("#token").fill(code.lower())
        app.page.locator("form.entrance button").click()
        app.page.wait_for_url("**/tell/**")
        app.page.evaluate(READY)
        app.go("/app/")
        app.page.wait_for_url("**/tell/**")
    with visit(chromium, house.address) as third:
        third.go("/app/")
        third.page.locator("#token").fill(code)
        third.page.locator("form.entrance button").click()
        expect(third.page.locator("h1")).to_have_text("This link no longer opens")
    for person in (browser, app, third):
        assert person.faults == {}
        assert person.foreign == []


@pytest.mark.heavy
def test_erased_memoir_leaves_nothing_on_the_device_that_erased_it(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for home in served(tmp_path_factory.mktemp("erased")):
        with visit(chromium, home.address) as alma:
            alma.enter(home.links[0])
            address = alma.page.url
            alma.page.evaluate(READY)
            typed(alma.page, f"{ON_THE_TRAIN} Never sent.")
            assert alma.page.evaluate(EMPTIED)["extractable"] == [False]
            alma.page.goto(f"{address}rights/erasure/")
            alma.page.locator("#word").fill("hardanger fiddle")
            alma.page.locator("main form button").click()
            alma.page.locator("main form button").click()
            expect(alma.page.locator("h1")).to_have_text("Everything is deleted")
            alma.page.wait_for_timeout(500)
            left = alma.page.evaluate(EMPTIED)
            assert (left["extractable"], left["open"]) == ([], "")
            assert alma.page.evaluate("() => localStorage.getItem('fortell-home')") is None
            alma.page.goto(address)
            expect(alma.page.locator("#shut")).to_have_count(0)
