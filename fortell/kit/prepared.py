"""Queries asked at every turn: Django writes their SQL once, and only the values change from then on.

Building a query anew costs several times what the database needs to answer it (benchmarks/gdprbench.py), and the
privacy engine asks a few small ones before anything else may happen.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet


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


def _adapted(value: str | UUID, vendor: str) -> str | UUID:
    return value.hex if isinstance(value, UUID) and vendor == "sqlite" else value
