"""Everything that people change can be undone, to any point; what may not be read is in no history."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fortell.book.actions import (
    choose_dial,
    edit_passage,
    go_back,
    go_back_to,
    move_passage,
    put_back,
)
from fortell.book.history import compared
from fortell.book.models import Draft, Passage, Revision
from fortell.book.ordering import DOWN
from fortell.book.queries import read_draft, stored_body
from fortell.kit.jobs import run_due
from fortell.people.permissions import NotAllowed
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions import choose_naming, correct_answer, set_withheld
from fortell.story.models import Memoir
from fortell.story.naming import Choice
from fortell.story.queries import choices_of
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
WEDDING = "We married in 1960, and the wedding was er in the church. My husband wore his father's suit to the wedding."
DANCE = "In 1955 there was a dance, and I was engaged to my husband. My cousin Torvald sang before the wedding."
FAR = "We married in 1960, and the wedding was in the church."


@pytest.fixture
def drafted(family: Family) -> Family:
    tell(family, WEDDING, DANCE)
    choose_dial(memoir=family.memoir, dial=Memoir.Dial.VERBATIM, by=family.ingrid.actor)
    run_due()
    family.memoir.refresh_from_db()
    Revision.objects.all().delete()
    return family


def book(family: Family) -> list[str]:
    chapters = read_draft(family.memoir, opening_of(family))
    return [passage.body.words for one in chapters for passage in one.passages]


def opening_of(family: Family) -> Opening:
    return opened(scope=family.memoir.id, use=Use.BOOK)


def passage(family: Family, words: str) -> Passage:
    (found,) = [row for row in Passage.objects.all() if words in stored_body(row, opening_of(family)).words]
    return found


def edit(family: Family, words: str, text: str) -> Passage:
    row = passage(family, words)
    return edit_passage(passage=row, text=text, version=row.version, by=family.ingrid.actor)


def undo(family: Family, number: int, *, whole: bool = False) -> None:
    revision = Revision.objects.get(number=number)
    (go_back_to if whole else go_back)(revision=revision, by=family.ingrid.actor)
    run_due()


def changed_all_over(family: Family) -> list[list[str]]:
    """The book as it stood before each of five changes, and at last."""
    stood = [book(family)]
    edit(family, "We married", FAR)
    stood.append(book(family))
    move_passage(passage=passage(family, "In 1955"), step=DOWN, by=family.ingrid.actor)
    stood.append(book(family))
    edit(family, "We married", "")
    stood.append(book(family))
    choose_dial(memoir=family.memoir, dial=Memoir.Dial.LIGHT, by=family.ingrid.actor)
    edit(family, "In 1955", "In 1955 there was a dance.")
    stood += [stood[-1], book(family)]
    return stood


def test_the_whole_book_goes_back_to_any_point_and_that_is_undone_too(drafted: Family) -> None:
    stood = changed_all_over(drafted)
    for number in (5, 3, 1, 2, 4):
        last = Revision.objects.latest("number").number
        undo(drafted, number, whole=True)
        assert book(drafted) == stood[number - 1]
        undo(drafted, last + 1, whole=True)
        assert book(drafted) == stood[-1]


def test_a_passage_goes_back_alone_with_its_sources_and_follows_her_answer_again(drafted: Family) -> None:
    before = stored_body(passage(drafted, "We married"), opening_of(drafted))
    edit(drafted, "We married", FAR)
    edit(drafted, "We married", "Nobody married.")
    undo(drafted, 2)
    row = passage(drafted, "We married")
    assert (stored_body(row, opening_of(drafted)).words, row.edited_by) == (FAR, drafted.ingrid.member.id)
    undo(drafted, 1)
    row.refresh_from_db()
    assert (row.edited_by, row.edited_at) == (None, None)
    assert stored_body(row, opening_of(drafted)) == before
    answer = drafted.memoir.answer_set.earliest("number")
    correct_answer(answer=answer, text=WEDDING.replace("church", "chapel"), by=drafted.alma.actor)
    run_due()
    assert "chapel" in stored_body(row_again(row), opening_of(drafted)).words


def test_a_text_older_than_her_correction_says_so_when_it_comes_back(drafted: Family) -> None:
    edit(drafted, "We married", FAR)
    answer = drafted.memoir.answer_set.earliest("number")
    correct_answer(answer=answer, text=WEDDING.replace("church", "chapel"), by=drafted.alma.actor)
    run_due()
    edit(drafted, "We married", "We married in the chapel.")
    assert passage(drafted, "We married").stale_since is None
    undo(drafted, 2)
    assert passage(drafted, "We married").stale_since


def row_again(row: Passage) -> Passage:
    row.refresh_from_db()
    return row


def test_what_was_put_back_is_tidied_again_after_an_undo(drafted: Family) -> None:
    choose_dial(memoir=drafted.memoir, dial=Memoir.Dial.LIGHT, by=drafted.ingrid.actor)
    run_due()
    row = passage(drafted, "We married")
    [at] = [
        n for n, one in enumerate(stored_body(row, opening_of(drafted)).sentences[0].changes) if one.kind == "filler"
    ]
    put_back(passage=row, sentence=0, change=at, version=row.version, by=drafted.ingrid.actor)
    run_due()
    assert " er " in " ".join(book(drafted))
    undo(drafted, Revision.objects.get(kind="put-back").number)
    assert " er " not in " ".join(book(drafted))
    undo(drafted, Revision.objects.get(kind="dial").number)
    assert " er " in " ".join(book(drafted))


def test_undoing_what_stands_so_already_changes_nothing(drafted: Family) -> None:
    edit(drafted, "We married", FAR)
    undo(drafted, 1)
    undo(drafted, 1)
    assert [row.undoes for row in Revision.objects.all()] == [None, 1]
    assert AuditEntry.objects.filter(verb="draft.gone_back").count() == 1


def test_only_the_owner_undoes(drafted: Family) -> None:
    edit(drafted, "We married", FAR)
    revision = Revision.objects.get()
    for somebody in (drafted.alma, drafted.kari, drafted.jonas):
        with pytest.raises(NotAllowed):
            go_back(revision=revision, by=somebody.actor)
        with pytest.raises(NotAllowed):
            go_back_to(revision=revision, by=somebody.actor)
    assert FAR in book(drafted)


def shown(family: Family) -> str:
    """All that the history pages say, in the book and of the passage with Torvald in it."""
    browser, code = family.ingrid.browser(), family.memoir.code
    places = [reverse("book:history", args=[code])]
    places += [reverse("book:passage-history", args=[code, row.id]) for row in Passage.objects.all()]
    return "".join(_got(browser, place) for place in places)


def _got(browser: Client, place: str) -> str:
    response = browser.get(place)
    assert response.status_code == 200
    return response.content.decode()


def test_no_page_of_the_history_says_a_name_that_she_left_out_or_changed(drafted: Family) -> None:
    edit(drafted, "In 1955", "In 1955 there was a dance. My cousin Torvald sang. Torvald danced.")
    edit(drafted, "In 1955", "In 1955 there was a dance.")
    assert "Torvald" in shown(drafted)
    torvald = Choice(spellings=("Torvald",), how="pseudonym", instead="Birger")
    choose_naming(memoir=drafted.memoir, choice=torvald, person=None, by=drafted.alma.actor)
    [person] = choices_of(drafted.memoir, opening_of(drafted))
    renamed = shown(drafted)
    assert "Torvald" not in renamed
    assert "Birger" in renamed
    out = Choice(spellings=("Torvald",), how="out")
    choose_naming(memoir=drafted.memoir, choice=out, person=person, by=drafted.alma.actor)
    left = shown(drafted)
    assert "Torvald" not in left
    assert "Birger" not in left
    undo(drafted, 2)
    assert "Torvald" not in " ".join([*book(drafted), shown(drafted)])


def test_of_an_answer_that_is_taken_back_the_history_remembers_nothing(drafted: Family) -> None:
    changed_all_over(drafted)
    dance = drafted.memoir.answer_set.latest("number")
    assert "dance" in shown(drafted)
    set_withheld(answer=dance, withheld=True, by=drafted.alma.actor)
    run_due()
    assert "dance" not in shown(drafted)
    sealed = [opening_of(drafted).read(row, field) for row in Revision.objects.all() for field in ("body", "state")]
    assert str(dance.id) not in str(sealed)
    undo(drafted, 1, whole=True)
    assert str(dance.id) not in str(opening_of(drafted).read(Draft.objects.get(), "order"))


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40))
def test_what_two_texts_share_is_the_same_on_both_sides(before: str, after: str) -> None:
    left, right = compared(before.lstrip(), after.lstrip())
    assert ("".join(words for words, _only in left), "".join(words for words, _only in right)) == (
        before.lstrip(),
        after.lstrip(),
    )
    shared = [[words.split() for words, only in side if not only] for side in (left, right)]
    assert shared[0] == shared[1]
