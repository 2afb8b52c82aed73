"""The order that the family gives the book: it holds through every refresh, and can be given up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fortell.book.actions import forget_order, make_draft, make_edition, move_chapter, move_passage
from fortell.book.models import Chapter, Draft, Passage
from fortell.book.ordering import DOWN, UP, Step, arranged, moved, units
from fortell.book.queries import read_draft
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import correct_answer, set_withheld
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True)
# Phases by their words, as nothing else in the cast's questions decides.
WEDDING = "We married in 1960, and the wedding was in the church. My husband wore his father's suit to the wedding."
DANCE = "In 1955 there was a dance each Saturday, and I was engaged to my husband before the wedding."
SCHOOL = "The teacher at school gave us lessons in the classroom. After school the pupils rang the school bell."


def drafted(family: Family, *texts: str) -> None:
    tell(family, *texts)
    make_draft(memoir=family.memoir, by=OPERATOR)


def book(family: Family) -> list[list[str]]:
    """The first words of each passage, by chapter."""
    chapters = read_draft(family.memoir, opened(scope=family.memoir.id, use=Use.BOOK))
    return [[" ".join(passage.body.words.split()[:2]) for passage in one.passages] for one in chapters]


def passage(words: str) -> Passage:
    (found,) = [row for row in Passage.objects.all() if words in _words(row)]
    return found


def _words(row: Passage) -> str:
    stored = opened(scope=row.memoir_id, use=Use.BOOK).read(row, "body")
    return " ".join(sentence["text"] for sentence in stored["sentences"])


def move(family: Family, words: str, step: Step) -> None:
    move_passage(passage=passage(words), step=step, by=family.ingrid.actor)


def test_a_chapter_stands_in_order_of_time(family: Family) -> None:
    drafted(family, WEDDING, DANCE)
    assert book(family) == [["In 1955", "We married"]]


def test_what_is_moved_stays_through_a_refresh_and_a_correction(family: Family) -> None:
    first, _second = tell(family, WEDDING, DANCE)
    make_draft(memoir=family.memoir, by=OPERATOR)
    move(family, "In 1955", DOWN)
    assert book(family) == [["We married", "In 1955"]]
    correct_answer(answer=first, text=WEDDING.replace("church", "chapel"), by=family.alma.actor)
    run_due()
    assert book(family) == [["We married", "In 1955"]]
    assert "chapel" in _words(passage("We married"))


def test_moving_back_undoes_and_the_ends_hold(family: Family) -> None:
    drafted(family, WEDDING, DANCE)
    move(family, "In 1955", UP)
    assert not AuditEntry.objects.filter(verb="passage.moved").exists()
    move(family, "In 1955", DOWN)
    move(family, "In 1955", UP)
    assert book(family) == [["In 1955", "We married"]]
    assert [line.fields for line in AuditEntry.objects.filter(verb="passage.moved")] == [["position"]] * 2


def test_chapters_move_keep_their_addresses_and_go_into_the_edition(family: Family) -> None:
    drafted(family, WEDDING, SCHOOL)
    before = list(Chapter.objects.order_by("position"))
    assert book(family) == [["The teacher"], ["We married"]]
    move_chapter(chapter=before[1], step=UP, by=family.ingrid.actor)
    make_draft(memoir=family.memoir, by=OPERATOR)
    assert book(family) == [["We married"], ["The teacher"]]
    assert list(Chapter.objects.order_by("position")) == before[::-1]
    edition = make_edition(memoir=family.memoir, by=family.ingrid.actor)
    content = opened(scope=family.memoir.id, use=Use.BOOK).read(edition, "content")
    assert [one["blocks"][0]["text"].split()[0] for one in content["chapters"]] == ["We", "The"]


def test_going_back_forgets_all_that_was_moved(family: Family) -> None:
    drafted(family, WEDDING, DANCE, SCHOOL)
    move(family, "In 1955", DOWN)
    move_chapter(chapter=Chapter.objects.latest("position"), step=UP, by=family.ingrid.actor)
    assert book(family) == [["We married", "In 1955"], ["The teacher"]]
    forget_order(memoir=family.memoir, by=family.ingrid.actor)
    run_due()
    assert book(family) == [["The teacher"], ["In 1955", "We married"]]
    forget_order(memoir=family.memoir, by=family.ingrid.actor)
    assert AuditEntry.objects.filter(verb="draft.order_forgotten").count() == 1


def test_of_an_answer_that_is_taken_back_the_order_remembers_nothing(family: Family) -> None:
    first, second = tell(family, WEDDING, DANCE)
    make_draft(memoir=family.memoir, by=OPERATOR)
    move(family, "In 1955", DOWN)
    set_withheld(answer=second, withheld=True, by=family.alma.actor)
    run_due()
    (names,) = opened(scope=family.memoir.id, use=Use.BOOK).read(Draft.objects.get(), "order")["passages"].values()
    assert names == [f"t:{first.id}:1"]


def test_only_the_owner_moves(family: Family) -> None:
    drafted(family, WEDDING, DANCE)
    for somebody in (family.alma, family.kari, family.jonas):
        with pytest.raises(NotAllowed):
            move_passage(passage=passage("In 1955"), step=DOWN, by=somebody.actor)
        with pytest.raises(NotAllowed):
            move_chapter(chapter=Chapter.objects.get(), step=DOWN, by=somebody.actor)
        with pytest.raises(NotAllowed):
            forget_order(memoir=family.memoir, by=somebody.actor)
    assert book(family) == [["In 1955", "We married"]]


@given(NAMES, NAMES)
def test_an_order_holds_whatever_comes_and_goes(proposed: list[str], chosen: list[str]) -> None:
    order = arranged(proposed, chosen)
    assert sorted(order) == sorted(proposed)
    assert [one for one in order if one in chosen] == [one for one in chosen if one in proposed]
    for before, one in zip([None, *proposed], proposed, strict=False):
        if one not in chosen and (at := order.index(one)):
            assert order[at - 1] == before


@given(NAMES.filter(bool), st.data())
def test_moving_there_and_back_changes_nothing(names: list[str], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(names))
    there = moved(names, one, DOWN)
    assert there == names or moved(there, one, UP) == names


def test_a_question_moves_with_what_follows_it() -> None:
    kinds = ("told", "question", "told", "told", "photo", "question")
    rows = [Passage(name=str(number), kind=kind) for number, kind in enumerate(kinds)]
    assert [[row.name for row in unit] for unit in units(rows)] == [["0"], ["1", "2"], ["3"], ["4"], ["5"]]
