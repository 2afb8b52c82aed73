"""Exchanging the master key while everybody goes on working.

The next key is put beside the old one, and a sheet with it is written; then its mark says that it wraps what is new;
then the old wraps are made anew, slice by slice; then the old mark goes, and last the old key. A kill after any of
these steps leaves everything readable, and the next call goes on where it stopped. Servers and workers meet the new
key's name at a wrapped key, and read their source again.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections, transaction
from django.db.models import Q

from fortell.kit import crypto
from fortell.kit.installation import installation
from fortell.privacy.keystore.models import Key, MasterCheck
from fortell.privacy.keystore.router import KEYS
from fortell.privacy.vault import keys, master, recovery
from fortell.privacy.vault.forgetting import forget
from fortell.privacy.vault.master import MasterKeyError

SLICE = 500  # keys whose rows are locked at once: some milliseconds
LOCK = "rotation.lock"
WRITE = "UPDATE keystore_key SET wrapped = %s, master = %s WHERE id = %s AND COALESCE(parent, id) = %s"


@dataclass(frozen=True, kw_only=True)
class Rotated:
    """How many keys were rewrapped, the new master key's id, and the sheet to print, where the key lies in a file."""

    keys: int
    master: str
    sheet: Path | None


def rotate() -> Rotated:
    """Change to the next master key, or finish a change that was broken off. Raises MasterKeyError, KeysLinger."""
    with _alone():
        keys.verify_master()
        name = keys.current_master() if _unfinished() else _begin()
        count = sum(_rewrap_all(name))
        _drop_old(name)
        return Rotated(keys=count, master=name, sheet=_keep_only(name))


def _unfinished() -> bool:
    """Whether an older master key is still marked, or still there: then it is not time for yet another."""
    names = [master.master_id(key) for key in master.masters()]
    return MasterCheck.objects.count() > 1 or names.index(keys.current_master()) > 0


def _begin() -> str:
    if len(master.masters()) == 1:
        if not master.in_file():
            raise MasterKeyError(
                "The master key comes from outside: give the next one too (docs/operating.md), start the servers and "
                "workers anew with both, then repeat this."
            )
        master.keep_in_file([*master.masters(), crypto.new_key()])
    if master.in_file():
        recovery.renew()  # before anything depends on the new key
    keys.remember(master.master_key())
    return keys.current_master()


def _rewrap_all(name: str) -> Iterator[int]:
    while count := _rewrap_slice(name):
        yield count


def _rewrap_slice(name: str) -> int:
    """Rewrap some of those with another master key's id: below or above ours, for an index finds no «not equal»."""
    return _rewrap(name, Q(master__lt=name)) or _rewrap(name, Q(master__gt=name))


def _rewrap(name: str, wrapped_otherwise: Q) -> int:
    new = master.master_named(name)
    with transaction.atomic(using=KEYS):
        # No skip_locked: a key that is being destroyed must be waited for, not missed.
        roots = Key.objects.filter(wrapped_otherwise, parent=None).select_for_update()
        rows = list(roots.order_by("master")[:SLICE])
        for row in rows:
            row.wrapped, row.master = keys.wrap(new, keys.open_root(row), row.id), name
        _write_wraps(rows)
    return len(rows)


def _write_wraps(rows: list[Key]) -> None:
    """One statement, written once for all of them: a bulk_update is many times slower."""
    connection = connections[KEYS]
    named = [row.id.hex if connection.vendor == "sqlite" else str(row.id) for row in rows]
    values = [(bytes(row.wrapped), row.master, name, name) for row, name in zip(rows, named, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(WRITE, values)


def _drop_old(name: str) -> None:
    """Older marks go once nothing is wrapped with their keys, and nobody can be about to."""
    with transaction.atomic(using=KEYS):
        list(MasterCheck.objects.select_for_update().order_by("-id"))  # whoever makes a root holds the newest
        while _rewrap_slice(name):
            pass
        MasterCheck.objects.exclude(master=name).delete()
    forget()


def _keep_only(name: str) -> Path | None:
    current = master.master_named(name)
    old = [key for key in master.masters() if key != current]
    master.retire(old)
    if not master.in_file():
        return None
    if old:
        master.keep_in_file([current])
    return installation().key_folder / recovery.SHEET if recovery.needed() else None


@contextmanager
def _alone() -> Iterator[None]:
    """One rotation at a time on this machine. The lock goes with its process, however that ends."""
    folder = installation().key_folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(folder / LOCK, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise MasterKeyError("Another rotation is under way.") from error
        yield
