"""The owner is asked whether two answers tell the same, and says so, or takes it back, with one button."""

import re

import pytest
from django.urls import reverse

from fortell.kit.jobs import run_due
from fortell.story.actions import choose_naming
from fortell.story.naming import Choice
from tests.book.test_scenes import TOLD
from tests.cast import BOTH, Family, tell
from tests.pages.telling import Response
from tests.pages.test_order import page

pytestmark = pytest.mark.django_db(databases=BOTH)
TWICE = {"en": "Told twice?", "nb": "Fortalt to ganger?", "nn": "Fortalt to gonger?", "sv": "Berättat två gånger?"}


@pytest.fixture
def told(family: Family) -> Family:
    tell(family, *TOLD)
    run_due()
    return family


def pressed(family: Family, label: str) -> Response:
    """A button by all that a screen reader says of it, pressed as a browser without scripts does."""
    address = reverse("book:scene", args=[family.memoir.code])
    for form in re.findall(rf'action="{address}">(.*?)</form>', page(family), re.DOTALL):
        pair = dict(re.findall(r'name="(first|second)" value="(.*?)"', form))
        for say, shown in re.findall(r'name="say" value="(\w+)">(.*?)</button>', form, re.DOTALL):
            if " ".join(re.sub(r"<.*?>", "", shown).split()).startswith(f"{label} · "):
                answer = family.ingrid.browser().post(address, {**pair, "say": say})
                run_due()
                return answer
    raise AssertionError(label)


def test_she_is_asked_sees_why_and_takes_it_back(told: Family) -> None:
    assert "Told twice?" in page(told)
    assert re.search(r"Words in both: <span.*Moderator", page(told))
    response = pressed(told, "Put them together")
    assert response.headers["Location"] == reverse("book:order", args=[told.memoir.code])
    assert "Told twice?" not in page(told)
    assert "Put together with:" in page(told)
    assert "These stand together." in page(told)
    pressed(told, "Let each stand alone again")
    assert "Put together with:" not in page(told)
    assert "Told twice?" in page(told)


def test_two_things_are_not_asked_about_again(told: Family) -> None:
    pressed(told, "They are two things")
    assert "Told twice?" not in page(told)
    assert "These are two things." in page(told)
    pressed(told, "Ask again")
    assert "Told twice?" in page(told)


def test_whoever_is_left_out_stands_in_no_question(told: Family) -> None:
    assert "Larrie" in page(told)
    choose_naming(memoir=told.memoir, choice=Choice(spellings=("Larrie",), how="out"), by=told.alma.actor)
    run_due()
    assert "Larrie" not in page(told)


def test_words_that_mean_nothing_decide_nothing(told: Family) -> None:
    address = reverse("book:scene", args=[told.memoir.code])
    for form in ({}, {"first": "x", "second": "y", "say": "together"}, {"say": "together"}):
        assert told.ingrid.browser().post(address, form).status_code == 404


@pytest.mark.parametrize("language", TWICE)
def test_it_is_asked_in_her_familys_language(told: Family, language: str) -> None:
    assert TWICE[language] in page(told, language)
