"""The whole way, as the README tells it: she tells and shows, the family reads, mends, makes a book and approves it."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import served
from tests.browser.visiting import Visit, visit
from tests.pages.telling import PICTURE
from tests.serving import House

# A whole book on a machine that may have more to do than this.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

WORD = "hardanger fiddle"
# Ids, times and durations in a line of the log: any four digits may stand in them by chance.
MEASURED = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|"(timestamp|ms)": [^,}]+')


@dataclass(frozen=True, kw_only=True)
class Telling:
    language: str
    width: int
    told: str
    caption: str
    addition: str


WALKS = (
    Telling(
        language="en",
        width=1280,
        told="My father Olav built the boathouse in 1947, down by the old pier. He smelled of tar all that summer.",
        caption="The bay in June",
        addition=" It was forty fathoms deep.",
    ),
    Telling(
        language="nn",
        width=320,
        told="Far min Olav bygde naustet i 1947, nede ved den gamle bryggja. Han lukta tjøre heile den sommaren.",
        caption="Vika i juni",
        addition=" Det var førti famnar djupt.",
    ),
)


@pytest.fixture(scope="module", params=WALKS, ids=lambda walk: f"{walk.language}-{walk.width}")
def walk(request: pytest.FixtureRequest) -> Telling:
    found: Telling = request.param
    return found


@pytest.fixture(scope="module")
def home(walk: Telling, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    yield from served(tmp_path_factory.mktemp(walk.language), walk.language)


@pytest.mark.promise("MIM-2.6", "MIM-13.2")
def test_story_becomes_a_book(chromium: Browser, home: House, walk: Telling, tmp_path: Path) -> None:
    hers = tmp_path / "hers"
    with visit(chromium, home.address, width=walk.width) as alma:
        she_tells(alma, home.links[0], walk)
        alma.page.context.storage_state(path=hers)
    with visit(chromium, home.address, width=walk.width) as ingrid:
        family_mends(ingrid, home.links[1], walk)
        book_is_made(ingrid)
        book_is_approved(ingrid)
        book_is_downloaded(ingrid)
    with visit(chromium, home.address, width=walk.width, state=str(hers)) as again:
        she_thinks_again(again, alma.page.url)
    for person in (alma, ingrid, again):
        assert person.complaints == []
        assert person.foreign == []
        assert person.faults == {}
    said_nothing_of_it(home, walk)


def she_tells(alma: Visit, link: str, walk: Telling) -> None:
    page = alma.page
    alma.go(link)
    expect(page).to_have_url(f"{alma.origin}/open/")  # the token left the address bar
    alma.look("link")
    page.locator("form.entrance button").click()
    page.wait_for_url("**/tell/**")
    alma.look("tell")
    asked = page.locator("#question").inner_text()
    page.locator("[name=outcome][value=skipped]").click()
    expect(page.locator("#question")).not_to_have_text(asked)
    before, asked = passages(alma), page.locator("#question").inner_text()
    page.locator("#words").fill(walk.told)
    page.set_input_files("#photo", {"name": "bay.jpg", "mimeType": "image/jpeg", "buffer": PICTURE})
    page.locator("#caption").fill(walk.caption)
    alma.look("written")
    page.locator("#send").click()
    expect(page.locator("#question")).not_to_have_text(asked)
    expect(page.locator(".heard")).to_be_visible()
    alma.look("heard")
    # It asks about the photo that she added, with the picture beside it.
    expect(page.locator("#turn figure img").first).to_have_attribute("alt", walk.caption)
    assert page.locator(".told .said").first.inner_text() == walk.told
    expect(page.locator(".told img").first).to_have_attribute("alt", walk.caption)
    expect(page.locator("#book-so-far")).not_to_have_attribute("hx-get", re.compile("."), timeout=30_000)
    assert passages(alma) > before
    refused_photo_leaves_her_words(alma)
    alma.go(f"{home_of(alma)}consent/")
    alma.look("consent")
    alma.go(f"{home_of(alma)}book/")
    expect(page.locator(".book-text")).to_contain_text(walk.told.split(",")[0])
    alma.look("reading")


def passages(alma: Visit) -> int:
    return sum(int(text.split()[0]) for text in alma.page.locator("#book-so-far .contents .number").all_inner_texts())


def home_of(person: Visit) -> str:
    found = re.search("/(tell|family)/[^/]+/", person.page.url)
    assert found
    return found[0]


def refused_photo_leaves_her_words(alma: Visit) -> None:
    page = alma.page
    page.locator("#words").fill("Tar")
    page.set_input_files("#photo", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"not a photo"})
    page.locator("#send").click()
    page.locator("#refusal .notice").wait_for()
    assert page.locator("#words").input_value() == "Tar"
    alma.look("refused")
    page.locator("#words").fill("")


def she_thinks_again(alma: Visit, book: str) -> None:
    """She changes an answer, and sees what keeping one to herself would take out of the book that is made."""
    page = alma.page
    alma.go(book.removesuffix("book/"))
    page.locator(".told .link[href*='/answers/']").first.click()
    alma.look("change")
    page.locator("#words").fill("He smelled of tar until Michaelmas.")
    page.locator("main form button").click()
    expect(page.locator(".told .said").first).to_have_text("He smelled of tar until Michaelmas.")
    page.locator("[name=withheld]").first.click()
    expect(page.locator("[name=knowing]")).to_be_visible()
    alma.look("keep to myself")
    page.locator("main .link").click()
    expect(page.locator("[data-kept=self]")).to_have_count(0)


def family_mends(ingrid: Visit, link: str, walk: Telling) -> None:
    page = ingrid.page
    ingrid.enter(link)
    expect(page.locator(".book-text")).to_contain_text(walk.told.split(",")[0])
    ingrid.look("draft")
    passage = page.locator(".passage", has_text=walk.told.split(",")[0]).first
    passage.locator("summary").click()
    expect(passage.locator(".said mark").first).to_be_visible()
    ingrid.look("sources")
    passage.locator(".passage-act a").click()
    area = page.locator(".passage-form textarea")
    area.fill(area.input_value() + walk.addition)
    page.locator(".passage-form button").click()
    expect(page.locator(".unsaid")).to_be_visible()
    ingrid.look("not said")
    page.locator(".passage-form button").click()
    expect(page.locator("[data-voice=family]")).to_contain_text(walk.addition.strip())
    ingrid.look("mended")


def book_is_made(ingrid: Visit) -> None:
    page = ingrid.page
    page.locator("form[action$='/editions/'] button").click()
    page.wait_for_url("**/editions/1/")
    page.locator(".spreads").wait_for(timeout=60_000)
    for picture in page.locator(".spreads img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", value=True)
        expect(picture).to_have_js_property("naturalWidth", 900)
    ingrid.look("edition")


def book_is_approved(ingrid: Visit) -> None:
    page = ingrid.page
    page.locator("[name=seen]").check()
    page.locator("form[action$='/approval/'] button").click()
    page.locator("#word").wait_for()
    ingrid.look("check")
    page.locator("#word").fill(WORD)
    page.locator("main form button").click()
    page.wait_for_url("**/editions/1/")
    page.locator("[name=seen]").check()
    page.locator("form[action$='/approval/'] button").click()
    page.locator("#approved").wait_for()
    ingrid.look("approved")


def book_is_downloaded(ingrid: Visit) -> None:
    interior, epub = download(ingrid, "interior.pdf"), download(ingrid, "book.epub")
    assert interior.startswith(b"%PDF-")
    assert hashlib.sha256(interior).hexdigest()[:16] in ingrid.page.locator("main").inner_text()
    assert zipfile.ZipFile(io.BytesIO(epub)).read("mimetype") == b"application/epub+zip"


def download(ingrid: Visit, name: str) -> bytes:
    with ingrid.page.expect_download() as arriving:
        ingrid.page.locator(f"a[href$='{name}/']").click()
    return arriving.value.path().read_bytes()


def said_nothing_of_it(home: House, walk: Telling) -> None:
    """What the server and its worker wrote to their log: lines of JSON, without a word or a secret of anybody's."""
    log = (home.folder / "said").read_text()
    lines = [line for line in log.splitlines() if not line.startswith(("A master key was made", "Without it nothing"))]
    assert {json.loads(line)["event"] for line in lines} >= {"request", "job.done"}
    secrets = [link.partition("#")[2] for link in home.links]
    words = ("Olav", "Solvang", walk.caption, WORD, str(home.rows("SELECT code FROM story_memoir")[0][0]))
    assert [word for word in (*secrets, *words) if word in log] == []
    assert "1947" not in MEASURED.sub("", log)
