"""A prepared query asks what the queryset would ask, for other values; prepared writing writes what save would."""

import pytest

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.models import Job
from fortell.kit.prepared import Change, Insertion, Prepared

pytestmark = pytest.mark.django_db

NEWEST = Prepared(
    lambda: Job.objects.filter(scope=new_id()).filter(name="").order_by("-created_at").values_list("dedupe")[:1]
)


def test_it_finds_by_the_values_it_is_given() -> None:
    here, there = new_id(), new_id()
    for scope, name, dedupe in ((here, "a", "first"), (here, "a", "second"), (here, "b", "third"), (there, "a", "")):
        Job.objects.create(scope=scope, name=name, dedupe=dedupe, state=Job.State.DONE)
    assert [NEWEST(here, "a"), NEWEST(here, "b"), NEWEST(there, "a"), NEWEST(there, "b")] == [
        [("second",)],
        [("third",)],
        [("",)],
        [],
    ]


def test_what_is_written_reads_back_like_what_was_saved() -> None:
    mine, hers = (Job(name="boat.row", scope=new_id(), arguments={"oar": [1, "ø"]}) for _ in "ab")
    Insertion(Job)(mine)
    Insertion(Job)(hers)
    assert Job.objects.filter(id=mine.id).values().get() == _values(mine)
    mine.state, mine.ended_at = Job.State.DONE, now()
    mine.name = "not written"
    Change(Job, "state", "ended_at")(mine)
    changed = Job.objects.get(id=mine.id)
    assert (changed.state, changed.ended_at, changed.name) == (Job.State.DONE, mine.ended_at, "boat.row")
    assert Job.objects.filter(id=hers.id).values().get() == _values(hers)


def _values(job: Job) -> dict[str, object]:
    return {field.attname: getattr(job, field.attname) for field in job._meta.concrete_fields}
