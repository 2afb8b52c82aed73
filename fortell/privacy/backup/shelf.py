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
DATA, KEYS, FACTS = ".data.age", ".keys.age", ".json"
ENDINGS = (DATA, KEYS, FACTS)  # in the order in which they get their names
HALF = ".half"
FOLDERS = "backup-folders"  # every folder and bucket that was ever named: what was put there must expire too
BUCKET = "s3://"


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
    def name(self) -> str:
        return stem(self.id, self.made_at)

    @property
    def data(self) -> Path:
        return self.folder / f"{self.name}{DATA}"

    @property
    def keys(self) -> Path:
        return self.folder / f"{self.name}{KEYS}"

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
    known = [Path(line) for line in _remembered() if not line.startswith(BUCKET)]
    return list(dict.fromkeys([*known, *([folder] if (folder := chosen()) else [])]))


def buckets() -> list[str]:
    """The addresses of every bucket to which this installation has sent backups."""
    return [line for line in _remembered() if line.startswith(BUCKET)]


def remember(place: str) -> None:
    """Before anything is put into a folder or a bucket."""
    if place not in _remembered():
        with (installation().data / FOLDERS).open("a", encoding="utf-8") as file:
            file.write(f"{place}\n")


def _remembered() -> list[str]:
    file = installation().data / FOLDERS
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def backups(folder: Path) -> list[Backup]:
    """The whole backups in a folder, the oldest first."""
    found = (told(path.read_bytes(), folder) for path in folder.glob(f"{PREFIX}*{FACTS}"))
    return sorted(found, key=lambda backup: backup.made_at)


def moments() -> list[datetime]:
    """When each file of a backup was made, in every folder within reach."""
    return [at for folder in folders() if folder.is_dir() for _path, at in _files(folder)]


def due(folder: Path) -> list[Path]:
    """The files whose time is over: told from the name, since a copy of a file is younger than what is in it."""
    return sorted(path for path, at in _files(folder) if at <= oldest())


def oldest() -> datetime:
    """What was made then, or before, has to go."""
    return now() - timedelta(days=installation().backup.keep_days)


def sweep_halves(folder: Path) -> None:
    """What a killed backup left."""
    for path in folder.glob(f"{PREFIX}*{HALF}"):
        path.unlink()


def _files(folder: Path) -> Iterator[tuple[Path, datetime]]:
    for path in folder.glob(f"{PREFIX}*"):
        if at := made_at(path.name):
            yield path, at


def made_at(name: str) -> datetime | None:
    """When a file of a backup was made; None of somebody else's file."""
    if not name.startswith(PREFIX):
        return None
    try:
        return datetime.strptime(name.removeprefix(PREFIX).split("-")[0], INSTANT).replace(tzinfo=UTC)
    except ValueError:
        return None


def told(content: bytes, folder: Path) -> Backup:
    """What the open facts say."""
    facts = json.loads(content)
    return Backup(
        id=UUID(facts["id"]),
        made_at=datetime.fromisoformat(facts["made_at"]),
        rows=facts["rows"],
        files=facts["files"],
        folder=folder,
        archives={kind: Kept(**kept) for kind, kept in facts["archives"].items()},
    )
