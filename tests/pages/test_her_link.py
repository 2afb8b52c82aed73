"""The card with her link: made by the owner after a second check, shown once, in place of every earlier link."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import segno
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from structlog.testing import capture_logs

from fortell.people.actions import WAIT, make_link
from fortell.people.models import Device, Link
from fortell.people.permissions import OPERATOR
from fortell.people.views import OPENINGS
from tests.cast import BOTH, WORD, Family, make_family
from tests.pages.telling import Response

pytestmark = pytest.mark.django_db(databases=BOTH)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 8 * Argon2PasswordHasher.parallelism)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 5, 17, 12, 0, tzinfo=UTC), tick=False) as moved:
        yield moved


def page(family: Family, closing: str = "") -> str:
    return f"/family/{family.memoir.code}/link/{closing}"


def new_card(family: Family, **form: str) -> tuple[str, str]:
    """The token on a new card, and the whole page."""
    family.ingrid.checked()
    html = family.ingrid.browser().post(page(family), form).content.decode()
    found = re.search(r"/open/#([\w-]{43})", html)
    assert found
    return found[1], html


def came_in(token: str, word: str = "") -> Response:
    return Client().post("/open/", {"token": token, "word": word})


def test_card_opens_her_page_and_its_code_says_the_same(family: Family) -> None:
    token, html = new_card(family)
    assert came_in(token).headers["Location"] == f"/tell/{family.memoir.code}/"
    found = re.search(r"http[^\s<]+/open/#[\w-]+", html)
    assert found
    path = re.search(r' d="([^"]+)"', segno.make(found[0], error="m", micro=False).svg_inline(border=4))
    assert path
    assert path[1] in html
    assert "style=" not in html  # the page's own rules for style would not let it draw


def test_new_card_closes_earlier_links_and_no_device(family: Family) -> None:
    earlier = make_link(member=family.alma.member, once=False, by=OPERATOR)
    token, _html = new_card(family)
    assert came_in(earlier).status_code == 404
    assert family.alma.browser().get(f"/tell/{family.memoir.code}/").status_code == 200
    newest, _html = new_card(family)
    assert [came_in(one).status_code for one in (token, newest)] == [404, 302]


def test_lost_telephone_closes_everything_of_hers_and_nothing_of_others(family: Family) -> None:
    token, _html = new_card(family)
    family.ingrid.browser().post(page(family, "closing/"))
    assert came_in(token).status_code == 404
    assert family.alma.browser().get(f"/tell/{family.memoir.code}/").status_code == 404
    assert family.jonas.browser().get(f"/family/{family.memoir.code}/").status_code == 200
    again, _html = new_card(family)
    assert came_in(again).status_code == 302


def test_new_device_is_asked_for_her_word_where_the_owner_wants_it(family: Family) -> None:
    family.alma.checked()
    token, _html = new_card(family, asks_word="1")
    before = Device.objects.count()
    asked = came_in(token)
    assert (asked.status_code, "What is your word?" in asked.content.decode()) == (200, True)
    assert came_in(token, "some other word").status_code == 422
    assert Device.objects.count() == before
    assert came_in(token, WORD).status_code == 302


def test_until_she_has_chosen_a_word_the_link_alone_opens(family: Family) -> None:
    token, _html = new_card(family, asks_word="1")
    assert came_in(token).status_code == 302


def test_wrong_words_make_the_link_wait(clock: time_machine.Traveller, db: None) -> None:
    family = make_family()
    family.alma.checked()
    token, _html = new_card(family, asks_word="1")
    answers = [came_in(token, f"guess {number}").status_code for number in range(5)]
    assert answers == [422] * 5
    assert came_in(token, WORD).status_code == 422
    clock.shift(WAIT + timedelta(seconds=1))
    assert came_in(token, WORD).status_code == 302


def test_many_links_that_open_nothing_are_not_looked_at_for_a_while(clock: time_machine.Traveller, db: None) -> None:
    family = make_family()
    token = make_link(member=family.alma.member, once=False, by=OPERATOR)
    tried = [came_in(f"guess-{number}").status_code for number in range(OPENINGS.tries)]
    assert set(tried) == {404}
    assert came_in(token).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post("/open/", {"token": token}).status_code == 302
    clock.shift(OPENINGS.within + timedelta(seconds=1))
    assert came_in(token).status_code == 302


def test_whole_link_may_be_put_in_as_well_as_its_code(family: Family) -> None:
    token = make_link(member=family.alma.member, once=False, by=OPERATOR)
    assert came_in(f" https://fortell.example.org/open/#{token} ").status_code == 302


def test_token_of_the_card_is_in_no_log_and_in_no_table(family: Family) -> None:
    with capture_logs() as logs:
        token, html = new_card(family)
        came_in(token)
    assert logs
    assert token not in repr(logs)
    assert token in html
    assert not Link.objects.filter(token_hash=token.encode()).exists()
    assert family.ingrid.browser().get(page(family)).content.decode().count(token) == 0
    assert family.ingrid.browser().post(page(family)).headers["Cache-Control"].count("no-store") == 1
