"""The draft follows the answers, and leaves alone what people have written into it."""

from pathlib import Path

import pytest

from fortell.book.actions import edit_passage, make_draft
from fortell.book.models import Chapter, Draft, Passage, Revision, Source
from fortell.book.provenance import provenance_of
from fortell.book.queries import left_out, read_draft, tally
from fortell.config.importing import import_file
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import correct_answer, set_withheld
from fortell.story.language import fold, words
from fortell.story.models import AnswerVersion, Memoir
from fortell.story.queries import memoir_by_code
from fortell.story.writing import words_not_said
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
BOAT = "We rowed to school in the old boat. My brother held the oars, and I held the lunch."
ICE = "In winter we walked across the ice. Nobody was afraid."


def draft(family: Family) -> Draft:
    return make_draft(memoir=family.memoir, by=OPERATOR)


def passages() -> dict[str, Passage]:
    return {passage.name: passage for passage in Passage.objects.all()}


def only_passage() -> Passage:
    return Passage.objects.get()


def words_of(family: Family) -> str:
    chapters = read_draft(family.memoir, opened(scope=family.memoir.id, use=Use.BOOK))
    return " / ".join(passage.body.words for chapter in chapters for passage in chapter.passages)


def edit(family: Family, text: str) -> Passage:
    passage = only_passage()
    return edit_passage(passage=passage, text=text, version=passage.version, by=family.ingrid.actor)


@pytest.mark.promise("MIM-3.8")
def test_the_draft_is_made_of_her_words_and_names_their_places(family: Family) -> None:
    answer = tell(family, BOAT)[0]
    draft(family)
    assert words_of(family) == BOAT
    rows = provenance_of(family.memoir)
    assert [row["sentence"] for row in rows] == [
        "We rowed to school in the old boat.",
        "My brother held the oars, and I held the lunch.",
    ]
    for row in rows:
        (source,) = row["sources"]
        assert (source["answer"], source["version"]) == (str(answer.id), 1)
        assert BOAT[source["start"] : source["end"]].strip() == row["sentence"]
    assert list(Source.objects.values_list("answer", flat=True)) == [answer.id]


def test_every_sentence_is_counted_by_where_it_comes_from(family: Family) -> None:
    tell(family, BOAT)
    draft(family)
    edit(family, "We rowed to school in the old boat. It was blue.")
    counted = tally(read_draft(family.memoir, opened(scope=family.memoir.id, use=Use.BOOK)))
    assert (counted.sentences, counted.own_words, counted.by_family, counted.without_source) == (2, 1, 1, 0)


def test_an_answer_without_a_word_is_left_out_with_the_reason(family: Family) -> None:
    answer = tell(family, "[laughs]")[0]
    draft(family)
    assert left_out(family.memoir, opened(scope=family.memoir.id, use=Use.BOOK)) == [(str(answer.id), "no-words")]
    assert not Passage.objects.exists()


def test_a_refresh_without_news_changes_nothing(family: Family) -> None:
    tell(family, BOAT, ICE)
    draft(family)
    before = {name: (passage.id, passage.version, bytes(passage.body)) for name, passage in passages().items()}
    draft(family)
    assert {name: (passage.id, passage.version, bytes(passage.body)) for name, passage in passages().items()} == before
    assert Draft.objects.count() == 1
    assert AuditEntry.objects.filter(verb="draft.made").count() == 2


def test_a_new_answer_keeps_the_other_passages_as_they_are(family: Family) -> None:
    tell(family, BOAT)
    draft(family)
    before = only_passage()
    tell(family, ICE)
    draft(family)
    assert len(passages()) == 2
    after = passages()[before.name]
    assert (after.id, after.version) == (before.id, 1)
    assert set(Passage.objects.values_list("chapter", flat=True)) == set(Chapter.objects.values_list("id", flat=True))


def test_a_correction_reaches_an_unedited_passage(family: Family) -> None:
    answer = tell(family, BOAT)[0]
    draft(family)
    before = only_passage()
    correct_answer(answer=answer, text="We sailed to school in the old boat.", by=family.alma.actor)
    run_due()
    after = only_passage()
    assert (after.id, after.version, after.stale_since) == (before.id, 2, None)
    assert words_of(family) == "We sailed to school in the old boat."
    assert provenance_of(family.memoir)[0]["sources"][0]["version"] == 2
    assert not Revision.objects.exists()


