"""Requests and what came of them go three years after they ended; one that still runs stays, however old it is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
import time_machine
from django.db.models import Model

from fortell.kit.clock import now
from fortell.people.permissions import OPERATOR
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import Objection, RecipientNotice, Restriction, RightsRequest
from fortell.privacy.profile import profile
from fortell.privacy.retention import due, sweep
from fortell.privacy.rights import notices, objection, requests, restriction
from tests.cast import BOTH, Family

# On SQLite a key is destroyed in the write-ahead log too, and that cannot be done inside a transaction.
pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
GOES = pytest.mark.promise("MIM-11.1", "LIL-7.1", "MNT-4.1")
# That one which has not ended stays proves no promise of deleting.
ENDED_OR_NOT = pytest.mark.parametrize("ended", [pytest.param(True, marks=GOES), False])
THEN: Final = datetime(2026, 5, 17, 12, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(THEN, tick=False):
        yield


def left(model: type[Model]) -> tuple[int, int]:
    """How many are left a second before the day, and a second after it."""
    day, counts = due(profile().retention["requests"], THEN), []
    for moment in (day - SECOND, day + SECOND):
        with time_machine.travel(moment, tick=False):
            sweep()
        counts.append(model._default_manager.count())
    return counts[0], counts[1]


@GOES
def test_a_request_goes_with_the_key_of_its_note() -> None:
    asked = requests.receive(
        kind=requests.Kind.ACCESS, channel=requests.Channel.LETTER, note="Bjarne Vik asks.", scope=None, by=OPERATOR
    )
    requests.refuse(request=asked, because="not-identified", by=OPERATOR)
    assert left(RightsRequest) == (1, 0)
    assert not Key.objects.filter(id=asked.id).exists()


@GOES
def test_a_request_about_a_memoir_leaves_the_memoirs_key(family: Family) -> None:
    requests.done_at_once(kind=requests.Kind.ACCESS, scope=family.memoir.id, verb="archive.made", by=OPERATOR)
    assert left(RightsRequest) == (1, 0)
    assert Key.objects.filter(id=family.memoir.id).exists()


def test_a_request_that_is_open_stays() -> None:
    requests.receive(
        kind=requests.Kind.ACCESS, channel=requests.Channel.LETTER, note="Bjarne Vik asks.", scope=None, by=OPERATOR
    )
    assert left(RightsRequest) == (1, 1)


@ENDED_OR_NOT
def test_a_restriction(family: Family, *, ended: bool) -> None:
    restriction.restrict(scope=family.memoir.id, reason=Restriction.Reason.ACCURACY, by=OPERATOR)
    if ended:
        restriction.lift(scope=family.memoir.id, by=OPERATOR, at_her_word=True)
    assert left(Restriction) == (1, 0 if ended else 1)


@ENDED_OR_NOT
def test_an_objection(family: Family, *, ended: bool) -> None:
    objection.object_to(activity=objection.FAULT_FINDING, scope=family.memoir.id, by=OPERATOR)
    if ended:
        objection.withdraw(activity=objection.FAULT_FINDING, scope=family.memoir.id, by=OPERATOR)
    assert left(Objection) == (1, 0 if ended else 1)


@ENDED_OR_NOT
def test_a_notice_to_a_recipient(family: Family, *, ended: bool) -> None:
    row = RecipientNotice.objects.create(
        scope=family.memoir.id, processor="text", kind=notices.Kind.RECTIFIED, due_at=now()
    )
    if ended:
        notices.told(notice=row, by=OPERATOR)
    assert left(RecipientNotice) == (1, 0 if ended else 1)
