"""How tests that commit are tidied up after, although the ledgers refuse every deletion."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations as PostgreSQL
from django.db.backends.sqlite3.base import DatabaseOperations

from fortell.kit.installation import installation

Flush = Callable[[DatabaseOperations, list[str]], None]


def without_triggers(flush: Flush) -> Flush:
    """The flush of SQLite, with the append-only triggers lifted while it deletes. PostgreSQL truncates: none fires."""

    def flushed(self: DatabaseOperations, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers: list[tuple[str, str]] = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        flush(self, statements)
        with self.connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)

    return flushed


@pytest.fixture(scope="session", autouse=True)
def _shelves_of_keys_are_emptied_row_by_row() -> Iterator[None]:
    """PostgreSQL makes each of the 32 tables and their indexes anew when it truncates, which takes 0.1 s a test."""
    truncating = PostgreSQL.sql_flush

    def sql_flush(self: PostgreSQL, style: Any, tables: Sequence[str], **more: bool) -> list[str]:
        others = [table for table in tables if table != "keystore_key"]
        rest = ["DELETE FROM keystore_key"] if len(others) < len(tables) else []
        return [*truncating(self, style, others, **more), *rest]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostgreSQL, "sql_flush", sql_flush)
        yield


@pytest.fixture(scope="session", autouse=True)
def _triggers_lifted_while_tests_are_tidied_up() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers(DatabaseOperations.execute_sql_flush))
        yield


@pytest.fixture(autouse=True)
def _file_of_checkpoints_begins_anew() -> None:
    """It lies outside the databases, so nothing else forgets it between tests."""
    (installation().key_folder / "audit-checkpoints.jsonl").unlink(missing_ok=True)


def lift_triggers(table: str) -> None:
    """Inside one test: let a line of the ledger be changed, to see that the change is found out."""
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}")


def execute(sql: str, *values: Any) -> int:
    """Raw SQL on the main database; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@contextmanager
def without_ledgers() -> Iterator[None]:
    """Inside one test: let the ledgers forget, and hold again afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger fires
            yield
            return
        triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
