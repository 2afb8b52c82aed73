"""What is written down of what left, and who is told of it."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import DatabaseError, transaction

from fortell.kit import gate
from fortell.kit.gate import Outcome
from fortell.privacy import audit
from fortell.privacy.egress.models import Sending, SendingEnd
from fortell.privacy.egress.permits import permit, recipient_permit
from fortell.privacy.egress.recipients import recipients_of
from fortell.privacy.egress.refusals import FieldNotAllowed, HostNotPermitted
from fortell.privacy.egress.sockets import DOORS, HostNotRegistered
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Purpose
from fortell.story.actions import erase_memoir
from tests.cast import BOTH, Family
from tests.egress import TEXT, Register, in_order
from tests.emptying import execute

pytestmark = pytest.mark.django_db(databases=BOTH)
LANGUAGE = "story.Memoir.language"
LEDGERS = (
    *("egress_sending", "egress_sendingend"),
    *("egress_disclosure", "egress_disclosureapproval", "egress_disclosurerelease"),
)


def let_out(family: Family, *fields: str, outcome: Outcome | None = Outcome.ANSWERED) -> None:
    leave = permit(processor="text", purpose=Purpose.BOOK, fields=fields, scope=family.memoir.id)
    with gate.passing(leave, host="127.0.0.1", fields=fields) as report:
        if outcome:
            report(outcome)


@pytest.fixture
def _processor(register: Register) -> None:
    register({"text": in_order()})


@pytest.mark.usefixtures("_processor")
def test_it_is_written_down_before_it_leaves(family: Family) -> None:
    leave = permit(processor="text", purpose=Purpose.BOOK, fields={TEXT}, scope=family.memoir.id)
    with gate.passing(leave, host="127.0.0.1", fields={TEXT}):
        row = Sending.objects.get()
        assert (row.processor, row.purpose, row.fields, row.scope) == ("text", "book", [TEXT], family.memoir.id)
        assert not hasattr(row, "end")
    assert SendingEnd.objects.get().outcome == "broken"  # nobody reported anything better


@pytest.mark.usefixtures("_processor")
def test_the_audit_chain_names_the_fields(family: Family) -> None:
    let_out(family, TEXT)
    line = AuditEntry.objects.get(verb="data.sent")
    assert (line.actor, line.fields, line.thing) == ("house", [TEXT], Sending.objects.get().id)
    audit.verify(family.memoir.id)


@pytest.mark.usefixtures("_processor")
def test_an_error_on_the_way_ends_it_as_broken(family: Family) -> None:
    leave = permit(processor="text", purpose=Purpose.BOOK, fields={TEXT}, scope=family.memoir.id)
    with pytest.raises(ZeroDivisionError), gate.passing(leave, host="127.0.0.1", fields={TEXT}):
        raise ZeroDivisionError
    assert SendingEnd.objects.get().outcome == "broken"


@pytest.mark.django_db(databases=BOTH, transaction=True)
@pytest.mark.usefixtures("_processor")
def test_inside_a_transaction_nothing_is_sent(family: Family) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        let_out(family, TEXT)
    assert Sending.objects.count() == 0


@pytest.mark.usefixtures("_processor")
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}"])
@pytest.mark.parametrize("table", LEDGERS)
def test_what_was_written_down_stays(family: Family, disclosed: Callable[[], None], table: str, statement: str) -> None:
    let_out(family, TEXT)
    disclosed()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(statement.format(table))


@pytest.mark.usefixtures("_processor")
def test_who_got_it_is_told_for_all_and_for_one_field(family: Family, neighbour: Family) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        let_out(family, TEXT, LANGUAGE)
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False):
        let_out(family, LANGUAGE)
    let_out(neighbour, TEXT)
    found = [(one.name, one.processor, one.what, one.purpose) for one in recipients_of(family.memoir.id)]
    name = "Nordlys Tekst AS"
    assert found == [(name, "text", (TEXT, LANGUAGE), "book"), (name, "text", (LANGUAGE,), "book")]
    assert [one.at.day for one in recipients_of(family.memoir.id, TEXT)] == [23]


@pytest.mark.usefixtures("_processor")
def test_what_never_arrived_was_got_by_nobody(family: Family) -> None:
    let_out(family, TEXT, outcome=Outcome.UNREACHABLE)
    let_out(family, LANGUAGE, outcome=None)
    assert [one.what for one in recipients_of(family.memoir.id)] == [(LANGUAGE,)]


@pytest.mark.django_db(databases=BOTH, transaction=True)
@pytest.mark.usefixtures("_processor")
def test_who_got_it_can_be_told_after_the_erasure(family: Family) -> None:
    let_out(family, TEXT)
    erase_memoir(memoir=family.memoir, by=family.alma.checked())
    assert [one.what for one in recipients_of(family.memoir.id)] == [(TEXT,)]


def test_a_receiver_whom_she_named_is_open_while_the_permit_lives(family: Family) -> None:
    leave = recipient_permit(host="Other.Fortell.Example", scope=family.memoir.id, confirmed_by=family.alma.actor)
    assert DOORS.let_through("other.fortell.example")
    with gate.passing(leave, host="other.fortell.example", fields={TEXT}) as report:
        report(Outcome.ANSWERED)
    assert not DOORS.let_through("other.fortell.example")
    row = Sending.objects.get()
    assert (row.processor, row.recipient, row.purpose) == ("", "other.fortell.example", "rights")
    assert row.confirmed_by == family.alma.actor.pseudonym
    assert [one.name for one in recipients_of(family.memoir.id)] == ["other.fortell.example"]


def test_a_receiver_gets_what_is_portable_and_nobody_else_gets_it(family: Family) -> None:
    leave = recipient_permit(host="other.fortell.example", scope=family.memoir.id, confirmed_by=family.alma.actor)
    with pytest.raises(HostNotPermitted), gate.passing(leave, host="elsewhere.example", fields={TEXT}):
        pytest.fail("it was sent")
    leave = recipient_permit(host="other.fortell.example", scope=family.memoir.id, confirmed_by=family.alma.actor)
    secret = {"people.Link.token_hash"}
    with pytest.raises(FieldNotAllowed), gate.passing(leave, host="other.fortell.example", fields=secret):
        pytest.fail("it was sent")


def test_the_door_for_a_receiver_shuts_by_itself(family: Family) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False) as clock:
        recipient_permit(host="other.fortell.example", scope=family.memoir.id, confirmed_by=family.alma.actor)
        clock.shift(121)
        assert not DOORS.let_through("other.fortell.example")
    with pytest.raises(HostNotRegistered):
        socket.getaddrinfo("other.fortell.example", 443)
