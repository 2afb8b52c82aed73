"""What she writes is kept in her browser, sealed, until it has arrived; then nothing of it is left there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.visiting import Doors, visit
from tests.pages.telling import PICTURE
from tests.serving import House

pytestmark = pytest.mark.browser

WORDS = "QUICKLIME was what we whitewashed the cowshed with."
EMPTIED = """async () => {
  const open = indexedDB.open('fortell-unsent');
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = (store) => new Promise((done) => {
    const asked = database.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const [keys, items, files] = [await all('keys'), await all('items'), await all('files')];
  database.close();
  const text = (bytes) => new TextDecoder().decode(bytes);
  return {
    extractable: keys.map((key) => key.extractable),
    queued: items.filter((item) => item.queued).length,
    files: files.length,
    open: [...items, ...files].map((row) => JSON.stringify({...row, sealed: text(row.sealed)})).join(),
  };
}"""
FULL = """() => {
  IDBObjectStore.prototype.put = function () { throw new DOMException('full', 'QuotaExceededError'); };
}"""


@pytest.fixture
def alma(chromium: Browser, house: House, doors: Doors) -> Iterator[tuple[Page, str]]:
    """Her page, and its address."""
    with visit(chromium, house.address, state=doors.alma) as alma:
        address = f"{house.address}{doors.pages['alma'][0]}"
        alma.page.goto(address)
        yield alma.page, address
        assert [said for said in alma.complaints if "ERR_CONNECTION_RE" not in said] == []
        assert alma.foreign == []


def typed(page: Page, words: str) -> None:
    page.locator("#words").fill(words)
    page.wait_for_timeout(900)  # she rests; the page keeps her words a moment after the last key


def reopened(page: Page, address: str) -> Page:
    context: BrowserContext = page.context
    page.close()
    again = context.new_page()
    again.goto(address)
    return again


def told(page: Page, address: str, words: str) -> int:
    page.goto(f"{address}?all=1")
    return page.locator(".told .said").all_inner_texts().count(words)


def add_photo(page: Page, name: str, caption: str) -> None:
    page.set_input_files("#photo", {"name": name, "mimeType": "image/jpeg", "buffer": PICTURE})
    page.locator("[name=caption]").last.fill(caption)


def test_begun_answer_is_in_the_field_again_after_the_tab_was_closed(alma: tuple[Page, str]) -> None:
    page, address = alma
    add_photo(page, "shed.jpg", "The cowshed")
    add_photo(page, "cows.jpg", "Rosa and Litago")
    typed(page, WORDS)
    lying = page.evaluate(EMPTIED)
    assert lying["extractable"] == [False]
    assert (lying["queued"], lying["files"]) == (0, 2)
    assert [word for word in ("QUICKLIME", "Litago", "shed.jpg.", "JFIF") if word in lying["open"]] == []
    page = reopened(page, address)
    expect(page.locator("#words")).to_have_value(WORDS)
    captions = [field.input_value() for field in page.locator("[name=caption]").all()]
    assert captions == ["The cowshed", "Rosa and Litago"]
    page.locator("#send").click()
    expect(page.locator(".told .said").first).to_have_text(WORDS)
    expect(page.locator(".told li").first.locator("img")).to_have_count(2)
    lying = page.evaluate(EMPTIED)
    assert (lying["queued"], lying["files"]) == (0, 0)
    assert told(page, address, WORDS) == 1


def test_answer_sent_while_the_house_was_dead_arrives_once_from_the_next_tab(
    alma: tuple[Page, str], house: House
) -> None:
    page, address = alma
    words = f"{WORDS} It burned the hands."
    add_photo(page, "hands.jpg", "My hands")
    typed(page, words)
    house.kill()
    page.locator("#send").click()
    expect(page.locator("#undelivered")).to_be_visible()
    assert page.evaluate(EMPTIED)["queued"] == 1
    context = page.context
    page.close()  # the lid goes down
    house.start("--sample")
    again = context.new_page()
    again.goto(address)
    expect(again.locator(".told .said").first).to_have_text(words)
    assert again.evaluate(EMPTIED)["queued"] == 0
    assert told(again, address, words) == 1
    expect(again.locator(".told li").first.locator("img")).to_have_count(1)
    assert house.whole()


def test_double_tap_is_one_answer(alma: tuple[Page, str]) -> None:
    page, address = alma
    words = f"{WORDS} Twice tapped."
    typed(page, words)
    page.evaluate("() => { for (let tap = 0; tap < 5; tap++) document.getElementById('answer').requestSubmit(); }")
    expect(page.locator(".told .said").first).to_have_text(words)
    assert told(page, address, words) == 1


@pytest.mark.heavy
def test_words_changed_before_the_line_came_back_are_what_arrives(alma: tuple[Page, str], house: House) -> None:
    page, address = alma
    typed(page, "The boat was gren.")
    house.kill()
    page.locator("#send").click()
    expect(page.locator("#undelivered")).to_be_visible()
    page.locator("#words").fill("The boat was green as grass.")
    house.start("--sample")
    page.evaluate("() => dispatchEvent(new Event('online'))")  # a house that was away long is asked for less often
    expect(page.locator(".told .said").first).to_have_text("The boat was green as grass.")
    assert told(page, address, "The boat was gren.") == 0


@pytest.mark.heavy
def test_two_tabs_each_keep_what_stands_in_them(alma: tuple[Page, str]) -> None:
    page, address = alma
    other = page.context.new_page()
    other.goto(address)
    typed(page, "Begun in one tab.")
    typed(other, "Begun in another.")
    other.close()
    page = reopened(page, address)
    expect(page.locator("#words")).to_have_value("Begun in one tab.")
    waiting = page.locator("#waiting li")
    expect(waiting.locator("[data-waiting=words]")).to_have_text("Begun in another.")
    waiting.locator("[data-waiting=remove]").click()
    waiting.locator("[data-waiting=put-back]").click()
    waiting.locator("[data-waiting=send]").click()
    expect(page.locator("#waiting li")).to_have_count(0)
    assert page.locator("#words").input_value() == "Begun in one tab."
    page.locator("#send").click()
    expect(page.locator(".told .said").first).to_have_text("Begun in one tab.")
    assert told(page, address, "Begun in another.") == 1


@pytest.mark.heavy
def test_full_device_is_said_and_the_answer_still_goes(alma: tuple[Page, str]) -> None:
    page, address = alma
    page.evaluate(FULL)
    words = f"{WORDS} No room."
    typed(page, words)
    expect(page.locator("#no-room")).to_be_visible()
    page.locator("#send").click()
    expect(page.locator(".told .said").first).to_have_text(words)
    assert told(page, address, words) == 1


@pytest.mark.heavy
def test_large_photo_goes_on_where_a_broken_line_stopped_it(alma: tuple[Page, str]) -> None:
    page, address = alma
    pieces, cuts = [0], [2, 4]

    def cut(route: Route) -> None:
        pieces[0] += 1
        if pieces[0] in cuts:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.context.route(
        "**/uploads/*/", lambda route: cut(route) if route.request.method == "PATCH" else route.fallback()
    )
    large = PICTURE + bytes(3 * 512 * 1024)  # what follows a JPEG's end is no part of it
    page.set_input_files("#photo", {"name": "large.jpg", "mimeType": "image/jpeg", "buffer": large})
    words = f"{WORDS} With a large picture."
    typed(page, words)
    page.locator("#send").click()
    for _cut in cuts:
        expect(page.locator("#undelivered")).to_be_visible()
        page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("#tell .told .said").first).to_have_text(words)
    assert pieces[0] == 4 + len(cuts)  # no piece that had arrived went again
    assert told(page, address, words) == 1
    expect(page.locator(".told li").first.locator("img")).to_have_count(1)
