"""What may hurt somebody who lives is read by nobody in the family before she says so, in the draft or elsewhere."""

import json
from datetime import timedelta

import pytest

from fortell.book.actions import make_edition, read_out_timeline
from fortell.book.models import Edition, Passage
from fortell.book.provenance import provenance_of
from fortell.book.queries import read_draft
from fortell.kit.clock import now
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy import holds
from fortell.privacy.models import AuditEntry, LegalHold
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.about_others import about_others
from fortell.story.actions import choose_naming, correct_answer, decide_place
from fortell.story.naming import Choice
from fortell.story.queries import naming_of
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
SECRET = "Torvald was arrested in 1952 for the sheep."
TOLD = f"We rowed to school with my cousin Torvald. {SECRET} Then we walked home in the rain."


@pytest.fixture
def drafted(family: Family) -> Family:
    tell(family, TOLD)
    run_due()
    return family


def own(family: Family) -> Opening:
    family.memoir.refresh_from_db()
    return opened(scope=family.memoir.id, use=Use.OWN)


def everything(family: Family) -> str:
    """All that the owner can open of the book, and what scripts read of it."""
    family.memoir.refresh_from_db()
    browser, code = family.ingrid.browser(), family.memoir.code
    passages = [row.id for row in Passage.objects.exclude(kind="question")]
    parts = [f"passages/{name}/{part}" for name in passages for part in ("", "sources/", "editing/")]
    answers = [browser.get(f"/family/{code}/{part}") for part in ("", "timeline/", "order/", *parts)]
    assert {answer.status_code for answer in answers} == {200}
    read_out = [provenance_of(family.memoir), read_out_timeline(memoir=family.memoir, by=OPERATOR)]
    edition = make_edition(memoir=family.memoir, by=family.ingrid.actor)
    frozen = own(family).read(edition, "content")
    return "".join(answer.content.decode() for answer in answers) + json.dumps([*read_out, frozen], default=str)


def decide(family: Family, *, shared: bool) -> None:
    (passage,) = about_others(family.memoir, own(family))
    decide_place(memoir=family.memoir, passage=passage, shared=shared, by=family.alma.actor)


def test_the_family_reads_it_only_after_her_yes(drafted: Family) -> None:
    before = everything(drafted)
    assert "arrested" not in before
    assert "Then we walked home in the rain." in before
    assert "1 passage waits until Alma Solvang has looked at it." in before
    browser, address = drafted.alma.browser(), f"/tell/{drafted.memoir.code}/about-others/"
    assert SECRET in browser.get(address).content.decode()
    assert "1 passage waits for you" in browser.get(f"/tell/{drafted.memoir.code}/rights/").content.decode()
    (passage,) = about_others(drafted.memoir, own(drafted))
    assert browser.post(address, {"passage": passage.name, "share": "1"}).status_code == 302
    after = everything(drafted)
    assert SECRET in after
    assert "waits until" not in after
    assert Edition.objects.count() == 2  # the first holds nothing that she now shares


def test_what_she_leaves_out_goes_from_the_editions_that_hold_it(drafted: Family) -> None:
    decide(drafted, shared=True)
    assert SECRET in everything(drafted)
    decide(drafted, shared=False)
    assert Edition.objects.count() == 0
    assert "arrested" not in everything(drafted)
    decide(drafted, shared=False)
    assert Edition.objects.count() == 1  # it did not hold it


def test_a_hold_on_an_edition_refuses_and_changes_nothing(drafted: Family) -> None:
    decide(drafted, shared=True)
    make_edition(memoir=drafted.memoir, by=drafted.ingrid.actor)
    until = now() + timedelta(days=9)
    holds.hold(scope=drafted.memoir.id, ground=LegalHold.Ground.CLAIM, until=until, by=OPERATOR)
    with pytest.raises(holds.OnHold):
        decide(drafted, shared=False)
    assert [one.shared for one in about_others(drafted.memoir, own(drafted))] == [True]


def test_nobody_else_decides_and_the_log_says_not_what(drafted: Family) -> None:
    (passage,) = about_others(drafted.memoir, own(drafted))
    for other in (drafted.ingrid, drafted.kari, drafted.jonas):
        address = f"/tell/{drafted.memoir.code}/about-others/"
        assert other.browser().post(address, {"passage": passage.name, "share": "1"}).status_code == 404
        with pytest.raises(NotAllowed):
            decide_place(memoir=drafted.memoir, passage=passage, shared=True, by=other.actor)
    decide(drafted, shared=True)
    entry = AuditEntry.objects.get(verb="about_others.decided")
    assert (entry.fields, "arrested" in str(vars(entry))) == (["decided"], False)
    assert drafted.alma.browser().post(address, {"passage": "nothing", "share": "1"}).status_code == 404


def test_who_lives_no_more_is_protected_no_more(drafted: Family) -> None:
    page = drafted.alma.browser().get(f"/tell/{drafted.memoir.code}/people/").content.decode()
    assert "no longer living" not in page
    sent = {"spellings": "Torvald", "how": "name", "living": "gone"}
    assert drafted.alma.browser().post(f"/tell/{drafted.memoir.code}/people/", sent).status_code == 302
    assert about_others(drafted.memoir, own(drafted)) == []
    assert SECRET in everything(drafted)
    choose_naming(memoir=drafted.memoir, choice=Choice(spellings=("Torvald",)), by=drafted.alma.actor)
    assert len(about_others(drafted.memoir, own(drafted))) == 1


def test_that_somebody_died_is_only_suggested(family: Family) -> None:
    tell(family, "We rowed with my cousin Torvald. My cousin Torvald died in 1980.")
    page = family.alma.browser().get(f"/tell/{family.memoir.code}/people/").content.decode()
    assert "no longer living" in page
    assert 'value="gone" checked' not in page
    assert naming_of(family.memoir, own(family)).gone == frozenset()


def test_a_corrected_answer_waits_again(drafted: Family) -> None:
    decide(drafted, shared=True)
    answer = about_others(drafted.memoir, own(drafted))[0].place.item
    row = drafted.memoir.answer_set.get(id=answer)
    correct_answer(answer=row, text=TOLD.replace("for the sheep", "again"), by=drafted.alma.actor)
    run_due()
    assert [one.shared for one in about_others(drafted.memoir, own(drafted))] == [None]
    assert "arrested" not in everything(drafted)


def test_her_own_pages_and_copy_keep_it(drafted: Family) -> None:
    assert SECRET in drafted.alma.browser().get(f"/tell/{drafted.memoir.code}/").content.decode()
    assert read_draft(drafted.memoir, own(drafted))
    assert SECRET in drafted.alma.browser().get(f"/tell/{drafted.memoir.code}/book/timeline/").content.decode()


def test_what_waits_only_as_the_book_has_it_is_put_to_her_too(family: Family) -> None:
    """A capital that the clean-up gives makes a name of what was none in her answer."""
    tell(family, "we came home . loaded cars came full of drunk folk .")
    run_due()
    (passage,) = about_others(family.memoir, own(family))
    assert passage.words.startswith("Loaded")
    decide_place(memoir=family.memoir, passage=passage, shared=True, by=family.alma.actor)
    assert about_others(family.memoir, own(family)) == []
    assert "drunk folk" in everything(family)
