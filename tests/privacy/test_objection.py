"""Whatever rests on a legitimate interest is off for whoever objects to it."""

import pytest

from fortell.kit.jobs import PermanentFailure, handler, later, run_due
from fortell.kit.models import Job
from fortell.people.permissions import NotAllowed
from fortell.privacy.activities import activities
from fortell.privacy.models import AuditEntry, RightsRequest
from fortell.privacy.rights import objection
from fortell.privacy.rights.objection import FAULT_FINDING, NotObjectionable
from fortell.privacy.terms import Basis
from fortell.story.actions import decide_objection
from tests.cast import BOTH, Family

pytestmark = pytest.mark.django_db(databases=BOTH)


@handler("tests.goes-wrong")
def goes_wrong(_running: object) -> None:
    raise PermanentFailure("broken-press")


def notes_of_faults(family: Family) -> list[str]:
    """What fault-finding does for this family: how its failed work failed, now and of the next that fails."""
    later("tests.goes-wrong", scope=family.memoir.id)
    run_due()
    kept = Job.objects.filter(scope=family.memoir.id, name="tests.goes-wrong").order_by("created_at")
    assert {job.state for job in kept} == {"failed"}
    return [job.error for job in kept if job.error or job.attempts]


# Each activity that rests on a legitimate interest, and how to see whether it goes on.
SEEN = {FAULT_FINDING: notes_of_faults}


@pytest.mark.promise("MIM-12.5")
def test_each_activity_of_legitimate_interest_is_off_after_an_objection(family: Family, neighbour: Family) -> None:
    of_interest = [doing.key for doing in activities() if Basis.INTEREST in doing.bases]
    assert set(of_interest) == set(SEEN)
    for activity in of_interest:
        goes_on = SEEN[activity]
        assert goes_on(family) == ["broken-press"]
        decide_objection(memoir=family.memoir, activity=activity, objects=True, by=family.alma.actor)
        assert goes_on(family) == []
        assert goes_on(neighbour) == ["broken-press"]
        decide_objection(memoir=family.memoir, activity=activity, objects=False, by=family.alma.actor)
        assert goes_on(family) == ["broken-press"]


@pytest.mark.parametrize("activity", ["operation", "interview", "accountability", "nothing-of-ours"])
def test_what_is_needed_or_is_a_duty_cannot_be_objected_to(family: Family, activity: str) -> None:
    with pytest.raises(NotObjectionable):
        objection.may(activity, family.memoir.id)
    with pytest.raises(NotObjectionable):
        decide_objection(memoir=family.memoir, activity=activity, objects=True, by=family.alma.actor)


def test_an_objection_is_logged_once_and_counts_as_a_request(family: Family) -> None:
    for objects in (True, True, False, False):
        decide_objection(memoir=family.memoir, activity=FAULT_FINDING, objects=objects, by=family.alma.actor)
    lines = AuditEntry.objects.filter(scope=family.memoir.id, verb__startswith="objection.").order_by("number")
    assert [(line.verb, line.fields) for line in lines] == [
        ("objection.made", [FAULT_FINDING]),
        ("objection.withdrawn", [FAULT_FINDING]),
    ]
    assert [(row.kind, row.state) for row in RightsRequest.objects.all()] == [("objection", "done")]


def test_nobody_objects_for_her(family: Family) -> None:
    with pytest.raises(NotAllowed):
        decide_objection(memoir=family.memoir, activity=FAULT_FINDING, objects=True, by=family.ingrid.actor)
