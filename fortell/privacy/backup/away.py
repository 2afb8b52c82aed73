"""Backups in a bucket of their own, beside the folder or instead of it. They are encrypted before they leave.

The same days count there: told from the names, whatever versions, marks and unfinished uploads the server keeps.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fortell.kit.installation import installation
from fortell.kit.undoing import undone_unless_whole
from fortell.privacy.backup import shelf
from fortell.privacy.backup.errors import BackupFailed, RestoreRefused
from fortell.privacy.backup.shelf import Backup

if TYPE_CHECKING:
    from fortell.privacy.vault.stores.bucket import Bucket

BLOCK = 1024 * 1024
LEAVING = "backup-leaving"  # where archives wait, encrypted, when they are kept in the bucket alone


def bucket() -> "Bucket | None":
    """The one of the settings, if one is set."""
    chosen = installation().backup_bucket
    if chosen.missing():
        return None
    # By name: what reaches a bucket is loaded only where one is used.
    made: Bucket = import_module("fortell.privacy.vault.stores.bucket").bucket_of(chosen)
    return made


def address() -> str:
    chosen = installation().backup_bucket
    return f"{shelf.BUCKET}{urlsplit(chosen.endpoint).netloc}/{chosen.bucket}"


def send(backup: Backup, there: "Bucket") -> None:
    """Put a whole backup into the bucket, the open facts last. Raises BackupFailed; then nothing of it is there."""
    shelf.remember(address())
    names = [f"{backup.name}{ending}" for ending in shelf.ENDINGS]
    try:
        with undone_unless_whole(partial(_delete, there, names)):
            for name in names:
                with (backup.folder / name).open("rb") as file:
                    there.put(name, iter(partial(file.read, BLOCK), b""))
    except OSError as error:
        raise BackupFailed(f"The backup did not reach {address()}: {error}.") from error


def _delete(there: "Bucket", names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):  # it goes on its day: what is unfinished is found by its name too
            there.delete(name)


def backups(there: "Bucket") -> list[Backup]:
    """The whole backups in the bucket, the oldest first. Raises OSError."""
    names = [key for key in there.keys() if shelf.made_at(key) and key.endswith(shelf.FACTS)]  # noqa: SIM118 - no dictionary
    found = [shelf.told(b"".join(there.read(name)), Path(address())) for name in names]
    return sorted(found, key=lambda backup: backup.made_at)


def due(there: "Bucket") -> list[str]:
    """What must go, the keys first. Raises OSError."""
    late = [key for key in there.every_key() if (at := shelf.made_at(key)) and at <= shelf.oldest()]
    return sorted(late, key=lambda key: (not key.endswith(shelf.KEYS), key))


def expire(there: "Bucket") -> int:
    """Delete what is due, every version of it; how many names that were. Raises OSError."""
    late = due(there)
    for key in late:
        there.delete(key)
    return len(late)


@contextmanager
def fetched(name: str) -> Iterator[Backup]:
    """A backup of the bucket, on this disk while the block lasts, encrypted as it is. Raises RestoreRefused."""
    there = bucket()
    if there is None:
        raise RestoreRefused("No [backup_bucket] is set; name both archives of one backup.")
    data = installation().data
    data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{data.name}-arriving-", dir=data.parent) as folder:
        for ending in shelf.ENDINGS:
            _fetch(there, f"{name}{ending}", Path(folder))
        yield shelf.backups(Path(folder))[0]


def _fetch(there: "Bucket", name: str, folder: Path) -> None:
    try:
        with (folder / name).open("wb") as file:
            file.writelines(there.read(name))
    except OSError as error:
        raise RestoreRefused(f"{name} can't be fetched from {address()}: {str(error) or 'it is not there'}.") from error
