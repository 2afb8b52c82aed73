"""The guard behind the writer: what would say something else is not used, is shown, and is counted."""

import pytest

from fortell.book.actions import choose_dial, count_draft, edit_passage, make_draft
from fortell.book.models import Passage
from fortell.book.queries import Tally, read_passage
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir
from fortell.story.writing import marks
from fortell.story.writing.cleaning import Piece
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
SAID = "We did not own the boat. My father, uh, rowed us to Vik in 1947."


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clean-up that takes every "not" for a slip."""

    def pieces(*, text: str, dial: str, **_more: object) -> list[Piece]:
        at = text.find("not ")
        return [Piece("repetition", at, at + len("not "), "")] if at >= 0 and dial != "verbatim" else []

    monkeypatch.setattr(marks, "pieces", pieces)


def drafted(family: Family) -> Passage:
    tell(family, SAID)
    make_draft(memoir=family.memoir, by=OPERATOR)
    choose_dial(memoir=family.memoir, dial=Memoir.Dial.LIGHT, by=family.ingrid.actor)
    run_due()
    return Passage.objects.get()


def counted(family: Family) -> Tally:
    return count_draft(memoir=family.memoir, by=OPERATOR)


def test_where_tidying_would_say_something_else_her_words_stand(family: Family, careless: None) -> None:
    passage = drafted(family)
    first = read_passage(passage, opened(scope=family.memoir.id, use=Use.BOOK)).body.sentences[0]
    assert (first.text, first.refused) == ("We did not own the boat.", "We did own the boat.")
    assert [(doubt.kind, doubt.word) for doubt in first.doubts] == [("negation", "not")]
    assert counted(family).refused == 1


def test_the_number_says_where_the_sentences_come_from(family: Family) -> None:
    passage = drafted(family)
    edit_passage(passage=passage, text=f"{SAID} He was proud.", version=passage.version, by=family.ingrid.actor)
    found = counted(family)
    assert (found.sentences, found.own_words, found.by_family, found.without_source) == (3, 1, 2, 0)
    assert (found.changed, found.changes, found.refused) == (0, {}, 0)


def test_what_was_tidied_is_counted_by_kind(family: Family) -> None:
    drafted(family)
    found = counted(family)
    assert (found.sentences, found.own_words, found.refused) == (2, 2, 0)
    assert (found.changed, found.changes) == (1, {"filler": 1})
