"""What was deleted or exchanged in the key database leaves no bytes behind in its files.

PostgreSQL keeps the bytes of what was deleted until a table is written anew. So keys lie on shelves, tables of their
own that hold whole scopes (keystore/migrations/0003_keys_on_shelves.py), and only the shelf concerned is rewritten.
"""

import time
from collections.abc import Iterable
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import OperationalError, connections, transaction

from fortell.privacy.keystore.models import Key
from fortell.privacy.keystore.router import KEYS

PATIENCE = 20.0  # seconds: as long as SQLite waits for its readers
SHELVES: Final = 32
SHELF_OF: Final = """SELECT DISTINCT number
FROM generate_series(0, %(shelves)s - 1) number, unnest(%(scopes)s::uuid[]) scope
WHERE satisfies_hash_partition('keystore_key'::regclass, %(shelves)s, number, scope) ORDER BY number"""
# Whoever still sees, or may come to see, what was there before a transaction: for them the rewriting would keep it.
STILL_SEEN: Final = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND greatest(age(backend_xmin), age(backend_xid)) > age(%s::text::xid)"""


class KeysLinger(Exception):
    """A reader held the key database for so long that destroyed keys are still in its files; it can be repeated."""


def forget(scopes: Iterable[UUID] | None = None) -> None:
    """Whatever was deleted or exchanged in these scopes, or in all. Raises KeysLinger.

    Now, or where a transaction is open, once it is committed.
    """
    if connections[KEYS].vendor == "sqlite":
        transaction.on_commit(_forget_log, using=KEYS)
    else:
        transaction.on_commit(partial(_rewrite, None if scopes is None else list(scopes)), using=KEYS)


def _forget_log() -> None:
    """SQLite overwrites what it deletes (secure_delete), but its write-ahead log would keep it for a while."""
    with connections[KEYS].cursor() as cursor:  # waits for readers as long as the connection's timeout
        busy, _frames, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise KeysLinger


def _rewrite(scopes: list[UUID] | None) -> None:
    """A plain VACUUM frees the room of dead rows and leaves their bytes in it; FULL writes the living ones anew."""
    with connections[KEYS].cursor() as cursor:
        shelves = range(SHELVES) if scopes is None else _shelves_of(scopes, cursor)
        _wait_for_readers(cursor)
        cursor.execute(f"SET lock_timeout = '{round(PATIENCE * 1000)}ms'")
        try:
            for number in shelves:
                cursor.execute(f"VACUUM (FULL) {Key._meta.db_table}_{number:02}")
        except OperationalError as error:
            raise KeysLinger from error
        finally:
            cursor.execute("RESET lock_timeout")


def _wait_for_readers(cursor: Any) -> None:
    """Until nobody sees the keys any more that were deleted. Raises KeysLinger."""
    cursor.execute("SELECT pg_current_xact_id()::text::bigint % 4294967296")  # as old as the deletion, or younger
    [mark] = cursor.fetchone()
    until = time.monotonic() + PATIENCE
    while True:
        cursor.execute(STILL_SEEN, [mark])
        if cursor.fetchone() == (0,):
            return
        if time.monotonic() > until:
            raise KeysLinger
        time.sleep(0.02)


def _shelves_of(scopes: list[UUID], cursor: Any) -> list[int]:
    cursor.execute(SHELF_OF, {"shelves": SHELVES, "scopes": scopes})
    return [row[0] for row in cursor.fetchall()]
