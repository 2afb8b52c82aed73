"""The owner moves chapters and passages on a page of their own, with nothing but buttons."""

import re

import pytest
from django.urls import reverse

from fortell.book.models import Passage
from fortell.kit.jobs import run_due
from tests.cast import BOTH, Family, tell
from tests.pages.telling import Response

pytestmark = pytest.mark.django_db(databases=BOTH)
WEDDING = "We married in 1960, and the wedding was in the church. My husband wore his father's suit to the wedding."
DANCE = "In 1955 there was a dance each Saturday, and I was engaged to my husband before the wedding."
LABELS = {"en": "Move down", "nb": "Flytt ned", "nn": "Flytt ned", "sv": "Flytta ner"}


def page(family: Family, language: str = "en") -> str:
    browser = family.ingrid.browser()
    browser.cookies["fortell_language"] = language
    text: str = browser.get(reverse("book:order", args=[family.memoir.code])).content.decode()
    return text


def pressed(family: Family, label: str) -> Response:
    """A button by all that a screen reader says of it, pressed as a browser without scripts does."""
    for address, buttons in re.findall(
        r'<form class="row" method="post" action="(.*?)">(.*?)</form>', page(family), re.DOTALL
    ):
        for step, shown in re.findall(r'<button[^>]* value="(-?1)">(.*?)</button>', buttons, re.DOTALL):
            if " ".join(re.sub(r"<.*?>", "", shown).split()) == label:
                return family.ingrid.browser().post(address, {"step": step})
    raise AssertionError(label)


def test_a_passage_is_moved_by_a_button_that_says_what_it_moves(family: Family) -> None:
    tell(family, WEDDING, DANCE)
    run_due()
    assert page(family).rindex("In 1955") < page(family).rindex("We married")
    assert "Back to the order by time" not in page(family)
    response = pressed(family, "Move down · In 1955 there was a dance …")
    moved = Passage.objects.latest("position")
    assert response.headers["Location"] == f"{reverse('book:order', args=[family.memoir.code])}#m-{moved.id}"
    assert page(family).rindex("We married") < page(family).rindex("In 1955")
    assert f'id="m-{moved.id}"' in page(family)
    family.ingrid.browser().post(reverse("book:order-back", args=[family.memoir.code]))
    run_due()
    assert page(family).rindex("In 1955") < page(family).rindex("We married")
    assert "Back to the order by time" not in page(family)


def test_a_step_that_does_not_exist_moves_nothing(family: Family) -> None:
    tell(family, WEDDING, DANCE)
    run_due()
    address = reverse("book:moving-passage", args=[family.memoir.code, Passage.objects.earliest("position").id])
    assert family.ingrid.browser().post(address, {"step": "7"}).status_code == 404


def test_before_there_is_a_draft_there_is_nothing_to_go_back_from(family: Family) -> None:
    response = family.ingrid.browser().post(reverse("book:order-back", args=[family.memoir.code]))
    assert response.headers["Location"] == reverse("book:order", args=[family.memoir.code])
    assert "The book begins with the first answer." in page(family)


@pytest.mark.parametrize("language", LABELS)
def test_the_buttons_speak_her_familys_language(family: Family, language: str) -> None:
    tell(family, WEDDING, DANCE)
    run_due()
    assert LABELS[language] in page(family, language)
