"""The backups in a folder, told from their names and the small open file beside them: no key is needed for that."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from fortell.kit.clock import now
from fortell.kit.installation import installation

PREFIX, INSTANT = "fortell-", "%Y%m%dT%H%M%SZ"
ENDINGS = (".data.age", ".keys.age", ".json")  # in the order in which they get their names
HALF = ".half"
FOLDERS = "backup-folders"  # every folder that was ever named: what was put there must expire too


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One archive as it lies there: SHA-256 in hex, size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Backup:
    """Hashes, sizes, counts and instants: all that stands open about a backup."""

    id: UUID
    made_at: datetime
    rows: int
    files: int
    folder: Path
    archives: dict[str, Kept]  # by kind: data, keys

    @property
    def data(self) -> Path:
        return self.folder / f"{stem(self.id, self.made_at)}.data.age"

    @property
    def keys(self) -> Path:
        return self.folder / f"{stem(self.id, self.made_at)}.keys.age"

    def open_facts(self) -> dict[str, Any]:
        archives = {kind: asdict(kept) for kind, kept in self.archives.items()}
        named = {"id": str(self.id), "made_at": self.made_at.isoformat(), "rows": self.rows, "files": self.files}
        return named | {"archives": archives}


def stem(name: UUID, at: datetime) -> str:
    return f"{PREFIX}{at.astimezone(UTC).strftime(INSTANT)}-{name.hex[:8]}"


def chosen() -> Path | None:
    """The folder of the settings, if one is set; a relative one is taken from the data folder."""
    named = installation().backup.folder
    return installation().data / named if named else None


def folders() -> list[Path]:
    """Every folder in which this installation has made backups, and the one of the settings."""
    file = installation().data / FOLDERS
    known = [Path(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    return list(dict.fromkeys([*known, *([folder] if (folder := chosen()) else [])]))


def remember(folder: Path) -> None:
    """Before anything is put into a folder."""
    if folder.resolve() not in folders():
        with (installation().data / FOLDERS).open("a", encoding="utf-8") as file:
            file.write(f"{folder.resolve()}\n")


def backups(folder: Path) -> list[Backup]:
    """The whole backups in a folder, the oldest first."""
    return sorted((_read(path) for path in folder.glob(f"{PREFIX}*.json")), key=lambda backup: backup.made_at)


def moments() -> list[datetime]:
    """When each file of a backup was made, in every folder within reach."""
    return [made_at for folder in folders() if folder.is_dir() for _path, made_at in _files(folder)]


def due(folder: Path, *, at: datetime | None = None) -> list[Path]:
    """The files whose time is over: told from the name, since a copy of a file is younger than what is in it."""
    oldest = (at or now()) - timedelta(days=installation().backup.keep_days)
    return sorted(path for path, made_at in _files(folder) if made_at <= oldest)


def sweep_halves(folder: Path) -> None:
    """What a killed backup left."""
    for path in folder.glob(f"{PREFIX}*{HALF}"):
        path.unlink()


def _files(folder: Path) -> Iterator[tuple[Path, datetime]]:
    for path in folder.glob(f"{PREFIX}*"):
        try:
            made_at = datetime.strptime(path.name.removeprefix(PREFIX).split("-")[0], INSTANT).replace(tzinfo=UTC)
        except ValueError:  # somebody else's file
            continue
        yield path, made_at


def _read(path: Path) -> Backup:
    facts = json.loads(path.read_text(encoding="ascii"))
    return Backup(
        id=UUID(facts["id"]),
        made_at=datetime.fromisoformat(facts["made_at"]),
        rows=facts["rows"],
        files=facts["files"],
        folder=path.parent,
        archives={kind: Kept(**kept) for kind, kept in facts["archives"].items()},
    )
