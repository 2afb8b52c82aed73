"""The dial of a memoir's book, and the machine's changes that a person puts back."""

import json
from pathlib import Path

import pytest

from fortell.book.actions import NothingToPutBack, choose_dial, edit_passage, make_draft, put_back
from fortell.book.models import Draft, Passage
from fortell.book.queries import put_back_in, read_draft, read_passage
from fortell.config.importing import import_file
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import correct_answer
from fortell.story.models import Memoir
from fortell.story.queries import memoir_by_code
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
SAID = "And then we, we rowed for, uh, 7 days. It was, you know, cold."
LIGHT = "And then we rowed for 7 days. It was, you know, cold."
READABLE = "And then we rowed for seven days. It was cold."


def drafted(family: Family, *texts: str) -> Passage:
    tell(family, *texts)
    make_draft(memoir=family.memoir, by=OPERATOR)
    return Passage.objects.get()


def words_of(memoir: Memoir) -> str:
    chapters = read_draft(memoir, opened(scope=memoir.id, use=Use.BOOK))
    return " / ".join(passage.body.words for chapter in chapters for passage in chapter.passages)


def change_at(passage: Passage, kind: str) -> dict[str, int]:
    body = read_passage(passage, opened(scope=passage.memoir_id, use=Use.BOOK)).body
    found = [
        {"sentence": at, "change": number, "version": passage.version}
        for at, sentence in enumerate(body.sentences)
        for number, change in enumerate(sentence.changes)
        if change.kind == kind
    ]
    return found[0]


def remembered(family: Family) -> int:
    return len(put_back_in(Draft.objects.get(), opened(scope=family.memoir.id, use=Use.BOOK)))


@pytest.mark.parametrize(("dial", "expected"), [("verbatim", SAID), ("light", LIGHT), ("readable", READABLE)])
def test_the_dial_says_how_much_goes(family: Family, dial: str, expected: str) -> None:
    drafted(family, SAID)
    choose_dial(memoir=family.memoir, dial=Memoir.Dial(dial), by=family.ingrid.actor)
    run_due()
    assert words_of(family.memoir) == expected


def test_choosing_is_one_line_in_the_log_and_the_same_again_is_none(family: Family) -> None:
    for _twice in range(2):
        choose_dial(memoir=family.memoir, dial=Memoir.Dial.READABLE, by=family.ingrid.actor)
    (line,) = AuditEntry.objects.filter(verb="memoir.dial_chosen")
    assert (line.actor, line.fields) == (family.ingrid.actor.pseudonym, ["dial"])


def test_only_the_owner_chooses_and_puts_back(family: Family) -> None:
    passage = drafted(family, SAID)
    for somebody in (family.alma, family.kari, family.jonas):
        with pytest.raises(NotAllowed):
            choose_dial(memoir=family.memoir, dial=Memoir.Dial.VERBATIM, by=somebody.actor)
        with pytest.raises(NotAllowed):
            put_back(passage=passage, by=somebody.actor, **change_at(passage, "filler"))
    assert words_of(family.memoir) == LIGHT


def test_what_a_person_wrote_survives_the_dial(family: Family) -> None:
    passage = drafted(family, SAID)
    edit_passage(passage=passage, text="We rowed for a week.", version=passage.version, by=family.ingrid.actor)
    choose_dial(memoir=family.memoir, dial=Memoir.Dial.READABLE, by=family.ingrid.actor)
    run_due()
    assert words_of(family.memoir) == "We rowed for a week."


def test_a_change_is_put_back_alone_and_for_good(family: Family) -> None:
    passage = drafted(family, SAID)
    after = put_back(passage=passage, by=family.ingrid.actor, **change_at(passage, "repetition"))
    assert (after.version, after.edited_by) == (passage.version + 1, None)
    once = words_of(family.memoir)
    run_due()
    make_draft(memoir=family.memoir, by=OPERATOR)
    assert (once, words_of(family.memoir)) == ("And then we, we rowed for 7 days. It was, you know, cold.",) * 2
    assert AuditEntry.objects.filter(verb="passage.put_back").count() == 1


def test_each_of_the_changes_can_be_put_back_one_after_the_other(family: Family) -> None:
    passage = drafted(family, "we [laughs] rowed # for, uh, days")
    for _each in range(20):
        body = read_passage(passage, opened(scope=family.memoir.id, use=Use.BOOK)).body
        if not body.sentences[0].changes:
            break
        put_back(passage=passage, sentence=0, change=0, version=passage.version, by=family.ingrid.actor)
        run_due()
        passage = Passage.objects.get()
    assert words_of(family.memoir) == "we [laughs] rowed # for, uh, days"


def test_a_passage_that_changed_or_is_somebodys_own_puts_nothing_back(family: Family) -> None:
    passage = drafted(family, SAID)
    place = change_at(passage, "filler")
    for wrong in ({"version": place["version"] + 1}, {"sentence": 9}, {"change": 99}):
        with pytest.raises(NothingToPutBack):
            put_back(passage=passage, by=family.ingrid.actor, **place | wrong)
    own = edit_passage(passage=passage, text="We rowed.", version=passage.version, by=family.ingrid.actor)
    with pytest.raises(NothingToPutBack):
        put_back(passage=own, by=family.ingrid.actor, **place | {"version": own.version})


def test_what_was_put_back_is_of_one_version_and_goes_with_its_answer(family: Family) -> None:
    answer = tell(family, SAID)[0]
    make_draft(memoir=family.memoir, by=OPERATOR)
    passage = Passage.objects.get()
    put_back(passage=passage, by=family.ingrid.actor, **change_at(passage, "filler"))
    correct_answer(answer=answer, text=f"{SAID} Yes.", by=family.alma.actor)
    run_due()
    assert words_of(family.memoir) == f"{LIGHT} Yes."
    assert remembered(family) == 1
    answer.delete()
    make_draft(memoir=family.memoir, by=OPERATOR)
    assert remembered(family) == 0


@pytest.mark.parametrize(("dial", "expected"), [(Memoir.Dial.VERBATIM, SAID), (Memoir.Dial.READABLE, READABLE)])
def test_an_interview_is_imported_at_a_dial(db: None, tmp_path: Path, dial: Memoir.Dial, expected: str) -> None:
    file = tmp_path / "interview.json"
    turns = [{"speaker": "A", "text": SAID}]
    file.write_text(json.dumps({"title": "Rowing", "language": "en", "turns": turns}))
    done = import_file(
        file=file, speakers=None, storyteller=None, language=None, title=None, statement="she signed", dial=dial
    )
    memoir = memoir_by_code(done.code)
    assert memoir
    make_draft(memoir=memoir, by=OPERATOR)
    assert words_of(memoir) == expected
