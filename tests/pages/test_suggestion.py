"""On the page where a passage is edited, a language model may be asked for other wording."""

import pytest
from django.test import Client
from django.urls import reverse

from fortell.book.models import Passage
from fortell.story.actions import withdraw_consent
from tests.cast import BOTH
from tests.modelling import Double
from tests.pages.telling import Response, Told
from tests.pages.test_editing import HTMX, body, page

pytestmark = pytest.mark.django_db(databases=BOTH)


def ask(told: Told, text: str, *, wish: str = "shorter", headers: dict[str, str] | None = None) -> Response:
    form = {"text": text, "version": 1, "wish": wish}
    return told.family.ingrid.browser().post(page(told, "suggestion"), form, headers=headers or {})


def field(response: Response) -> str:
    return response.content.decode().partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]


def test_without_a_model_nothing_is_offered(told: Told) -> None:
    assert "other wording" not in told.family.ingrid.browser().get(page(told)).content.decode()
    assert ask(told, "We rowed.").status_code == 404


def test_who_gets_the_passage_is_said_before_it_goes(told: Told, model: Double) -> None:
    text = told.family.ingrid.browser().get(page(told), headers=HTMX).content.decode()
    assert "Ask Nordlys Tekst AS for other wording" in text
    assert f'formaction="{page(told, "suggestion")}"' in text
    assert model.asked == []


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_what_passes_stands_in_the_field_and_is_saved_by_a_person(
    told: Told, model: Double, headers: dict[str, str]
) -> None:
    before = body(told).words
    model.says = "My father Olav built the boathouse in 1947."
    response = ask(told, before, headers=headers)
    assert (response.status_code, field(response)) == (200, model.says)
    assert f'<p lang="en">{before}</p>' in response.content.decode()
    assert body(told).words == before


def test_what_nobody_said_is_shown_and_stays_out_of_the_field(told: Told, model: Double) -> None:
    before = body(told).words
    model.says = "My father Olav built the boathouse in 1974, proudly."
    response = ask(told, before)
    assert field(response) == before
    shown = response.content.decode()
    assert "It says something that was not said" in shown
    assert "proudly</span>" in shown


@pytest.mark.parametrize(
    ("text", "fails", "status"), [("", "", 422), ("x" * 5_001, "", 422), ("We rowed.", "500", 200)]
)
def test_whatever_goes_wrong_the_typed_text_stays(
    told: Told, model: Double, text: str, fails: str, status: int
) -> None:
    model.fails = fails
    response = ask(told, text)
    assert (response.status_code, field(response)) == (status, text)
    assert 'role="alert"' in response.content.decode()


def test_nobody_but_the_owner_finds_it_and_nobody_once_she_took_her_yes_back(told: Told, model: Double) -> None:
    form = {"text": "We rowed.", "version": 1, "wish": "shorter"}
    family = told.family
    for browser in (Client(), family.alma.browser(), family.kari.browser(), family.jonas.browser()):
        assert browser.post(page(told, "suggestion"), form).status_code == 404
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    assert ask(told, "We rowed.").status_code == 403
    assert model.asked == []


def test_a_photo_is_not_worded(told: Told, model: Double) -> None:
    Passage.objects.filter(id=told.passage.id).update(kind=Passage.Kind.PHOTO)
    assert ask(told, "We rowed.").status_code == 404
    assert reverse("book:suggestion", args=[told.code, told.passage.id]) not in (
        told.family.ingrid.browser().get(page(told)).content.decode()
    )
