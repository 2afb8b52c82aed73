"""What the house does every day, once through the worker, each line by what comes of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
import time_machine

from fortell.kit.ids import new_id
from fortell.kit.jobs import daily_jobs, later, queue_daily, run_due
from fortell.kit.models import DailyRun, Job
from fortell.people.permissions import OPERATOR
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditCheckpoint, AuditEntry, Restriction, RightsRequest
from fortell.privacy.rights import requests, restriction
from fortell.privacy.vault import keys
from tests.cast import BOTH, Family

# On SQLite a key is destroyed in the write-ahead log too, and that cannot be done inside a transaction.
pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
THEN: Final = datetime(2026, 5, 17, 12, tzinfo=UTC)
DAY: Final = timedelta(days=1)


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(THEN, tick=False):
        DailyRun.objects.bulk_create(DailyRun(job=entry.job, day=entry.day(THEN)) for entry in daily_jobs())
        yield


def a_day(moment: datetime) -> list[str]:
    """The jobs that one day of the worker carries out, in their order."""
    with time_machine.travel(moment, tick=False):
        queue_daily()
        run_due()
    return [job.name for job in Job.objects.filter(created_at=moment, state=Job.State.DONE).order_by("id")]


def test_every_line_is_carried_out() -> None:
    assert sorted(a_day(THEN + DAY)) == [
        "orders.tidy-folders",
        "privacy.checkpoint",
        "privacy.lift-restrictions",
        "privacy.remind-of-requests",
        "privacy.sweep",
        "privacy.sweep-orphans",
        "story.letters",
    ]


def test_the_log_is_sealed(family: Family) -> None:
    a_day(THEN + DAY)
    assert AuditCheckpoint.objects.count() == 1


def test_what_is_due_is_swept() -> None:
    later("boat.nobody-rows", scope=new_id())
    run_due()
    a_day(THEN + 29 * DAY)
    assert Job.objects.filter(name="boat.nobody-rows").count() == 1
    a_day(THEN + 31 * DAY)
    assert Job.objects.filter(name="boat.nobody-rows").count() == 0


def test_keys_that_nothing_names_are_destroyed(family: Family) -> None:
    lost = new_id()
    keys.make_root(lost)
    a_day(THEN + 2 * DAY)
    assert not Key.objects.filter(id=lost).exists()
    assert Key.objects.filter(id=family.memoir.id).exists()


@pytest.mark.parametrize(("days", "reminded"), [(20, 0), (21, 1), (28, 2)])
def test_it_reminds_of_a_request(days: int, reminded: int) -> None:
    requests.receive(
        kind=requests.Kind.ACCESS, channel=requests.Channel.LETTER, note="Bjarne Vik asks.", scope=None, by=OPERATOR
    )
    a_day(THEN + days * DAY)
    assert RightsRequest.objects.get().reminded == reminded


def test_work_goes_on_when_the_announced_day_has_come(family: Family) -> None:
    restriction.restrict(scope=family.memoir.id, reason=Restriction.Reason.ACCURACY, by=OPERATOR)
    a_day(THEN + DAY)
    restriction.announce_lifting(scope=family.memoir.id, by=OPERATOR)
    day = THEN + restriction.NOTICE
    a_day(day - DAY)
    assert restriction.is_restricted(family.memoir.id)
    a_day(day)
    assert not restriction.is_restricted(family.memoir.id)
    line = AuditEntry.objects.get(scope=family.memoir.id, verb="restriction.lifted")
    assert (line.actor, line.fields) == ("house", ["lifted_at"])
