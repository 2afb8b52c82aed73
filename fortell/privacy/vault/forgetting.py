"""What was deleted or exchanged in the key database leaves no bytes behind in its files."""

from django.db import OperationalError, connections, transaction

from fortell.privacy.keystore.models import Key
from fortell.privacy.keystore.router import KEYS

PATIENCE = "20s"  # as long as SQLite waits for its readers


class KeysLinger(Exception):
    """A reader held the key database for so long that destroyed keys are still in its files; it can be repeated."""


def forget() -> None:
    """Now, or where a transaction is open, once it is committed. Raises KeysLinger."""
    transaction.on_commit(_forget_log if connections[KEYS].vendor == "sqlite" else _rewrite_table, using=KEYS)


def _forget_log() -> None:
    """SQLite overwrites what it deletes (secure_delete), but its write-ahead log would keep it for a while."""
    with connections[KEYS].cursor() as cursor:  # waits for readers as long as the connection's timeout
        busy, _frames, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise KeysLinger


def _rewrite_table() -> None:
    """A plain VACUUM frees the room of dead rows and leaves their bytes in it; FULL writes the living ones anew."""
    connection = connections[KEYS]
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
        try:
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(Key._meta.db_table)}")
        except OperationalError as error:
            raise KeysLinger from error
        finally:
            cursor.execute("RESET lock_timeout")
