"""A heading that the family chose: it stays, is undone, and goes with the words it is made of."""

import pytest
from django.urls import reverse

from fortell.book.actions import choose_heading, forget_headings, go_back, make_draft, make_edition
from fortell.book.models import Chapter, Revision
from fortell.book.queries import read_draft
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import choose_naming, set_withheld
from fortell.story.naming import Choice
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
FIRST = "The teacher at school, Torvald, gave us lessons in the classroom. The pupils rang the school bell."
SECOND = "At school the pupils sang for the teacher in the classroom. We lit the lamps."


@pytest.fixture
def drafted(family: Family) -> Family:
    tell(family, FIRST, SECOND)
    run_due()
    return family


def title(family: Family) -> str:
    (chapter,) = read_draft(family.memoir, opened(scope=family.memoir.id, use=Use.BOOK))
    return chapter.title


def choose(family: Family, words: str) -> None:
    choose_heading(chapter=Chapter.objects.get(), title=words, by=family.ingrid.actor)


def history(family: Family) -> str:
    page: str = family.ingrid.browser().get(reverse("book:history", args=[family.memoir.code])).content.decode()
    return page


def test_it_holds_through_a_refresh_and_goes_into_the_edition(drafted: Family) -> None:
    choose(drafted, "  The bell   and the lamps ")
    make_draft(memoir=drafted.memoir, by=OPERATOR)
    assert title(drafted) == "The bell and the lamps"
    edition = make_edition(memoir=drafted.memoir, by=drafted.ingrid.actor)
    content = opened(scope=drafted.memoir.id, use=Use.BOOK).read(edition, "content")
    assert [one["title"] for one in content["chapters"]] == ["The bell and the lamps"]


def test_an_empty_one_and_an_undo_both_lead_back(drafted: Family) -> None:
    proposed = title(drafted)
    choose(drafted, "Bells")
    choose(drafted, "Lamps")
    assert "Bells" in history(drafted)
    go_back(revision=Revision.objects.get(number=2), by=drafted.ingrid.actor)
    assert title(drafted) == "Bells"
    choose(drafted, "")
    assert title(drafted) == proposed
    choose(drafted, "")
    assert Revision.objects.count() == 4


def test_it_names_people_as_she_chose(drafted: Family) -> None:
    proposed = title(drafted)
    choose(drafted, "Torvald’s bell")
    out = Choice(spellings=("Torvald",), how="out")
    choose_naming(memoir=drafted.memoir, choice=out, person=None, by=drafted.alma.actor)
    assert title(drafted) == proposed
    assert "Torvald" not in history(drafted)


def test_her_own_words_are_offered_and_go_when_she_takes_the_answer_back(drafted: Family) -> None:
    proposed, order = title(drafted), reverse("book:order", args=[drafted.memoir.code])
    browser = drafted.ingrid.browser()
    assert 'value="We lit the lamps"' in browser.get(order).content.decode()
    heading = reverse("book:heading", args=[drafted.memoir.code, Chapter.objects.get().id])
    browser.post(heading, {"title": "We lit the lamps"})
    assert title(drafted) == "We lit the lamps"
    choose(drafted, "Bells")
    set_withheld(answer=drafted.memoir.answer_set.latest("number"), withheld=True, by=drafted.alma.actor)
    run_due()
    assert title(drafted) == "Bells"
    assert "lamps" not in history(drafted)
    go_back(revision=Revision.objects.get(number=2), by=drafted.ingrid.actor)
    assert title(drafted) == proposed


def test_a_heading_that_is_words_of_an_erased_answer_is_emptied(drafted: Family) -> None:
    opening, answer = opened(scope=drafted.memoir.id, use=Use.OWN), drafted.memoir.answer_set.earliest("number")
    row = Chapter.objects.get()
    place = {"answer": str(answer.id), "version": 1, "start": 0, "end": 11}
    opening.seal(row, heading={"key": "k", "title": "The teacher", "source": place})
    row.save()
    forget_headings(memoir=drafted.memoir, answers={answer.id})
    row.refresh_from_db()
    assert opening.read(row, "heading") == {"key": "k", "title": "", "source": None}


def test_only_the_owner_chooses(drafted: Family) -> None:
    for somebody in (drafted.alma, drafted.kari, drafted.jonas):
        with pytest.raises(NotAllowed):
            choose_heading(chapter=Chapter.objects.get(), title="Mine", by=somebody.actor)
    assert not Revision.objects.exists()
