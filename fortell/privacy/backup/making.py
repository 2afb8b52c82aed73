"""Making a backup: first the data as they are, then the keys, so that every row's key is there; then the files."""

import base64
import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID

import structlog

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.installation import SettingsError, installation
from fortell.kit.undoing import undone_unless_whole
from fortell.privacy import erasure_list
from fortell.privacy.backup import away, shelf
from fortell.privacy.backup.archive import About, Part, packed
from fortell.privacy.backup.errors import BackupFailed
from fortell.privacy.backup.expiry import expire, expire_away
from fortell.privacy.backup.identity import recipients
from fortell.privacy.backup.shelf import Backup, Kept
from fortell.privacy.backup.snapshots import Snapshot, snapshot
from fortell.privacy.backup.streams import seal
from fortell.privacy.erasure_list import Step
from fortell.privacy.keystore.router import KEYS
from fortell.privacy.vault.master import make_check
from fortell.privacy.vault.stores import FileGone, store

log = structlog.get_logger()
FILE, SETTINGS = "files/", "fortell.toml"


def make_backup(folder: Path | None = None) -> Backup:
    """Make both archives in a folder, else the one of the settings, and in the bucket if there is one; then remove
    what has expired there.

    Raises BackupFailed; then nothing of it is left, and what was there before is as it was. Where only the bucket
    could not be reached, what is in the folder stays.
    """
    folder, settings = folder or shelf.chosen(), _settings_without_secrets()
    place = folder or installation().data / away.LEAVING
    try:
        bucket = away.bucket()
        if folder:
            shelf.remember(str(folder.resolve()))
        elif not bucket:
            raise BackupFailed("Say where: --to FOLDER, or [backup] folder or [backup_bucket] in fortell.toml.")
        with _alone(place):
            made = _make(place, settings)
            if bucket:
                away.send(made, bucket)
                expire_away()
            expire(place)
    except (OSError, SettingsError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise BackupFailed(f"No backup was made in {place}: {why or error}.") from error
    finally:
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)
    log.info("backup.made", backup=str(made.id), rows=made.rows, files=made.files)
    return made


def _make(folder: Path, settings: bytes) -> Backup:
    name, at = new_id(), now()
    # Noted before the data are read: whatever is erased from now on stands below this line.
    erasure_list.note(Step.BACKUP, thing=name)
    with (
        snapshot("default", ask="SELECT id FROM privacy_sealedfile ORDER BY id") as data,
        snapshot(KEYS) as keys,
    ):
        mark = base64.b64encode(make_check()).decode()
        files = [UUID(str(row[0])) for row in data.asked]
        parts = _data_parts(data, files, settings)
        stem = shelf.stem(name, at)
        with _both_or_neither(folder, stem) as (data_half, keys_half):
            written = {
                "data": _write(data_half, packed(_about("data", data, name, mark), parts)),
                "keys": _write(keys_half, packed(_about("keys", keys, name, mark), keys.parts)),
            }
            backup = Backup(
                id=name, made_at=at, rows=sum(data.rows.values()), files=len(files), folder=folder, archives=written
            )
            half = folder / f"{stem}.json{shelf.HALF}"
            half.write_text(json.dumps(backup.open_facts(), indent=2) + "\n", encoding="ascii")
    return backup


def _about(kind: str, taken: Snapshot, name: UUID, mark: str) -> About:
    return About(
        backup=str(name),
        kind=kind,
        made_at=now().isoformat(),
        vendor=taken.vendor,
        master=mark,
        rows=taken.rows,
        columns=taken.columns,
        migrations=taken.migrations,
    )


def _data_parts(data: Snapshot, files: list[UUID], settings: bytes) -> Iterator[Part]:
    yield Part(name=SETTINGS, size=len(settings), blocks=[settings])
    yield from data.parts
    for name in files:
        try:
            yield Part(name=f"{FILE}{name.hex}", size=store().size(name), blocks=store().read(name))
        except FileGone:  # erased since the rows were read, or its row was stored and the file never came
            continue


def _write(half: Path, blocks: Iterator[bytes]) -> Kept:
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        sha256 = seal(blocks, out, recipients())
        out.flush()
        os.fsync(out.fileno())
    return Kept(sha256=sha256, size=half.stat().st_size)


@contextmanager
def _both_or_neither(folder: Path, stem: str) -> Iterator[tuple[Path, Path]]:
    """The names appear when all is on the disk, the open facts last: without them the archives are no backup."""
    names = [folder / f"{stem}{ending}" for ending in shelf.ENDINGS]
    halves = [path.with_name(path.name + shelf.HALF) for path in names]
    with undone_unless_whole(partial(_remove, [*halves, *names])):
        yield halves[0], halves[1]
        for half, path in zip(halves, names, strict=True):
            half.replace(path)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time, and without what a killed one left."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (installation().data / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupFailed("Another backup is being made.") from error
        shelf.sweep_halves(folder)
        yield


def _settings_without_secrets() -> bytes:
    """fortell.toml as it is. Raises BackupFailed where the master key stands in it."""
    path = installation().data / SETTINGS
    content = path.read_bytes() if path.exists() else b""
    vault = installation().vault
    if any(key and key.strip().encode() in content for key in (vault.master_key, vault.next_master_key)):
        raise BackupFailed(
            "fortell.toml holds the master key, which must never be in a backup. Hand it in as a variable instead: "
            "FORTELL_VAULT_MASTER_KEY_FILE (docs/operating.md)."
        )
    return content
