"""The way back: into an empty data folder, and closed until everything erased since is erased again."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.utils import DatabaseError

from fortell.kit.clock import now
from fortell.kit.installation import installation
from fortell.privacy import erasure, erasure_list
from fortell.privacy.backup import archive, closing
from fortell.privacy.backup.archive import About
from fortell.privacy.backup.closing import Unproven
from fortell.privacy.backup.errors import RestoreRefused
from fortell.privacy.backup.identity import identities
from fortell.privacy.backup.making import FILE, SETTINGS
from fortell.privacy.backup.matching import Swept, missing_files, sweep
from fortell.privacy.backup.snapshots import Refill
from fortell.privacy.erasure import Replayed
from fortell.privacy.keystore.router import KEYS
from fortell.privacy.vault import keys
from fortell.privacy.vault.master import matching
from fortell.privacy.vault.stores import store

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was brought back, what had to be erased again, what matched nothing, and what nobody can prove."""

    rows: int
    files: int
    erased: Replayed
    swept: Swept
    missing_files: int
    unproven: Unproven | None


def restore(
    *, data: Path, keys_archive: Path, identity: Path | None = None, erasures: Path | None = None, unproven: str = ""
) -> Restored:
    """Bring a backup back and erase again what its erasure list names. A restore that was killed can be repeated.

    `erasures`: the list, where it is not in the key folder. `unproven`: the reason for restoring without a list that
    knows this backup, or after the backup's time; the house then stays closed. Raises RestoreRefused, ArchiveBroken.
    """
    _refuse_full_house()
    opening = identities(identity)
    about = archive.read(data, opening).about
    of_keys = archive.read(keys_archive, opening).about
    _refuse_unfit(about, of_keys)
    listed = erasure_list.entries(_list_at(erasures))
    doubt = _doubt(about, listed)
    if doubt and not unproven:
        raise RestoreRefused(doubt)
    closing.begin_restoring()
    erasure_list.add_missing(listed)
    files = _bring_back(about, of_keys, data, keys_archive, opening)
    _bring_up_to_date()
    replayed = erasure.replay(listed)
    done = Restored(
        rows=sum(about.rows.values()),
        files=files,
        erased=replayed,
        swept=sweep(),
        missing_files=missing_files(),
        unproven=Unproven(since=about.at, until=now(), reason=unproven) if doubt else None,
    )
    closing.end_restoring(done.unproven)
    log.info("backup.restored", backup=about.backup, rows=done.rows, files=done.files, proven=not doubt)
    return done


def prove(erasures: Path) -> Replayed:
    """A list for a house that was restored without: its erasures are carried out again, and the house opens."""
    listed = erasure_list.entries(_list_at(erasures))
    unproven = closing.unproven_days()
    if unproven is None:
        raise RestoreRefused("This house was not restored without its erasure list; there is nothing to prove.")
    if not any(entry.at >= unproven.since - timedelta(minutes=1) for entry in listed):
        raise RestoreRefused("This list is older than the backup that was restored.")
    erasure_list.add_missing(listed)
    replayed = erasure.replay(listed)
    sweep()
    closing.open_again("the erasure list was found")
    return replayed


def _refuse_full_house() -> None:
    folder = installation().data
    if closing.is_restoring():
        return
    if folder.exists() and any(path.name != SETTINGS for path in folder.iterdir()):
        raise RestoreRefused(f"{folder} is not empty. Restore into a new folder: --data FOLDER.")
    for alias in connections:
        if connections[alias].vendor == "postgresql" and _tables(alias):
            raise RestoreRefused(f"The database {connections[alias].settings_dict['NAME']} is not empty.")
    if next(iter(store().names()), None):
        raise RestoreRefused("The bucket for files is not empty.")


def _tables(alias: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        return connections[alias].introspection.table_names(cursor)


def _refuse_unfit(about: About, of_keys: About) -> None:
    if (about.kind, of_keys.kind) != ("data", "keys"):
        raise RestoreRefused("The first archive holds the data (.data.age), the second the keys (.keys.age).")
    if about.backup != of_keys.backup:
        raise RestoreRefused("These two archives are of different backups.")
    if matching(base64.b64decode(about.master)) is None:
        raise RestoreRefused("This backup's keys are wrapped with another master key than the one that is here.")
    for one, alias in ((about, "default"), (of_keys, KEYS)):
        if one.vendor != connections[alias].vendor:
            raise RestoreRefused(
                f"This backup is of {one.vendor}; this installation is set to {connections[alias].vendor}. "
                "Set [database] as it was (docs/operating.md)."
            )
        known = MigrationLoader(None).disk_migrations
        if any((app, name) not in known for app, name in one.migrations):
            raise RestoreRefused("This backup was made by a newer Fortell. Restore it with that one, or a newer.")


def _list_at(erasures: Path | None) -> Path:
    if erasures and not erasures.is_file():
        raise RestoreRefused(f"{erasures} is not there.")
    return erasures or erasure_list.path()


def _doubt(about: About, listed: list[erasure_list.Entry]) -> str:
    """Why nobody could say that what was erased since is erased again; empty where it can be said."""
    days = installation().backup.keep_days
    if about.at <= now() - timedelta(days=days):
        return (
            f"This backup is older than {days} days: its time is over, and the erasure list does not reach back to it. "
            "If nothing else is left, --unproven REASON restores it; the house then stays closed."
        )
    if about.id not in {entry.thing for entry in listed}:
        return (
            "The erasure list at hand does not know this backup, so nobody could say that what was erased since is "
            "erased again. Put erasures.jsonl back into the key folder, or name it with --erasures FILE. If it is lost "
            "too, --unproven REASON restores without it; the house then stays closed."
        )
    return ""


def _bring_back(about: About, of_keys: About, data: Path, keys_archive: Path, opening: list[Any]) -> int:
    """Keys, rows, files; how many files."""
    try:
        _refill(KEYS, of_keys, keys_archive, opening)
        return _refill("default", about, data, opening)
    except DatabaseError as error:
        raise RestoreRefused(f"The database refused: {error}. Nothing is open; run the same command again.") from error
    except OSError as error:
        raise RestoreRefused(
            f"{error.strerror or error}. Nothing is open; make room and run the same command again."
        ) from error


def _refill(alias: str, about: About, path: Path, opening: list[Any]) -> int:
    filled = Refill(alias, columns=about.columns, migrations=[(app, name) for app, name in about.migrations])
    with filled.open():
        found = archive.read(path, opening, partial(_take, filled))
    return sum(name.startswith(FILE) for name in found.sha256)


def _take(filled: Refill, name: str, blocks: Iterator[bytes]) -> None:
    if name == SETTINGS:
        _settings(b"".join(blocks))
    elif name.startswith(FILE):
        store().put(UUID(hex=name.removeprefix(FILE)), blocks)
    elif not filled.take(name, blocks):
        raise ValueError(name)


def _settings(content: bytes) -> None:
    """They count from the next command on; settings that are there already win."""
    path = installation().data / SETTINGS
    if content and not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(content)


def _bring_up_to_date() -> None:
    call_command("migrate", database=KEYS, interactive=False, verbosity=0)
    keys.refuse_other_master()
    call_command("migrate", database="default", interactive=False, verbosity=0)
    keys.verify_master()
