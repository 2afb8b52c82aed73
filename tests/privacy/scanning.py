"""A scanner that shares no code with what it checks: raw bytes of databases and files."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from tests.installation import DATA


def everything() -> Iterator[tuple[str, bytes]]:
    """Every file of the test installation, SQLite's databases and logs among them; on PostgreSQL every column too."""
    yield from files_in(DATA)
    for alias in connections:
        if connections[alias].vendor == "postgresql":
            yield from columns(alias)


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def columns(alias: str) -> Iterator[tuple[str, bytes]]:
    with connections[alias].cursor() as cursor:
        for table in connections[alias].introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    yield (
                        f"{alias}.{table}",
                        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode(),
                    )


def places_of(needles: dict[str, bytes]) -> set[tuple[str, str]]:
    """Which needles lie where, as (needle's name, file or table)."""
    return {(name, place) for place, content in everything() for name, needle in needles.items() if needle in content}


def in_any_writing(words: tuple[str, ...]) -> dict[str, bytes]:
    """The bytes of words in the writings in which they could lie about."""
    forms = {word: (word, word.lower(), word.upper()) for word in words}
    return {
        f"{form} in {encoding}": form.encode(encoding)
        for several in forms.values()
        for form in several
        for encoding in ("utf-8", "utf-16-le")
    }
