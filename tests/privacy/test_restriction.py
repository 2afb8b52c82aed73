"""While a story rests it is kept, she can read it, and nothing else is done with it."""

from datetime import timedelta

import pytest
import time_machine

from fortell.book.actions import make_draft, make_edition
from fortell.book.models import Passage
from fortell.kit.clock import now
from fortell.kit.jobs import later, run_due
from fortell.kit.models import Job
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.models import AuditEntry, Restriction, RightsRequest
from fortell.privacy.rights import restriction
from fortell.privacy.rights.restriction import NotAnnounced, NotRestricted, Restricted
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import ask_next, correct_answer, erase_memoir, lift_restriction, restrict_memoir
from fortell.story.models import Turn
from fortell.story.queries import answers_of, read_answers
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
REASON = Restriction.Reason.ACCURACY


def rest(family: Family) -> None:
    restrict_memoir(memoir=family.memoir, reason=REASON, by=family.alma.actor)


def verbs(family: Family) -> list[str]:
    lines = AuditEntry.objects.filter(scope=family.memoir.id, verb__startswith="restriction.").order_by("number")
    return list(lines.values_list("verb", flat=True))


@pytest.mark.promise("MIM-12.4", "MNT-10.6")
def test_everything_but_storing_and_her_own_reading_is_refused(family: Family, neighbour: Family) -> None:
    tell(family, "We rowed.")
    tell(neighbour, "They sailed.")
    rest(family)
    later("book.draft", scope=family.memoir.id, memoir=family.memoir.id)
    run_due()
    assert set(Passage.objects.values_list("memoir", flat=True)) == {neighbour.memoir.id}
    assert list(Job.objects.filter(scope=family.memoir.id).order_by("created_at").values_list("state", "error")) == [
        ("stopped", ""),
        ("failed", "refused"),
    ]
    Turn.objects.filter(memoir=family.memoir, outcome=Turn.Outcome.OPEN).delete()
    own = opened(scope=family.memoir.id, use=Use.OWN)
    for refused in (
        lambda: opened(scope=family.memoir.id, use=Use.BOOK),
        lambda: opened(scope=family.memoir.id, use=Use.EXCERPT),
        lambda: make_draft(memoir=family.memoir, by=OPERATOR),
        lambda: make_edition(memoir=family.memoir, by=OPERATOR),
        lambda: ask_next(memoir=family.memoir, opening=own, by=family.alma.actor),
    ):
        with pytest.raises(Restricted):
            refused()
    assert [read.text for read in read_answers(answers_of(family.memoir), own)] == ["We rowed."]
    assert Restriction.objects.get(scope=family.memoir.id).reason == REASON


def test_a_job_is_held_back_by_name_before_its_handler_is_called(family: Family) -> None:
    rest(family)
    assert restriction.holds_back("book.typeset", family.memoir.id)
    restriction.lift(scope=family.memoir.id, by=family.alma.actor, at_her_word=True)
    assert not restriction.holds_back("book.typeset", family.memoir.id)


@pytest.mark.promise("MIM-12.4")
def test_she_is_told_before_it_is_lifted(family: Family) -> None:
    restriction.restrict(scope=family.memoir.id, reason=REASON, by=OPERATOR)
    with pytest.raises(NotAnnounced):
        restriction.lift(scope=family.memoir.id, by=OPERATOR)
    day = restriction.announce_lifting(scope=family.memoir.id, by=OPERATOR).lifts_at
    assert day
    with time_machine.travel(day - timedelta(minutes=1)), pytest.raises(NotAnnounced):
        restriction.lift(scope=family.memoir.id, by=OPERATOR)
    with time_machine.travel(day + timedelta(minutes=1)):
        restriction.lift(scope=family.memoir.id, by=OPERATOR)
    assert not restriction.is_restricted(family.memoir.id)
    assert verbs(family) == ["restriction.began", "restriction.lifting_announced", "restriction.lifted"]


def test_announcing_twice_does_not_move_the_day(family: Family) -> None:
    rest(family)
    first = restriction.announce_lifting(scope=family.memoir.id, by=OPERATOR).lifts_at
    with time_machine.travel(now() + timedelta(days=2)):
        assert restriction.announce_lifting(scope=family.memoir.id, by=OPERATOR).lifts_at == first


def test_at_her_own_word_the_work_goes_on_with_what_she_corrected(family: Family) -> None:
    answer = tell(family, "We rowed.")[0]
    rest(family)
    correct_answer(answer=answer, text="We rowed to church.", by=family.alma.actor)
    run_due()
    assert not Passage.objects.exists()
    lift_restriction(memoir=family.memoir, by=family.alma.actor)
    run_due()
    assert Passage.objects.filter(memoir=family.memoir).count() == 1


def test_what_does_not_rest_is_not_lifted(family: Family) -> None:
    with pytest.raises(NotRestricted):
        restriction.lift(scope=family.memoir.id, by=OPERATOR)
    with pytest.raises(NotRestricted):
        restriction.announce_lifting(scope=family.memoir.id, by=OPERATOR)


def test_only_she_lets_it_rest_and_it_counts_as_done_at_once(family: Family, neighbour: Family) -> None:
    for other in (family.ingrid, family.kari, neighbour.alma):
        with pytest.raises(NotAllowed):
            restrict_memoir(memoir=family.memoir, reason=REASON, by=other.actor)
    rest(family)
    rest(family)
    row = RightsRequest.objects.get()
    assert (row.kind, row.state, row.channel, row.verb) == ("restriction", "done", "page", "restriction.began")


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_a_resting_story_can_be_erased(family: Family) -> None:
    rest(family)
    assert erase_memoir(memoir=family.memoir, by=OPERATOR)["story.Memoir"] == 1