# --- what people edited ----------------------------------------------------------------------------------------------


def test_a_refresh_keeps_what_a_person_wrote(family: Family) -> None:
    tell(family, BOAT)
    draft(family)
    edited = edit(family, "We rowed to school in the old, blue boat.")
    tell(family, ICE)
    draft(family)
    kept = passages()[edited.name]
    assert (kept.id, kept.version, kept.edited_by) == (edited.id, 2, family.ingrid.member.id)
    assert kept.stale_since is None
    assert "old, blue boat" in words_of(family)


@pytest.mark.parametrize("typed", ["We rowed to school in the old, blue boat.", "Summer came early."])
def test_an_edited_passage_is_marked_when_its_answer_changes(family: Family, typed: str) -> None:
    answer = tell(family, BOAT)[0]
    draft(family)
    edit(family, typed)
    correct_answer(answer=answer, text="We sailed to school.", by=family.alma.actor)
    draft(family)
    marked = only_passage()
    assert marked.stale_since
    assert words_of(family) == typed
    draft(family)
    assert only_passage().stale_since == marked.stale_since


def test_another_answers_change_marks_nothing(family: Family) -> None:
    tell(family, BOAT)
    draft(family)
    edit(family, "We rowed to school in the old, blue boat.")
    other = tell(family, ICE)[0]
    correct_answer(answer=other, text="In winter we skated.", by=family.alma.actor)
    draft(family)
    assert not Passage.objects.exclude(stale_since=None).exists()


def test_a_mark_goes_with_the_next_edit_and_stays_away(family: Family) -> None:
    answer = tell(family, BOAT)[0]
    draft(family)
    edit(family, "We rowed to school in the old boat. It was blue.")
    correct_answer(answer=answer, text="We sailed to school.", by=family.alma.actor)
    draft(family)
    assert only_passage().stale_since
    edit(family, "We rowed to school in the old boat. It was green.")
    draft(family)
    assert only_passage().stale_since is None


def test_a_withheld_answers_passage_goes_edited_or_not(family: Family) -> None:
    first, second = tell(family, BOAT, ICE)
    draft(family)
    passage = next(passage for name, passage in passages().items() if str(first.id) in name)
    edit_passage(passage=passage, text="We rowed far.", version=1, by=family.ingrid.actor)
    set_withheld(answer=first, withheld=True, by=family.alma.actor)
    draft(family)
    assert list(Source.objects.values_list("answer", flat=True)) == [second.id]
    assert not Revision.objects.exists()
    assert words_of(family) == ICE


# --- real interviews -------------------------------------------------------------------------------------------------


def imported(corpus: Path, name: str) -> Memoir:
    done = import_file(
        file=corpus / "interviews" / name,
        speakers=None,
        storyteller=None,
        language=None,
        title=None,
        statement="Recorded and published with consent.",
    )
    memoir = memoir_by_code(done.code)
    assert memoir
    make_draft(memoir=memoir, by=OPERATOR)
    return memoir


def spoken(text: str) -> list[str]:
    return [fold(word.text) for word in words(text)]


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["fountain-hughes.en.json", "lia-bardu.nn.jsonl"])
def test_no_word_of_a_real_draft_is_absent_from_the_answers(corpus: Path, name: str) -> None:
    memoir = imported(corpus, name)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    rows = [row for row in provenance_of(memoir) if not row["editor"]]
    versions = AnswerVersion.objects.filter(answer__memoir=memoir)
    opening.load_keys(versions.values_list("answer", flat=True))
    answers = {(str(version.answer_id), version.number): opening.text(version, "text") for version in versions}
    assert len(rows) > 300
    assert [row["sentence"] for row in rows if not row["sources"] or row["by"]] == []
    said = {word for text in answers.values() for word in spoken(text)}
    assert {word for row in rows for word in spoken(row["sentence"])} <= said
    for row in rows:
        cut = [answers[s["answer"], s["version"]][s["start"] : s["end"]] for s in row["sources"]]
        assert words_not_said(sentence=row["sentence"], sources=cut) == (), row
    drafted = {source["answer"] for row in rows for source in row["sources"]}
    assert drafted | {answer for answer, _reason in left_out(memoir, opening)} == {answer for answer, _n in answers}
