"""From an address, or none, to Django's words for a database."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from fortell.kit.installation import SettingsError

SQLITE_OPTIONS = {
    # IMMEDIATE: a transaction takes the write lock at its start, so two writers wait instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # secure_delete: what is deleted is overwritten, so that a destroyed key leaves no bytes in free pages.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    ),
}


def database(url: str, sqlite_file: Path) -> dict[str, Any]:
    """Empty url: SQLite in `sqlite_file`. Raises SettingsError on an address of another kind."""
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(sqlite_file), "OPTIONS": dict(SQLITE_OPTIONS)}
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingsError("A database address looks like postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),  # %2F…: a folder with a Unix socket
        "PORT": str(parts.port or ""),
        # A pool instead of CONN_MAX_AGE, which leaks connections under ASGI.
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }
