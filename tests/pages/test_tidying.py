"""The owner turns the dial on the draft page, and puts back one of the machine's changes."""

import re

import pytest
from django.urls import reverse

from fortell.book.changes import REASONS
from fortell.book.models import Passage
from fortell.kit.jobs import run_due
from fortell.story.models import Memoir
from tests.cast import BOTH, Family, tell
from tests.pages.telling import Response

pytestmark = pytest.mark.django_db(databases=BOTH)
SAID = "Uh, we, we rowed for 7 days. It was, you know, cold."


def drafted(family: Family) -> Passage:
    tell(family, SAID)
    run_due()
    return Passage.objects.get()


def draft_page(family: Family, language: str = "en") -> str:
    browser = family.ingrid.browser()
    browser.cookies["fortell_language"] = language
    text: str = browser.get(reverse("book:draft", args=[family.memoir.code])).content.decode()
    return text


def sources(family: Family, passage: Passage, *, by: str = "ingrid", language: str = "en") -> str:
    browser = getattr(family, by).browser()
    browser.cookies["fortell_language"] = language
    address = reverse("book:sources", args=[family.memoir.code, passage.id])
    text: str = browser.get(address, headers={"hx-request": "true"}).content.decode()
    return text


def pressed(family: Family, passage: Passage, before: str) -> Response:
    """The button of the change of that text, as a browser without scripts presses it."""
    forms = re.findall(r"<li>.*?</li>", sources(family, passage), re.DOTALL)
    (form,) = [form for form in forms if f">{before}</q>" in form]
    fields = dict(re.findall(r'name="(version|sentence|change)" value="(\d+)"', form))
    return family.ingrid.browser().post(reverse("book:putting-back", args=[family.memoir.code, passage.id]), fields)


def test_the_dial_is_chosen_on_the_page(family: Family) -> None:
    drafted(family)
    assert re.findall(r'value="(\w+)" checked', draft_page(family)) == ["light"]
    address = reverse("book:dial", args=[family.memoir.code])
    response = family.ingrid.browser().post(address, {"dial": "readable"})
    run_due()
    assert response.status_code == 302
    assert re.findall(r'value="(\w+)" checked', draft_page(family)) == ["readable"]
    assert "We rowed for seven days. It was cold." in draft_page(family)


def test_a_dial_that_does_not_exist_changes_nothing(family: Family) -> None:
    drafted(family)
    family.ingrid.browser().post(reverse("book:dial", args=[family.memoir.code]), {"dial": "loud"})
    assert Memoir.objects.get().dial == "light"


def test_every_change_stands_with_its_reason_and_a_way_back(family: Family) -> None:
    passage = drafted(family)
    text = sources(family, passage)
    assert '<q lang="en">Uh,</q> → left out · a sound of hesitation' in text
    assert '<q lang="en">we,</q> → left out · said twice' in text
    assert text.count("Put back") == text.count("<li>") == 3  # the third is the capital
    assert "Put back" not in sources(family, passage, by="kari")


@pytest.mark.parametrize(("language", "reason"), [("nb", "en nølelyd"), ("nn", "ein nølelyd"), ("sv", "ett tvekljud")])
def test_reasons_are_said_in_the_readers_language(family: Family, language: str, reason: str) -> None:
    assert "Uh,</q> → " in sources(family, drafted(family), language=language)
    assert reason in sources(family, Passage.objects.get(), language=language)


def test_what_is_put_back_stands_at_once_and_after_the_refresh(family: Family) -> None:
    passage = drafted(family)
    response = pressed(family, passage, "Uh,")
    assert "uh, we rowed for 7 days." in response.content.decode().lower()
    run_due()
    assert "uh, we rowed for 7 days." in draft_page(family).lower()


def test_a_form_without_a_place_is_not_found(family: Family) -> None:
    passage = drafted(family)
    address = reverse("book:putting-back", args=[family.memoir.code, passage.id])
    assert family.ingrid.browser().post(address, {"sentence": "x"}).status_code == 404


def test_whoever_wrote_the_passage_is_told_how_to_put_back(family: Family) -> None:
    passage = drafted(family)
    address = reverse("book:editing", args=[family.memoir.code, passage.id])
    text = {"text": "We rowed for 7 days.", "version": passage.version, "mine": "1"}
    family.ingrid.browser().post(address, text)
    assert "what you want back in it, you write there" in sources(family, passage)
    assert "<button" not in sources(family, passage)


def test_every_kind_of_change_has_a_reason() -> None:
    from typing import get_args

    from fortell.story.writing import EditKind

    kinds = {kind for part in get_args(EditKind) for kind in (get_args(part) or (part,))}
    assert set(REASONS) == kinds
