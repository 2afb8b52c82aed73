"""Where every sentence comes from, as rows for people and scripts."""

import json

import pytest

from fortell.book.actions import edit_passage, make_draft
from fortell.book.models import Passage
from fortell.book.provenance import provenance_of
from fortell.book.queries import pieces, quoted_answers, read_passage
from fortell.people.permissions import OPERATOR
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import Given, correct_answer, import_answers, withdraw_consent
from fortell.story.models import Memoir
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
TOLD = "We rowed [laughs] to school.  # And home again."


def test_a_row_says_where_and_what_was_changed(family: Family) -> None:
    tell(family, TOLD)
    make_draft(memoir=family.memoir, by=OPERATOR)
    first, second = provenance_of(family.memoir)
    assert (first["sentence"], second["sentence"]) == ("We rowed to school.", "And home again.")
    assert {change["kind"] for change in first["changes"]} == {"stage-note", "pause"}
    assert any("[laughs]" in change["before"] for change in first["changes"])
    assert first["passage"] == str(Passage.objects.get().id)
    assert (first["editor"], first["by"], first["kind"]) == (False, "", "told")
    (source,) = first["sources"]
    assert TOLD[source["start"] : source["end"]].startswith("We rowed [laughs] to school.")


def test_what_a_person_typed_is_named_as_hers(family: Family) -> None:
    tell(family, TOLD)
    make_draft(memoir=family.memoir, by=OPERATOR)
    edit_passage(passage=Passage.objects.get(), text="Summer came early.", version=1, by=family.ingrid.actor)
    (row,) = provenance_of(family.memoir)
    assert (row["by"], row["sources"], row["editor"]) == (str(family.ingrid.member.id), (), False)
    assert row["not_said"] == ("Summer", "came", "early")


def test_an_interviewers_question_is_a_row_of_its_own(family: Family) -> None:
    Memoir.objects.filter(id=family.memoir.id).update(form=Memoir.Form.INTERVIEW)
    memoir = Memoir.objects.get(id=family.memoir.id)
    given = [Given.in_reply_to("How did you come to school?", "We rowed the old boat across the fjord.")]
    import_answers(memoir=memoir, given=given, by=OPERATOR)
    make_draft(memoir=memoir, by=OPERATOR)
    rows = [(row["editor"], row["sentence"], bool(row["sources"])) for row in provenance_of(memoir)]
    assert rows == [
        (True, "How did you come to school?", False),
        (False, "We rowed the old boat across the fjord.", True),
    ]


def test_rows_are_json(family: Family) -> None:
    tell(family, TOLD)
    make_draft(memoir=family.memoir, by=OPERATOR)
    assert len(json.loads(json.dumps(provenance_of(family.memoir)))) == 2


def test_without_consent_it_is_closed(family: Family) -> None:
    tell(family, TOLD)
    make_draft(memoir=family.memoir, by=OPERATOR)
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    with pytest.raises(ConsentMissing):
        provenance_of(family.memoir)


def test_an_answer_is_quoted_as_it_was_when_the_sentence_was_made(family: Family) -> None:
    answer = tell(family, "We rowed to school.")[0]
    make_draft(memoir=family.memoir, by=OPERATOR)
    correct_answer(answer=answer, text="We sailed.", by=family.alma.actor)
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    body = read_passage(Passage.objects.get(), opening).body
    assert quoted_answers(body, family.memoir, opening) == [[("We rowed to school.", True)]]


def test_another_memoirs_answers_are_never_quoted(family: Family, neighbour: Family) -> None:
    tell(family, "We rowed to school.")
    make_draft(memoir=family.memoir, by=OPERATOR)
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    body = read_passage(Passage.objects.get(), opening).body
    theirs = opened(scope=neighbour.memoir.id, use=Use.BOOK)
    assert quoted_answers(body, neighbour.memoir, theirs) == []


@pytest.mark.parametrize(
    ("spans", "cut"),
    [
        ([], [("abcdef", False)]),
        ([(0, 6)], [("abcdef", True)]),
        ([(2, 4)], [("ab", False), ("cd", True), ("ef", False)]),
        ([(2, 4), (4, 6)], [("ab", False), ("cd", True), ("ef", True)]),
        ([(3, 5), (1, 4)], [("a", False), ("bcd", True), ("e", True), ("f", False)]),
        ([(1, 5), (2, 3)], [("a", False), ("bcde", True), ("f", False)]),
    ],
)
def test_a_text_is_cut_at_its_spans(spans: list[tuple[int, int]], cut: list[tuple[str, bool]]) -> None:
    assert pieces("abcdef", spans) == cut
