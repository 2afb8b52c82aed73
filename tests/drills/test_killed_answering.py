"""The power goes while many answers arrive: what was acknowledged is there once, what was not can be sent again."""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from tests.serving import House, until

pytestmark = pytest.mark.heavy

WRITERS, BEFORE_THE_KILL = 6, 30


@dataclass(kw_only=True)
class Storm:
    """Many windows of one storyteller that all send at once, until told to stop or cut off."""

    house: House
    page: str
    turn: str
    cookies: dict[str, str]
    secret: str
    sent: dict[UUID, str] = field(default_factory=dict)
    kept: set[UUID] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def send(self, browser: httpx.Client, delivery: UUID) -> None:
        """One answer; it counts as acknowledged only when the server has said so."""
        form = {"turn": self.turn, "delivery": str(delivery), "text": self.sent[delivery], "caption": ""}
        answer = browser.post(f"{self.page}answers/", data=form | {"csrfmiddlewaretoken": self.secret})
        assert answer.status_code == 302, answer.text
        self.kept.add(delivery)

    def write(self) -> None:
        with self.browser() as browser:
            while not self.over.is_set():
                delivery = uuid4()
                self.sent[delivery] = f"Story {delivery.hex} of the pier."
                try:
                    self.send(browser, delivery)
                except httpx.TransportError:
                    return

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.house.address, cookies=self.cookies, timeout=60)


def storm(house: House) -> Storm:
    """Come in by her link, as a browser does, and read her page."""
    with httpx.Client(base_url=house.address) as browser:
        secret = hidden("csrfmiddlewaretoken", browser.get("/open/").text)
        token = house.links[0].partition("#")[2]
        page = browser.post("/open/", data={"token": token, "csrfmiddlewaretoken": secret}).headers["Location"]
        text = browser.get(page).text
        cookies = {cookie.name: str(cookie.value) for cookie in browser.cookies.jar}
    return Storm(
        house=house, page=page, turn=hidden("turn", text), cookies=cookies, secret=hidden("csrfmiddlewaretoken", text)
    )


def hidden(name: str, page: str) -> str:
    found = re.search(f'name="{name}" value="([^"]+)"', page)
    assert found
    return found[1]


def stored(house: House) -> Counter[UUID]:
    return Counter(UUID(str(row[0])) for row in house.rows("SELECT delivery FROM story_answer"))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    running = House(folder=tmp_path)
    running.start("--sample")
    yield running
    running.stop()


def test_every_acknowledged_answer_survives_the_kill_exactly_once(house: House) -> None:
    alma = storm(house)
    with ThreadPoolExecutor(WRITERS) as writers:
        for _writer in range(WRITERS):
            writers.submit(alma.write)
        until(lambda: len(alma.kept) >= BEFORE_THE_KILL)
        house.kill()
    assert house.whole()
    house.start("--sample")
    after = stored(house)
    assert {delivery for delivery in alma.kept if after[delivery] != 1} == set()
    send_everything_again(alma)
    again = stored(house)
    assert {delivery for delivery in alma.sent if again[delivery] != 1} == set()
    assert set(again.values()) == {1}
    readable(alma)


def send_everything_again(alma: Storm) -> None:
    """As her browsers do for what nobody acknowledged; and, to be sure, for the rest too."""
    assert len(alma.sent) > len(alma.kept)  # the kill came in the middle of something
    with alma.browser() as browser:
        for delivery in list(alma.sent):
            alma.send(browser, delivery)


def readable(alma: Storm) -> None:
    """Each one stands on her page once: its key was there before it."""
    with alma.browser() as browser:
        page = browser.get(f"{alma.page}?all=1").text
    told = Counter(re.findall(r'<p class="said">(Story [^<]+)</p>', page))
    assert told == Counter(alma.sent.values())
