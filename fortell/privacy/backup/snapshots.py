"""A database at one instant, and a database made from that: SQLite whole, PostgreSQL table by table."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import psycopg
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from fortell.privacy.backup.archive import Part

SEGMENT = 8 * 1024 * 1024  # bytes of a table held in memory at once
WHOLE, TABLES = "database.sqlite3", "database/"
MIGRATIONS = "django_migrations"


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """`parts` can be read once, inside the `snapshot` block."""

    vendor: str
    rows: dict[str, int]
    columns: dict[str, list[str]]
    migrations: list[tuple[str, str]]
    asked: list[tuple[Any, ...]]
    parts: Iterator[Part]


@contextmanager
def snapshot(alias: str, *, ask: str = "SELECT 1") -> Iterator[Snapshot]:
    """A database as it is now, whatever is written meanwhile; `ask`: a query to be answered from the same instant."""
    connection = connections[alias]
    tables = _tables(alias)
    made = _of_sqlite if connection.vendor == "sqlite" else _of_postgresql
    with made(alias, tables, ask) as taken:
        yield taken


def _tables(alias: str) -> dict[str, list[str]]:
    connection = connections[alias]
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        return {
            name: [column.name for column in connection.introspection.get_table_description(cursor, name)]
            for name in names
        }


@contextmanager
def _of_sqlite(alias: str, tables: dict[str, list[str]], ask: str) -> Iterator[Snapshot]:
    address = f"file:{quote(str(connections[alias].settings_dict['NAME']))}?mode=ro"
    with closing(sqlite3.connect(":memory:")) as copy:
        # In one go: a copy made step by step begins anew at every write and may never end.
        with closing(sqlite3.connect(address, uri=True, timeout=20)) as source:
            source.backup(copy)

        def asked(query: str) -> list[tuple[Any, ...]]:
            return copy.execute(query).fetchall()

        yield Snapshot(
            vendor="sqlite",
            rows={table: asked(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables},  # noqa: S608 - our tables
            columns=tables,
            migrations=asked(f"SELECT app, name FROM {MIGRATIONS} ORDER BY id"),  # noqa: S608 - a constant
            asked=asked(ask),
            parts=_whole(copy),
        )


def _whole(copy: sqlite3.Connection) -> Iterator[Part]:
    content = copy.serialize()
    yield Part(name=WHOLE, size=len(content), blocks=[content])


@contextmanager
def _of_postgresql(alias: str, tables: dict[str, list[str]], ask: str) -> Iterator[Snapshot]:
    parameters = cast("Any", connections[alias]).get_connection_params() | {"cursor_factory": psycopg.Cursor}
    with psycopg.connect(**parameters) as connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ  # one instant for every query

        def asked(query: sql.Composable | str) -> list[tuple[Any, ...]]:
            return connection.execute(cast("Any", query)).fetchall()

        counted = sql.SQL("SELECT count(*) FROM {}")
        yield Snapshot(
            vendor="postgresql",
            rows={table: asked(counted.format(sql.Identifier(table)))[0][0] for table in tables},
            columns=tables,
            migrations=asked(f"SELECT app, name FROM {MIGRATIONS} ORDER BY id"),  # noqa: S608 - a constant
            asked=asked(ask),
            parts=_segments(connection, tables),
        )


def _segments(connection: psycopg.Connection[Any], tables: dict[str, list[str]]) -> Iterator[Part]:
    for table, columns in tables.items():
        if table == MIGRATIONS:
            continue
        named = sql.SQL(", ").join(map(sql.Identifier, columns))
        copying = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(named, sql.Identifier(table))
        with connection.cursor() as cursor, cursor.copy(copying) as rows:
            numbers = count(1)
            for content in _gathered(bytes(row) for row in rows):
                yield Part(name=f"{TABLES}{table}/{next(numbers):06}", size=len(content), blocks=[content])


def _gathered(rows: Iterable[bytes]) -> Iterator[bytes]:
    content = bytearray()
    for row in rows:
        content += row
        if len(content) >= SEGMENT:
            yield bytes(content)
            content.clear()
    if content:
        yield bytes(content)


class Refill:
    """A database being made from a snapshot's parts: all of it, or, after a crash, nothing of it."""

    def __init__(self, alias: str, *, columns: dict[str, list[str]], migrations: list[tuple[str, str]]) -> None:
        self.alias, self.columns, self.migrations = alias, columns, migrations

    @contextmanager
    def open(self) -> Iterator[None]:
        connection = connections[self.alias]
        if connection.vendor == "sqlite":
            connection.close()
            yield
            return
        with transaction.atomic(using=self.alias):
            self._make_tables()
            yield
            self._restart_numbers()

    def take(self, name: str, blocks: Iterator[bytes]) -> bool:
        """Whether the part was one of the database's."""
        if name == WHOLE:
            _write_whole(Path(connections[self.alias].settings_dict["NAME"]), blocks)
        elif name.startswith(TABLES):
            self._copy(name.split("/")[1], blocks)
        else:
            return False
        return True

    def _make_tables(self) -> None:
        """The tables as they were: the same migrations, no more. Raises KeyError where one is not known here."""
        executor = MigrationExecutor(connections[self.alias])
        done = {(app, name) for app, name in self.migrations}
        graph = executor.loader.graph
        newest = [node for node in done if not any(child.key in done for child in graph.node_map[node].children)]
        executor.migrate(newest)
        with connections[self.alias].cursor() as cursor:
            tables = sql.SQL(", ").join(sql.Identifier(table) for table in self.columns if table != MIGRATIONS)
            cursor.execute(sql.SQL("TRUNCATE {}").format(tables))
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # tables come in by name; migrations leave it at IMMEDIATE

    def _copy(self, table: str, blocks: Iterator[bytes]) -> None:
        named = sql.SQL(", ").join(map(sql.Identifier, self.columns[table]))
        copying = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), named)
        with connections[self.alias].cursor() as cursor, cast("Any", cursor).copy(copying) as rows:
            for block in blocks:
                rows.write(block)

    def _restart_numbers(self) -> None:
        """After rows came in with numbers of their own, the next one must get the next."""
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            for table in self.columns:
                for sequence in connection.introspection.get_sequences(cursor, table):
                    column = sql.Identifier(sequence["column"])
                    newest = sql.SQL("SELECT max({}) FROM {}").format(column, sql.Identifier(table))
                    cursor.execute(
                        sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), coalesce(({}), 0) + 1, false)").format(
                            sql.Literal(table), sql.Literal(sequence["column"]), newest
                        )
                    )


def _write_whole(path: Path, blocks: Iterator[bytes]) -> None:
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    with path.open("wb") as file:
        file.writelines(blocks)
