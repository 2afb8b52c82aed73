"""The family mends the draft: what was not said is confirmed, what somebody else saved is never overwritten."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from fortell.book.bodies import Body
from fortell.book.models import Passage, Revision
from fortell.book.queries import read_passage
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from tests.cast import BOTH
from tests.pages.telling import BOATHOUSE, Response, Told

pytestmark = pytest.mark.django_db(databases=BOTH)

HTMX = {"hx-request": "true"}


def body(told: Told) -> Body:
    opening = opened(scope=told.family.memoir.id, use=Use.BOOK)
    return read_passage(Passage.objects.get(id=told.passage.id), opening).body


def page(told: Told, name: str = "editing") -> str:
    return reverse(f"book:{name}", args=[told.code, told.passage.id])


def save(told: Told, text: str, *, version: int = 1, mine: str = "", headers: dict[str, str] | None = None) -> Response:
    form = {"text": text, "version": version, "mine": mine}
    return told.family.ingrid.browser().post(page(told), form, headers=headers or {})


def test_form_holds_the_passage_and_its_version(told: Told) -> None:
    text = told.family.ingrid.browser().get(page(told), headers=HTMX).content.decode()
    assert f">{body(told).words}</textarea>" in text
    assert 'name="version" value="1"' in text
    assert "<html" not in text


def test_words_that_were_said_are_saved_at_once(told: Told) -> None:
    response = save(told, "My father Olav built the boathouse in 1947.", headers=HTMX)
    assert response.status_code == 200
    assert body(told).words == "My father Olav built the boathouse in 1947."
    assert "Changed by Ingrid Solvang" in response.content.decode()
    assert Revision.objects.filter(passage=told.passage).count() == 1


def test_words_that_were_not_said_are_named_before_anything_is_saved(told: Told) -> None:
    before = body(told)
    response = save(told, "My father Olav built the boathouse in 1947. It cost forty crowns.", headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 422
    assert '<span class="unsaid" lang="en">It, cost, forty, crowns</span>' in text
    assert 'name="mine" value="1"' in text
    assert body(told) == before


def test_words_that_were_not_said_are_saved_as_hers_who_typed_them(told: Told) -> None:
    save(told, f"{BOATHOUSE} It cost forty crowns.", mine="1")
    typed = [sentence for sentence in body(told).sentences if sentence.by]
    assert [(sentence.text, sentence.by) for sentence in typed] == [
        ("It cost forty crowns.", str(told.family.ingrid.member.id))
    ]
    shown = told.family.kari.browser().get(page(told, "sources"), headers=HTMX).content.decode()
    assert "Written by Ingrid Solvang:" in shown
    assert '<span class="unsaid" lang="en">It, cost, forty, crowns</span>' in shown


def test_what_the_guard_doubts_is_said_before_anything_is_saved_and_stands_beside_it_after(told: Told) -> None:
    text = "My father Olav built the boathouse in 1949."
    refused = "The year 1949 is not said here. The answer says “1947”."
    response = save(told, text, headers=HTMX)
    assert response.status_code == 422
    assert refused in response.content.decode()
    save(told, text, mine="1")
    assert refused in told.family.kari.browser().get(page(told, "sources"), headers=HTMX).content.decode()


def test_what_somebody_else_saved_is_shown_beside_ones_own(told: Told) -> None:
    save(told, "My father Olav built the boathouse in 1947.")
    response = save(told, "My father Olav built the boathouse.", headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 409
    assert "My father Olav built the boathouse in 1947." in re.sub(r"</?ins>", "", text)
    assert ">My father Olav built the boathouse.</textarea>" in text
    assert 'name="version" value="2"' in text
    assert body(told).words == "My father Olav built the boathouse in 1947."


def test_ones_own_can_be_put_in_its_place_knowingly(told: Told) -> None:
    save(told, "My father Olav built the boathouse in 1947.")
    assert save(told, "My father Olav built the boathouse.", version=2).status_code == 200
    assert body(told).words == "My father Olav built the boathouse."


def test_passage_can_be_taken_out_of_the_book(told: Told) -> None:
    assert "Taken out of the book." in save(told, "", headers=HTMX).content.decode()
    assert body(told).words == ""


def test_form_without_a_version_saves_nothing(told: Told) -> None:
    before = body(told)
    told.family.ingrid.browser().post(page(told), {"text": "My father."})
    assert body(told) == before


def test_without_scripts_every_part_is_a_page_of_its_own(told: Told) -> None:
    browser = told.family.ingrid.browser()
    parts = [browser.get(page(told, name)) for name in ("passage", "sources", "editing")]
    parts.append(save(told, "It cost forty crowns."))
    assert [part.status_code for part in parts] == [200, 200, 200, 422]
    assert all(part.content.decode().startswith("<!doctype html>") for part in parts)


# --- where it comes from ---------------------------------------------------------------------------------------------


class Said(HTMLParser):
    """The answers quoted on a page: their whole text, and which characters of it are marked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.marked = "", set[int]()
        self._said = self._mark = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._said = self._said or (tag == "p" and ("class", "said") in attrs)
        self._mark = self._mark or tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._said = self._said and tag != "p"
        self._mark = self._mark and tag != "mark"

    def handle_data(self, data: str) -> None:
        if self._said:
            self.marked |= {*range(len(self.text), len(self.text) + len(data))} if self._mark else set()
            self.text += data


@pytest.mark.parametrize("sentence", [BOATHOUSE[:65], BOATHOUSE[66:]])
def test_sources_mark_exactly_the_words_that_stand_in_the_passage(told: Told, sentence: str) -> None:
    save(told, sentence)
    said = Said(told.family.jonas.browser().get(page(told, "sources"), headers=HTMX).content.decode())
    start = BOATHOUSE.index(sentence)
    assert said.text == BOATHOUSE
    assert said.marked == set(range(start, start + len(sentence)))
    spans = [(source.start, source.end) for one in body(told).sentences for source in one.sources]
    assert spans == [(start, start + len(sentence))]


def test_draft_shows_each_passage_with_the_way_to_its_sources(told: Told) -> None:
    text = told.family.jonas.browser().get(reverse("book:draft", args=[told.code])).content.decode()
    passages = Passage.objects.exclude(kind=Passage.Kind.PHOTO)
    assert all(reverse("book:sources", args=[told.code, row.id]) in text for row in passages)
    assert "Edit this" not in text
    assert reverse("book:editing", args=[told.code, told.passage.id]) not in text
