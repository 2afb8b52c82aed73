"""Whether backups are as they should be."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fortell.privacy.backup import archive, away, shelf
from fortell.privacy.backup.errors import ArchiveBroken
from fortell.privacy.backup.shelf import Backup

OUT_OF_REACH = "the backups in {} are out of reach, and can't be removed when their time is over"


def verify(backup: Backup, identities: list[Any]) -> None:
    """Read both archives to their end. Raises ArchiveBroken, CannotOpen."""
    for kind, path in (("data", backup.data), ("keys", backup.keys)):
        if not path.exists() or _sha256(path) != backup.archives[kind].sha256:
            raise ArchiveBroken(f"{path.name} is missing, cut or changed.")
        about = archive.read(path, identities).about
        if (about.id, about.kind) != (backup.id, kind):
            raise ArchiveBroken(f"{path.name} is another backup's.")


def problems() -> Iterator[str]:
    """What `fortell check` fails on: what should have gone and is still there."""
    for folder in shelf.folders():
        if late := shelf.due(folder):
            yield (
                f"{len(late)} backup files in {folder} are past their time, {late[0].name} first; "
                "the next `fortell backup` there removes them"
            )
    if late_away := _looked_at(away.due):
        yield f"{len(late_away)} backup files in {away.address()} are past their time; `fortell backup` removes them"


def reminders() -> Iterator[str]:
    for folder in shelf.folders():
        if not folder.is_dir():
            yield OUT_OF_REACH.format(folder)
    known = [away.address()] if away.bucket() else []
    yield from (OUT_OF_REACH.format(place) for place in shelf.buckets() if place not in known)
    found = _looked_at(away.backups)
    if found is None:
        yield OUT_OF_REACH.format(away.address())
    elif known and not found:
        yield f"there is no backup in {away.address()} yet: fortell backup"
    chosen = shelf.chosen()
    if chosen and not shelf.backups(chosen):
        yield f"there is no backup in {chosen} yet: fortell backup"


def _looked_at(look: Callable[[Any], list[Any]]) -> list[Any] | None:
    """What is in the bucket, nothing where there is none; None where it can't be reached."""
    try:
        return look(bucket) if (bucket := away.bucket()) else []
    except OSError:
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
