"""The database itself refuses to change or remove a line of the ledgers, on SQLite and on PostgreSQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from fortell.privacy.models import AuditEntry, ConsentEntry
from tests.cast import BOTH, Family
from tests.emptying import execute

pytestmark = pytest.mark.django_db(databases=BOTH)
LEDGERS = ("privacy_consententry", "privacy_auditentry")


@pytest.mark.parametrize("statement", ["UPDATE {} SET scope = scope", "DELETE FROM {}"])
@pytest.mark.parametrize("table", LEDGERS)
def test_raw_sql_is_refused(family: Family, table: str, statement: str) -> None:
    before = _lines()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(statement.format(table))
    assert _lines() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite knows REPLACE.")
@pytest.mark.parametrize("table", LEDGERS)
def test_a_line_is_not_replaced_either(family: Family, table: str) -> None:
    """SQLite deletes what a REPLACE meets without telling the triggers of deletion."""
    before = _lines()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(f"REPLACE INTO {table} SELECT * FROM {table}")
    assert _lines() == before


def test_the_models_are_refused_too(family: Family) -> None:
    entry = ConsentEntry.objects.get()
    entry.decision = ConsentEntry.Decision.WITHDRAWN
    for forbidden in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()
    assert ConsentEntry.objects.get().decision == ConsentEntry.Decision.GIVEN


def _lines() -> list[object]:
    return [*ConsentEntry.objects.order_by("id").values(), *AuditEntry.objects.order_by("id").values()]
