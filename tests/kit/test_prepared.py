"""A prepared query asks what the queryset would ask, for other values."""

import pytest

from fortell.kit.ids import new_id
from fortell.kit.models import Job
from fortell.kit.prepared import Prepared

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
