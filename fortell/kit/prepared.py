"""Queries asked at every turn: Django writes their SQL once, and only the values change from then on.

Building a query anew costs several times what the database needs to answer it (benchmarks/gdprbench.py), and the
privacy engine asks a few small ones before anything else may happen.
"""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.db import connections, router
from django.db.models import Field, Model, QuerySet


class Prepared:
    """A query as a function of its values, given in the order in which its filters stand.

    `build` makes the queryset with `values_list` and with values of the right types; it is called once. Rows come as
    the database's own types, in which an id is no UUID on SQLite.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._written: tuple[str, str] | None = None

    def __call__(self, *values: str | UUID) -> list[tuple[Any, ...]]:
        alias, sql = self._written or self._write()
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, [_adapted(value, connections[alias].vendor) for value in values])
            return list(cursor.fetchall())

    def _write(self) -> tuple[str, str]:
        query = self._build()
        self._written = query.db, query.query.get_compiler(query.db).as_sql()[0]
        return self._written


class Insertion:
    """The INSERT of a model's rows: one statement, no signal, and the row is not told which number it was given."""

    def __init__(self, model: type[Model]) -> None:
        self._fields = [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]
        columns, values = (
            ", ".join(f'"{field.column}"' for field in self._fields),
            ", ".join("%s" for _ in self._fields),
        )
        self._sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({values})'  # noqa: S608 - our own names

    def __call__(self, row: Model) -> None:
        _write(self._sql, row, self._fields)


class Change:
    """The UPDATE of some fields of one row, found by its key, likewise."""

    def __init__(self, model: type[Model], *names: str) -> None:
        key = model._meta.pk
        self._fields = [*(cast("Field[Any, Any]", model._meta.get_field(name)) for name in names), key]
        changes = ", ".join(f'"{field.column}" = %s' for field in self._fields[:-1])
        self._sql = f'UPDATE "{model._meta.db_table}" SET {changes} WHERE "{key.column}" = %s'  # noqa: S608 - our own names

    def __call__(self, row: Model) -> None:
        _write(self._sql, row, self._fields)


def _write(sql: str, row: Model, fields: "list[Field[Any, Any]]") -> None:
    connection = connections[router.db_for_write(type(row))]
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])


def _adapted(value: str | UUID, vendor: str) -> str | UUID:
    return value.hex if isinstance(value, UUID) and vendor == "sqlite" else value
