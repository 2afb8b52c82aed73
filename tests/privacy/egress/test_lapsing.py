"""What was written down of what left goes when its years are over; until then the database refuses it to everybody."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from fortell.kit import gate
from fortell.kit.gate import Outcome
from fortell.people.permissions import OPERATOR
from fortell.privacy import audit, holds
from fortell.privacy.egress.lapsing import AT_LEAST, RULE, faults
from fortell.privacy.egress.models import (
    Disclosure,
    DisclosureApproval,
    DisclosureRelease,
    Lapsed,
    Sending,
    SendingEnd,
)
from fortell.privacy.egress.permits import permit
from fortell.privacy.models import AuditEntry, LegalHold
from fortell.privacy.profile import profile
from fortell.privacy.retention import due, sweep
from fortell.privacy.terms import Purpose
from fortell.privacy.vault.keys import HOUSE
from tests.cast import BOTH, Family
from tests.egress import TEXT, Register, in_order
from tests.emptying import execute

pytestmark = pytest.mark.django_db(databases=BOTH)
THEN: Final = datetime(2026, 5, 17, 12, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)
MODELS: Final = (Sending, SendingEnd, Disclosure, DisclosureApproval, DisclosureRelease)
ONE_OF_EACH, NONE = [1, 1, 1, 2, 1], [0, 0, 0, 0, 0]


@pytest.fixture(autouse=True)
def _left_the_house(family: Family, register: Register, disclosed: Callable[[], None]) -> Iterator[None]:
    register({"text": in_order()})
    with time_machine.travel(THEN, tick=False):
        disclosed()
        send(family)
        yield


def send(family: Family) -> None:
    leave = permit(processor="text", purpose=Purpose.BOOK, fields={TEXT}, scope=family.memoir.id)
    with gate.passing(leave, host="127.0.0.1", fields={TEXT}) as report:
        report(Outcome.ANSWERED)


def left() -> list[int]:
    return [model._default_manager.count() for model in MODELS]


def lapses() -> datetime:
    return due(profile().retention["disclosures"], THEN)


def sweep_at(moment: datetime) -> dict[str, int]:
    with time_machine.travel(moment, tick=False):
        return {name: count for name, count in sweep().items() if name.startswith("egress.")}


@pytest.mark.promise("MIM-11.1", "LIL-7.1", "MNT-4.1")
def test_it_goes_on_the_day_and_not_before() -> None:
    assert (sweep_at(lapses() - SECOND), left()) == ({}, ONE_OF_EACH)
    assert sweep_at(lapses() + SECOND) == {"egress.Sending.at": 1, "egress.Disclosure.at": 1}
    assert left() == NONE


def test_the_log_tells_how_much_went(family: Family) -> None:
    sweep_at(lapses() + SECOND)
    lines = AuditEntry.objects.filter(scope=family.memoir.id, verb="retention.expired").values_list("fields", flat=True)
    assert sorted(line for line in lines if line[0].startswith("egress.")) == [
        ["egress.disclosure", "1"],
        ["egress.sending", "1"],
    ]


def test_a_younger_line_stays_when_an_older_one_went(family: Family) -> None:
    with time_machine.travel(THEN + timedelta(days=1), tick=False):
        send(family)
    sweep_at(lapses() + SECOND)
    assert left() == [1, 1, 0, 0, 0]
    for table in ("egress_sendingend", "egress_sending"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", [model._meta.db_table for model in MODELS])
def test_under_a_legal_hold_no_line_goes_by_any_hand(family: Family, table: str) -> None:
    with time_machine.travel(lapses(), tick=False):
        audit.checkpoint()
        holds.hold(
            scope=family.memoir.id, ground=LegalHold.Ground.CLAIM, until=lapses() + timedelta(days=90), by=OPERATOR
        )
    assert (sweep_at(lapses() + SECOND), left()) == ({}, ONE_OF_EACH)
    Lapsed.objects.create(until=THEN)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(f"DELETE FROM {table}")


def witness(at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        audit.checkpoint()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE egress_lapsed SET until = '2020-01-01 00:00:00'",
        "UPDATE egress_lapsed SET until = until",
        "DELETE FROM egress_lapsed",
        "INSERT INTO egress_lapsed (id, until, signature) VALUES (2, '2020-01-01 00:00:00', '')",
    ],
)
def test_what_lapsed_never_moves_back(statement: str) -> None:
    witness(lapses())
    Lapsed.objects.create(until=THEN)
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(statement)


class TestBySql:
    def test_a_line_younger_than_a_year_goes_by_no_hand(self) -> None:
        witness(THEN + AT_LEAST - SECOND)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Lapsed.objects.create(until=THEN)

    def test_nor_by_moving_on_what_stands(self) -> None:
        witness(THEN + AT_LEAST)
        Lapsed.objects.create(until=THEN)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Lapsed.objects.update(until=THEN + SECOND)

    def test_an_older_line_that_somebody_let_go_is_found(self) -> None:
        witness(THEN + AT_LEAST)
        assert list(faults(profile())) == []
        Lapsed.objects.create(until=THEN)
        assert list(faults(profile())) == [
            "somebody else than the house let lines go of what was handed out, up to 2026-05-17"
        ]

    def test_and_stays_written_down_when_the_house_moves_on(self, family: Family) -> None:
        witness(THEN + AT_LEAST)
        Lapsed.objects.create(until=THEN - SECOND)
        sweep_at(lapses() + SECOND)
        verbs = AuditEntry.objects.filter(scope=HOUSE, verb__startswith="sendings.").order_by("number")
        assert list(verbs.values_list("verb", flat=True)) == ["sendings.lapse-forged", "sendings.lapsed"]
        assert (list(faults(profile())), list(audit.faults())) == ([], [])


def test_the_house_lets_go_by_its_own_signature() -> None:
    sweep_at(lapses() + SECOND)
    assert Lapsed.objects.get().until == THEN
    assert (list(faults(profile())), list(audit.faults())) == ([], [])


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is restored as a whole file")
def test_a_restore_may_bring_it_in_before_the_checkpoints() -> None:
    execute("SET CONSTRAINTS ALL DEFERRED")
    Lapsed.objects.create(until=THEN)
    witness(THEN + AT_LEAST)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Lapsed.objects.count() == 1


def test_a_rule_that_the_database_would_not_follow_is_a_fault() -> None:
    short = {**profile().retention, RULE: replace(profile().retention[RULE], number=364, unit="days")}
    assert list(faults(replace(profile(), retention=short))) == [
        "the rule 'disclosures' keeps for less than a year, and the database lets no younger line go"
    ]
