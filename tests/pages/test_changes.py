"""All that the machine changed on one page, and two people who saved the same passage."""

import re

import pytest
from django.urls import reverse

from fortell.book.actions import edit_passage, make_draft
from fortell.book.bodies import both
from fortell.book.models import Passage, Revision
from fortell.book.queries import read_passage
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import choose_naming
from fortell.story.naming import Choice
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
SAID = "We er rowed to school. Then er we we sang with Torvald."


@pytest.fixture
def drafted(family: Family) -> Family:
    tell(family, SAID)
    make_draft(memoir=family.memoir, by=OPERATOR)
    return family


def page(family: Family) -> str:
    text: str = family.ingrid.browser().get(reverse("book:changes", args=[family.memoir.code])).content.decode()
    return text


def passage() -> Passage:
    return Passage.objects.exclude(kind="question").get()


def words(family: Family) -> str:
    return read_passage(passage(), opened(scope=family.memoir.id, use=Use.BOOK)).body.words


def test_every_change_stands_there_with_its_reason_and_is_put_back_from_there(drafted: Family) -> None:
    text = page(drafted)
    assert text.count("a sound of hesitation") == 2
    assert text.count("said twice") == 1
    assert "Without a source: <strong>0</strong>" in text
    form = re.search(r'<form method="post" action="([^"]*put-back/)">(.*?)</form>', text, re.DOTALL)
    assert form
    sent = dict(re.findall(r'name="(version|sentence|change|listed)" value="(\d+)"', form[2]))
    response = drafted.ingrid.browser().post(form[1], sent)
    here = reverse("book:changes", args=[drafted.memoir.code])
    assert response.headers["Location"] == f"{here}?chapter=1#p-{passage().id}"
    assert words(drafted).startswith("We er rowed")
    assert page(drafted).count("a sound of hesitation") == 1


def test_all_of_it_goes_back_at_once_and_that_is_undone(drafted: Family) -> None:
    tidied = words(drafted)
    drafted.ingrid.browser().post(reverse("book:dial", args=[drafted.memoir.code]), {"dial": "verbatim"})
    run_due()
    assert words(drafted) == SAID
    assert "Put all of it back" not in page(drafted)
    undoing = reverse("book:undoing", args=[drafted.memoir.code, Revision.objects.get().id])
    drafted.ingrid.browser().post(undoing, {"whole": "1"})
    run_due()
    assert words(drafted) == tidied


def test_nobody_who_is_left_out_stands_in_the_list(drafted: Family) -> None:
    assert "Torvald" in page(drafted)
    out = Choice(spellings=("Torvald",), how="out")
    choose_naming(memoir=drafted.memoir, choice=out, person=None, by=drafted.alma.actor)
    text = page(drafted)
    assert "Torvald" not in text
    assert text.count("a sound of hesitation") == 1


def test_the_later_of_two_can_have_both_texts(drafted: Family) -> None:
    row = passage()
    edit_passage(passage=row, text="We rowed. Then we sang.", version=row.version, by=drafted.ingrid.actor)
    address = reverse("book:editing", args=[drafted.memoir.code, row.id])
    mine = {"text": "We rowed to school. Then we sang.", "version": row.version, "mine": "1"}
    response = drafted.ingrid.browser().post(address, mine)
    assert response.status_code == 409
    shown = response.content.decode()
    assert 'name="both" value="1"' in shown
    assert "<ins>" in shown
    newest = passage().version
    drafted.ingrid.browser().post(address, mine | {"version": newest, "both": "1"})
    assert words(drafted) == "We rowed. Then we sang. We rowed to school."
    assert [one.version for one in Revision.objects.all()] == [row.version, newest]


def test_a_sentence_that_both_have_stands_once() -> None:
    assert both(theirs="We rowed. It rained.", mine="It rained. We sang.", language="en") == (
        "We rowed. It rained. We sang."
    )
    assert both(theirs="", mine="We sang.", language="en") == "We sang."
