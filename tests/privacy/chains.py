"""Chains for the tests of the audit log, and hands that change what nobody should."""

from uuid import UUID

from django.db import connection
from django.db.models import Model

from fortell.kit.ids import new_id
from fortell.people.models import Member
from fortell.people.permissions import OPERATOR
from fortell.privacy import audit
from fortell.privacy.audit.chain import line_hash
from fortell.privacy.models import AuditEntry, AuditHead
from tests.emptying import execute


def write_lines(scope: UUID, count: int) -> None:
    for number in range(count):
        audit.record(OPERATOR, f"boat.rowed-{number}", Member(id=new_id()), scope=scope, fields=("oars",))


def new_chain(lines: int) -> UUID:
    scope = new_id()
    write_lines(scope, lines)
    return scope


def raw(value: object) -> object:
    """A value as raw SQL wants it: SQLite has no type for ids."""
    return value.hex if isinstance(value, UUID) and connection.vendor == "sqlite" else value


def change(model: type[Model], where: str, *values: object, **columns: object) -> None:
    """Overwrite columns of one row behind Django's back."""
    names = ", ".join(f"{name} = %s" for name in columns)
    given = [raw(value) for value in (*columns.values(), *values)]
    assert execute(f"UPDATE {model._meta.db_table} SET {names} WHERE {where}", *given) == 1


def remove(model: type[Model], where: str, *values: object) -> None:
    assert execute(f"DELETE FROM {model._meta.db_table} WHERE {where}", *[raw(value) for value in values])


def rewrite(scope: UUID, *, verb: str) -> None:
    """What a skilled hand would do: change the first line, and compute all others and the head anew."""
    previous, number = b"", 0
    for entry in AuditEntry.objects.filter(scope=scope).order_by("number"):
        entry.verb = verb if number == 0 else entry.verb
        entry.previous, number = previous, entry.number
        previous = line_hash(entry)
        change(AuditEntry, "id = %s", entry.pk, verb=entry.verb, previous=entry.previous, hash=previous)
    change(AuditHead, "scope = %s", scope, number=number, hash=previous)


def found(scope: UUID | None = None) -> list[tuple[UUID | None, int, str]]:
    return [(fault.scope, fault.number, fault.what) for fault in audit.faults(scope)]
