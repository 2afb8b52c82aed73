"""PostgreSQL's own journal of the key database: it holds wrapped keys too, also those that were destroyed since."""

from collections.abc import Iterator
from typing import Final

from django.db import connections

from fortell.privacy.keystore.router import KEYS

# What keeps old journal, and the value with which it does not (PostgreSQL's manual, chapters 20.5 and 20.6).
KEEPERS: Final = {
    "archive_mode": ("off", "its journal is archived: let the archive forget within 30 days"),
    "wal_keep_size": (
        "0",
        "it keeps old journal for replicas: set it to 0, or see that replicas forget within 30 days",
    ),
    "wal_recycle": ("off", "old journal is used again instead of deleted, with its bytes in it: set it to off"),
}
SLOTS: Final = "SELECT slot_name FROM pg_replication_slots ORDER BY slot_name"


def reminders() -> Iterator[str]:
    """What `fortell check` reminds of where the keys are in PostgreSQL."""
    if connections[KEYS].vendor != "postgresql":
        return
    with connections[KEYS].cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(KEEPERS)])
        for name, value in sorted(cursor.fetchall()):
            harmless, why = KEEPERS[name]
            if value != harmless:
                yield f"the key database has {name} = {value}: {why}"
        cursor.execute(SLOTS)
        for (slot,) in cursor.fetchall():
            yield f"the key database has the replication slot {slot}, which keeps old journal while nobody reads it"
