"""The privacy notice as people meet it: public pages, the foot of every page, and the telling of a change."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from fortell.config.checks import problems
from fortell.kit.installation import Controller
from fortell.people.models import NoticeSeen
from fortell.people.notice import context
from fortell.people.notice.news import told
from fortell.privacy import browser
from fortell.privacy.erasure import erase_scope
from fortell.privacy.models import Notice
from fortell.privacy.notice.publishing import publish, publish_first, sha256, text_of
from fortell.privacy.profile import Profile, chosen, profile
from tests.cast import BOTH, Family, Somebody, make_family

pytestmark = pytest.mark.django_db(databases=BOTH)
LANGUAGES = ("nb", "nn", "sv", "en")
SAID = {"nb": "Kortere tid.", "nn": "Kortare tid.", "sv": "Kortare tid.", "en": "Kept for a shorter time."}


@pytest.fixture
def version_1() -> Notice:
    publish_first(profile())
    return Notice.objects.get()


@pytest.fixture
def shorter() -> Profile:
    house = profile()
    return replace(house, retention=house.retention | {"logs": replace(house.retention["logs"], number=7)})


def page(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def home(family: Family, somebody: Somebody) -> str:
    return f"/{'tell' if somebody is family.alma else 'family'}/{family.memoir.code}/"


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.promise("LIL-9.1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_anybody_reads_the_version_in_force_in_her_language(version_1: Notice, client: Client, language: str) -> None:
    title = text_of(version_1, language).content["title"]
    assert f"<h1>{title}</h1>" in page(client, "/privacy", **{"accept-language": language})
    response = client.get(f"/privacy/{language}", headers={"accept-language": "fi"})
    assert f"<h1>{title}</h1>" in response.content.decode()
    assert response.headers["Content-Language"] == language
    assert response.cookies == {}


@pytest.mark.promise("MIM-15.1")
def test_the_page_shows_the_text_that_was_hashed(version_1: Notice, client: Client) -> None:
    shown = client.get("/privacy/nn").context
    assert sha256(shown["text"].content) == text_of(version_1, "nn").sha256
    assert "Utgåve 1, gjeld frå " in page(client, "/privacy/nn")


@pytest.mark.parametrize("address", ["/privacy/fi", "/privacy/history/2", "/privacy/history/1/changes"])
def test_what_was_never_published_is_not_there(version_1: Notice, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.promise("MIM-12.9", "LIL-9.8")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_to_the_authority_is_a_link(client: Client, language: str) -> None:
    publish_first(chosen("life-story"))
    assert 'href="https://www.datatilsynet.no/"' in page(client, f"/privacy/{language}")


@pytest.mark.promise("MEM-15.2", "MNT-14.1")
def test_every_page_links_to_the_notice_and_says_who_answers(
    version_1: Notice, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = chosen("life-story").controller
    monkeypatch.setattr(context, "profile", lambda: replace(profile(), controller=company))
    pages = [
        ("/", family.jonas),
        ("/open/", family.jonas),
        ("/privacy", family.jonas),
        ("/privacy/history", family.jonas),
    ]
    pages += [(reverse(name, args=[family.memoir.code]), family.alma) for name in ("story:tell", "story:consent")]
    pages += [(f"/family/{family.memoir.code}/{rest}", family.ingrid) for rest in ("", "check/")]
    wanted = ("Livsordet Forlag AS", "111 111 111", "Bryggeveien 1", "personvern@livsordet.example", "+47 00 00 00 01")
    for address, somebody in pages:
        foot = page(somebody.browser(), address).partition("<footer")[2]
        assert 'href="/privacy"' in foot
        assert [piece for piece in wanted if piece not in foot] == []
    lost = family.jonas.browser().get("/nowhere/").content.decode().partition("<footer")[2]
    assert 'href="/privacy"' in lost
    assert wanted[0] in lost


def test_a_family_without_contact_shows_no_empty_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "profile", lambda: replace(profile(), controller=Controller()))
    assert "<address" not in page(client, "/")


# --- history ---------------------------------------------------------------------------------------------------------


@pytest.mark.promise("MEM-0.8", "MNT-11.2")
def test_the_history_lists_versions_and_shows_what_changed(version_1: Notice, shorter: Profile, client: Client) -> None:
    publish(profile=shorter, summaries=SAID)
    history = page(client, "/privacy/history", **{"accept-language": "en"})
    assert history.index("Version 2") < history.index("Version 1")
    changes = page(client, "/privacy/history/2/changes", **{"accept-language": "en"})
    assert '<del><span class="visually-hidden">[taken out: </span>30 <span' in changes
    assert '<ins><span class="visually-hidden">[new: </span>7 <span' in changes
    old = page(client, "/privacy/history/1", **{"accept-language": "en"})
    assert "not the one that holds today" in old
    assert "30 days from the day it came about" in old


@pytest.mark.promise("MIM-13.3")
def test_a_coming_version_is_announced_on_the_page_before_its_day(
    version_1: Notice, shorter: Profile, client: Client
) -> None:
    with time_machine.travel(datetime(2027, 1, 5, tzinfo=UTC), tick=False):
        publish(profile=shorter, effective=date(2027, 2, 1), summaries=SAID)
        shown = page(client, "/privacy/en")
    assert "A new version holds from" in shown
    assert "Kept for a shorter time." in shown
    assert "Version 1, holds from" in shown


@pytest.fixture
def visits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cookie more, which a room declares with its texts."""
    for language in LANGUAGES:
        text = '[browser.visits]\nuse = "Counts visits."\nlasts = "A year."\n'
        (tmp_path / f"{language}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(browser, "_kept", dict(browser._kept))
    browser.declare_in_browser("visits", place=browser.Place.COOKIE, texts=tmp_path)


@pytest.mark.promise("MIM-13.3")
def test_a_cookie_more_makes_the_check_fail_until_a_newer_notice_lists_it(
    version_1: Notice, visits: None, client: Client
) -> None:
    stale = "the notice is not what the house does: see `fortell notice diff`, then `fortell notice publish`"
    assert [line for line in problems() if "notice" in line] == [stale]
    publish(profile=profile(), significant=True, summaries=SAID)
    assert [line for line in problems() if "notice" in line] == []
    assert "Counts visits." in page(client, "/privacy/en")


# --- a significant change --------------------------------------------------------------------------------------------


@pytest.fixture
def changed(version_1: Notice, family: Family, shorter: Profile) -> Notice:
    return publish(profile=shorter, significant=True, summaries=SAID)


@pytest.mark.promise("MIM-15.2", "MNT-11.3")
@pytest.mark.parametrize("name", ["alma", "ingrid", "kari", "jonas"])
def test_every_member_is_told_on_her_own_page_until_she_has_seen_it(changed: Notice, family: Family, name: str) -> None:
    somebody: Somebody = getattr(family, name)
    mine = home(family, somebody)
    assert "Kept for a shorter time." in page(somebody.browser(), mine)
    assert told(changed.number) == (0, 4)
    response = somebody.browser().post(f"{mine}notice/", {"next": mine})
    assert (response.status_code, response.headers["Location"]) == (302, mine)
    assert "Kept for a shorter time." not in page(somebody.browser(), mine)
    assert told(changed.number) == (1, 4)


def test_looking_at_the_news_does_not_put_it_away(changed: Notice, family: Family) -> None:
    for _look in range(2):
        page(family.jonas.browser(), home(family, family.jonas))
    assert family.jonas.browser().get(f"{home(family, family.jonas)}notice/").status_code == 405
    assert NoticeSeen.objects.count() == 0


def test_strangers_and_other_families_put_nothing_away(changed: Notice, family: Family, client: Client) -> None:
    other = make_family(storyteller="Bjarne Vik")
    for somebody in (client, other.alma.browser(), other.ingrid.browser()):
        assert somebody.post(f"/tell/{family.memoir.code}/notice/").status_code == 404
    assert NoticeSeen.objects.count() == 0


def test_nobody_is_led_elsewhere_by_the_form(changed: Notice, family: Family) -> None:
    response = family.jonas.browser().post(f"{home(family, family.jonas)}notice/", {"next": "https://evil.example/"})
    assert response.headers["Location"] == home(family, family.jonas)


def test_who_joins_later_and_strangers_see_no_news(changed: Notice, client: Client) -> None:
    later = make_family(storyteller="Bjarne Vik")
    assert "Kept for a shorter time." not in page(later.alma.browser(), home(later, later.alma))
    assert "Kept for a shorter time." not in page(client, "/")


def test_a_small_change_is_not_told(version_1: Notice, family: Family, shorter: Profile) -> None:
    publish(profile=shorter, summaries=SAID)
    assert "Kept for a shorter time." not in page(family.alma.browser(), home(family, family.alma))


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_what_somebody_has_seen_is_erased_with_her(changed: Notice, family: Family) -> None:
    family.jonas.browser().post(f"{home(family, family.jonas)}notice/")
    assert NoticeSeen.objects.count() == 1
    erase_scope(family.memoir.id)
    assert NoticeSeen.objects.count() == 0


def test_another_controller_is_told_with_what_can_be_done_first(version_1: Notice, family: Family) -> None:
    sold: Any = replace(profile(), controller=Controller(name="The Berg family"))
    publish(profile=sold, effective=date(2099, 1, 1), summaries=SAID)
    shown = page(family.ingrid.browser(), home(family, family.ingrid))
    assert "Somebody else will answer for what you have told" in shown
    assert 'href="/privacy#rights"' in shown
    assert "Before that you can take a copy of everything, have it deleted, or take back your yes." in shown
