"""Nobody but her reads a name that she changed: not in the draft, its sources, the times and people, nor an edition."""

import json
from datetime import timedelta

import pytest

from fortell.book.actions import edit_passage, make_edition, put_back, read_out_timeline
from fortell.book.models import Edition, Passage
from fortell.book.provenance import provenance_of
from fortell.book.queries import read_draft, read_passage, stored_body
from fortell.kit.clock import now
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy import holds
from fortell.privacy.models import AuditEntry, LegalHold
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions import choose_naming, count_named
from fortell.story.models import NamedPerson
from fortell.story.naming import Choice, How
from fortell.story.queries import choices_of
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
TOLD = "We rowed to school with my cousin Torvald in 1952. Torvald’s boat sank. Then er we walked home."


@pytest.fixture
def drafted(family: Family) -> Family:
    tell(family, TOLD)
    run_due()
    return family


def choose(family: Family, how: How, instead: str = "", *spellings: str) -> None:
    choice = Choice(spellings=spellings or ("Torvald",), how=how, instead=instead)
    person = next(iter(choices_of(family.memoir, own(family))), None)
    choose_naming(memoir=family.memoir, choice=choice, person=person, by=family.alma.actor)


def own(family: Family) -> Opening:
    return opened(scope=family.memoir.id, use=Use.OWN)


def words(family: Family) -> str:
    return " ".join(one.body.words for chapter in read_draft(family.memoir, own(family)) for one in chapter.passages)


def pages(family: Family) -> str:
    """Everything that the owner can open of the draft, and what scripts read of it."""
    browser, code = family.ingrid.browser(), family.memoir.code
    passage = Passage.objects.exclude(kind="question").get().id
    parts = ("", "timeline/", f"passages/{passage}/", f"passages/{passage}/sources/", f"passages/{passage}/editing/")
    answers = [browser.get(f"/family/{code}/{part}") for part in parts]
    assert {answer.status_code for answer in answers} == {200}
    read_out = [provenance_of(family.memoir), read_out_timeline(memoir=family.memoir, by=OPERATOR)]
    edition = make_edition(memoir=family.memoir, by=family.ingrid.actor)
    frozen = own(family).read(edition, "content")
    return "".join(answer.content.decode() for answer in answers) + json.dumps([*read_out, frozen], default=str)


def test_the_family_reads_the_name_until_she_changes_it_and_never_after(drafted: Family) -> None:
    assert "Torvald" in pages(drafted)
    choose(drafted, "pseudonym", "Birger")
    after = pages(drafted)
    assert "Torvald" not in after
    assert "Birger’s boat sank." in after
    choose(drafted, "out")
    left = pages(drafted)
    assert "Torvald" not in left
    assert "Birger" not in left
    assert words(drafted) == "Then we walked home."


def test_her_own_answer_stays_as_she_told_it(drafted: Family) -> None:
    choose(drafted, "pseudonym", "Birger")
    page = drafted.alma.browser().get(f"/tell/{drafted.memoir.code}/?all").content.decode()
    assert "Torvald" in page
    assert "Torvald" in stored_body(Passage.objects.exclude(kind="question").get(), own(drafted)).words


def test_an_edition_that_says_the_name_is_destroyed_and_others_stay(drafted: Family) -> None:
    make_edition(memoir=drafted.memoir, by=drafted.ingrid.actor)
    choose(drafted, "name", "", "Torvald", "Cousin T")
    assert Edition.objects.count() == 1
    choose(drafted, "role", "a cousin", "Torvald")
    assert not Edition.objects.exists()
    make_edition(memoir=drafted.memoir, by=drafted.ingrid.actor)
    choose(drafted, "role", "a cousin", "Torvald", "Cousin T")
    assert Edition.objects.count() == 1


def test_a_legal_hold_keeps_the_edition_and_then_nothing_is_chosen(drafted: Family) -> None:
    make_edition(memoir=drafted.memoir, by=drafted.ingrid.actor)
    until = now() + timedelta(days=90)
    holds.hold(scope=drafted.memoir.id, ground=LegalHold.Ground.CLAIM, until=until, by=OPERATOR)
    with pytest.raises(holds.OnHold):
        choose(drafted, "out")
    assert Edition.objects.count() == 1
    assert not NamedPerson.objects.exists()


def test_what_somebody_edited_is_kept_and_what_she_left_out_comes_back_in_its_place(drafted: Family) -> None:
    choose(drafted, "out")
    row = Passage.objects.exclude(kind="question").get()
    edit_passage(passage=row, text="Then we walked all the way.", version=row.version, by=drafted.ingrid.actor)
    assert words(drafted) == "Then we walked all the way."
    choose(drafted, "pseudonym", "Birger")
    assert words(drafted).endswith("Birger’s boat sank. Then we walked all the way.")
    row.refresh_from_db()
    edit_passage(passage=row, text=words(drafted) + " So cold.", version=row.version, by=drafted.ingrid.actor)
    choose(drafted, "name")
    assert words(drafted).endswith("Torvald’s boat sank. Then we walked all the way. So cold.")


def test_a_change_is_put_back_though_sentences_before_it_are_left_out(drafted: Family) -> None:
    choose(drafted, "out")
    row = Passage.objects.exclude(kind="question").get()
    [sentence] = read_passage(row, own(drafted)).body.sentences
    at = next(number for number, change in enumerate(sentence.changes) if change.kind == "filler")
    put_back(passage=row, sentence=0, change=at, version=row.version, by=drafted.ingrid.actor)
    assert words(drafted) == "Then er we walked home."


def test_only_she_chooses_and_no_name_stands_open(drafted: Family) -> None:
    for other in (drafted.ingrid, drafted.kari, drafted.jonas):
        with pytest.raises(NotAllowed):
            choose_naming(memoir=drafted.memoir, choice=Choice(spellings=("Torvald",)), by=other.actor)
    choose(drafted, "pseudonym", "Birger")
    assert b"Torvald" not in bytes(NamedPerson.objects.get().choice)
    assert "Torvald" not in str(vars(AuditEntry.objects.get(verb="naming.chosen")))
    [counted] = count_named(memoir=drafted.memoir, by=OPERATOR)
    assert (counted.how, counted.spellings, counted.answers) == ("pseudonym", 1, 1)


def test_on_her_page_she_joins_two_spellings_and_is_told_what_is_missing(drafted: Family) -> None:
    tell(drafted, "We sang with Torvald Lie all night.")
    browser, address = drafted.alma.browser(), f"/tell/{drafted.memoir.code}/people/"
    assert 'name="like" value="Torvald Lie"' in browser.get(address).content.decode()
    asked = {"how": "pseudonym", "spellings": "Torvald", "like": "Torvald Lie", "instead": ""}
    assert browser.post(address, asked).status_code == 422
    assert browser.post(address, asked | {"instead": "Old Torvald"}).status_code == 422
    assert not NamedPerson.objects.exists()
    assert browser.post(address, asked | {"instead": "Birger"}).status_code == 302
    [choice] = choices_of(drafted.memoir, own(drafted)).values()
    assert choice == Choice(spellings=("Torvald", "Torvald Lie"), how="pseudonym", instead="Birger")
    browser.post(address, {"how": "out", "spellings": "Torvald Lie"})
    assert [one.spellings for one in choices_of(drafted.memoir, own(drafted)).values()] == [
        ("Torvald",),
        ("Torvald Lie",),
    ]
