"""Where a legal hold stands, a page that would delete says so calmly, and nothing has gone."""

from datetime import timedelta

import pytest
from django.test import Client

from fortell.book.actions import make_edition
from fortell.book.models import Edition
from fortell.kit.clock import now
from fortell.people.guard import LANGUAGE_COOKIE
from fortell.people.permissions import OPERATOR
from fortell.privacy import holds
from fortell.privacy.models import LegalHold
from fortell.story.models import Answer, Photo, Recording
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
