"""The chain of the audit log: what was changed, taken out or cut off is found."""

from uuid import UUID

import pytest
from django.db import connection, transaction

from fortell.kit.ids import new_id
from fortell.people.models import Member
from fortell.people.permissions import OPERATOR
from fortell.privacy import audit
from fortell.privacy.audit import ChainBroken
from fortell.privacy.models import AuditEntry, AuditHead
from tests.cast import BOTH
from tests.emptying import execute, lift_triggers

pytestmark = pytest.mark.django_db(databases=BOTH)
LINES = 5


def write_lines(scope: UUID, count: int = LINES) -> None:
    for number in range(count):
        audit.record(OPERATOR, f"boat.rowed-{number}", Member(id=new_id()), scope=scope, fields=("oars",))


@pytest.fixture
def scope() -> UUID:
    scope = new_id()
    write_lines(scope)
    return scope


def line(scope: UUID, number: int) -> int:
    return AuditEntry.objects.get(scope=scope, number=number).pk


def test_a_whole_chain_verifies(scope: UUID) -> None:
    assert audit.verify(scope) == LINES


def test_a_line_says_who_did_what_to_which_thing_and_no_value(scope: UUID) -> None:
    entry = AuditEntry.objects.get(scope=scope, number=1)
    assert (entry.actor, entry.verb, entry.kind, entry.fields) == (
        "operator",
        "boat.rowed-0",
        "people.member",
        ["oars"],
    )
    assert bytes(entry.previous) == b""
    assert bytes(AuditEntry.objects.get(scope=scope, number=2).previous) == bytes(entry.hash)


def test_a_scope_without_lines_is_whole() -> None:
    assert audit.verify(new_id()) == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "boat.sunk"),
        ("actor", "nobody"),
        ("kind", "people.link"),
        ("thing", new_id()),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("fields", "[]"),
        ("number", 77),
        ("scope", new_id()),
        ("previous", b"x"),
        ("hash", b"x"),
    ],
)
@pytest.mark.parametrize("number", [1, 3, LINES])
def test_a_changed_line_is_found(scope: UUID, column: str, value: object, number: int) -> None:
    lift_triggers("privacy_auditentry")
    if isinstance(value, UUID) and connection.vendor == "sqlite":
        value = value.hex
    assert execute(f"UPDATE privacy_auditentry SET {column} = %s WHERE id = %s", value, line(scope, number)) == 1
    with pytest.raises(ChainBroken):
        audit.verify(scope)


@pytest.mark.parametrize("number", [1, 3, LINES])
def test_a_removed_line_is_found(scope: UUID, number: int) -> None:
    lift_triggers("privacy_auditentry")
    assert execute("DELETE FROM privacy_auditentry WHERE id = %s", line(scope, number)) == 1
    with pytest.raises(ChainBroken):
        audit.verify(scope)


@pytest.mark.parametrize("left", [0, 2, LINES - 1])
def test_a_truncated_chain_is_found(scope: UUID, left: int) -> None:
    lift_triggers("privacy_auditentry")
    assert execute("DELETE FROM privacy_auditentry WHERE number > %s", left) == LINES - left
    with pytest.raises(ChainBroken, match=f"ends at line {left}, not at {LINES}"):
        audit.verify(scope)


def test_a_chain_whose_end_was_forgotten_is_found(scope: UUID) -> None:
    AuditHead.objects.filter(scope=scope).delete()
    with pytest.raises(ChainBroken):
        audit.verify(scope)


def test_a_line_put_in_between_is_found(scope: UUID) -> None:
    last = AuditEntry.objects.get(scope=scope, number=LINES)
    last.pk, last.number = None, LINES + 1
    last.save(force_insert=True)
    with pytest.raises(ChainBroken):
        audit.verify(scope)


def test_chains_of_two_scopes_are_independent(scope: UUID) -> None:
    other = new_id()
    write_lines(other, 2)
    write_lines(scope, 1)
    lift_triggers("privacy_auditentry")
    execute("UPDATE privacy_auditentry SET verb = 'x' WHERE id = %s", line(scope, 2))
    assert audit.verify(other) == 2
    with pytest.raises(ChainBroken):
        audit.verify(scope)


def test_a_line_goes_back_with_what_it_tells_of(scope: UUID) -> None:
    def write_then_fail() -> None:
        with transaction.atomic():
            write_lines(scope, 3)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_then_fail()
    assert audit.verify(scope) == LINES
