"""Where a legal hold stands, a page that would delete says so calmly, and nothing has gone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localtime

from fortell.book.actions import make_edition
from fortell.book.models import Edition
from fortell.kit.clock import now
from fortell.people.guard import LANGUAGE_COOKIE
from fortell.people.permissions import OPERATOR
from fortell.privacy import holds
from fortell.privacy.models import LegalHold, RightsRequest
from fortell.privacy.rights import requests
from fortell.story.models import Answer, Photo, Recording
from fortell.story.rights import _grounds
from tests.cast import BOTH
from tests.pages.telling import Told
from tests.pages.test_access import address

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
DELETING = ("story:erasure", "story:deletion", "story:photo-deletion", "story:recording-deletion")
TITLES = {
    "en": "This must be kept for now",
    "nb": "Dette må tas vare på inntil videre",
    "nn": "Dette må takast vare på inntil vidare",
    "sv": "Det här måste sparas tills vidare",
}


@pytest.fixture
def hers(told: Told) -> Client:
    """The storyteller's browser, after the second check; the memoir is on hold."""
    told.family.alma.checked()
    until = now() + timedelta(days=9)
    holds.hold(scope=told.family.memoir.id, ground=LegalHold.Ground.ORDER, until=until, by=OPERATOR)
    return told.family.alma.browser()


def left() -> tuple[int, int, int, int]:
    answers, rooms = Answer.objects.filter(withheld_at=None), (Photo, Recording, Edition)
    return (answers.count(), *(room.objects.count() for room in rooms))


@pytest.mark.parametrize("name", DELETING)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_that_deletes_says_that_it_is_held_and_deletes_nothing(
    told: Told, hers: Client, name: str, method: str
) -> None:
    before = left()
    response = getattr(hers, method)(address(name, told))
    assert response.status_code == 409
    assert TITLES["en"] in response.content.decode()
    assert left() == before


@pytest.mark.parametrize("language", TITLES)
def test_it_says_so_in_every_language(told: Told, hers: Client, language: str) -> None:
    hers.cookies[LANGUAGE_COOKIE] = language
    assert f"<h1>{TITLES[language]}</h1>" in hers.get(address("story:erasure", told)).content.decode()


@pytest.mark.parametrize("knowing", [{}, {"knowing": "1"}])
def test_an_answer_is_not_kept_back_where_that_destroys_an_edition(
    told: Told, hers: Client, knowing: dict[str, str]
) -> None:
    make_edition(memoir=told.family.memoir, by=OPERATOR)
    before = left()
    response = hers.post(address("story:withholding", told), {"withheld": "1"} | knowing)
    assert response.status_code == 409
    assert left() == before


def test_an_answer_that_no_edition_holds_can_be_kept_back(told: Told, hers: Client) -> None:
    Edition.objects.all().delete()
    before = left()[0]
    assert hers.post(address("story:withholding", told), {"withheld": "1"}).status_code == 302
    assert left()[0] == before - 1


def asked() -> list[tuple[str, str, str, bool, str]]:
    rows = RightsRequest.objects.filter(kind="erasure")
    return [(r.state, r.channel, r.refused_because, r.closed_at is not None, r.closed_by) for r in rows]


def refused(told: Told, ground: str) -> tuple[str, str, str, bool, str]:
    return ("refused", "page", ground, True, told.family.alma.actor.pseudonym)


@pytest.mark.parametrize("name", DELETING)
def test_a_deletion_that_is_held_is_a_refused_request_with_its_ground(told: Told, hers: Client, name: str) -> None:
    shown = hers.post(address(name, told)).content.decode()
    assert "is written down among your rights" in shown
    assert "Write down that I asked" not in shown
    assert asked() == [refused(told, "legal-duty")]


@pytest.mark.parametrize("name", DELETING)
def test_who_only_looks_has_not_asked_and_can_have_it_in_writing(told: Told, hers: Client, name: str) -> None:
    before = left()
    shown = hers.get(address(name, told)).content.decode()
    assert f'action="{address("story:erasure-asked", told)}"' in shown
    assert asked() == []
    response = hers.post(address("story:erasure-asked", told))
    assert (response.status_code, response.headers["Location"]) == (302, address("story:rights", told))
    assert (asked(), left()) == ([refused(told, "legal-duty")], before)


@pytest.mark.parametrize(
    ("ground", "key", "why"),
    [
        (LegalHold.Ground.CLAIM, "legal-claims", "it may be needed to settle a legal claim"),
        (LegalHold.Ground.DUTY, "legal-duty", "the law, a court or an authority requires that it is kept"),
    ],
)
def test_her_rights_say_when_and_why_it_was_refused(
    told: Told, hers: Client, ground: LegalHold.Ground, key: str, why: str
) -> None:
    holds.hold(scope=told.family.memoir.id, ground=ground, until=now() + timedelta(days=9), by=OPERATOR)
    hers.post(address("story:erasure", told))
    assert asked() == [refused(told, key)]
    row = RightsRequest.objects.get(kind="erasure")
    assert row.due_at == requests.due(row.received_at)
    shown = hers.get(address("story:rights", told)).content.decode()
    day = date_format(localtime(row.received_at))
    assert f"To have something deleted – refused on {day}: {why}" in shown


def test_in_writing_is_nothing_to_have_once_the_hold_has_ended(told: Told, hers: Client) -> None:
    before = left()
    holds.lift(scope=told.family.memoir.id, by=OPERATOR)
    response = hers.post(address("story:erasure-asked", told))
    assert response.headers["Location"] == address("story:erasure", told)
    assert (asked(), left()) == ([], before)


def test_keeping_an_answer_back_asks_for_no_deletion(told: Told, hers: Client) -> None:
    make_edition(memoir=told.family.memoir, by=OPERATOR)
    shown = hers.post(address("story:withholding", told), {"withheld": "1", "knowing": "1"}).content.decode()
    assert ("written down" in shown, "Write down" in shown, asked()) == (False, False, [])


def test_every_ground_of_a_refusal_has_words() -> None:
    assert set(_grounds()) == requests.WHY_REFUSED
