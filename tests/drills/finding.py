"""Looking for an open word wherever a process could have left it."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

from tests.serving import House

# Another word at every run: no copy of the tests, and no other run of them, can be taken for a leak.
CANARY = "Quicklime" + "".join(random.choices("abdefgklmnorstu", k=12))


def places(house: House, *, since: float) -> Iterator[Path]:
    """The house's own folder, and whatever was written to the system's temporary folders meanwhile."""
    yield from (path for path in house.folder.rglob("*") if path.is_file())
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        for path in _files(folder):
            if not path.is_relative_to(house.folder.parents[1]) and path.lstat().st_mtime >= since:
                yield path


def _files(folder: str) -> Iterator[Path]:
    for parent, _folders, names in os.walk(folder):
        yield from (path for name in names if (path := Path(parent) / name).is_file() and not path.is_symlink())


def open_in(house: House, *, since: float) -> list[Path]:
    """The files in which the canary stands open, in either of the usual writings."""
    needles = [form.encode(writing) for form in (CANARY, CANARY.lower()) for writing in ("utf-8", "utf-16-le")]
    return [path for path in places(house, since=since) if any(needle in _content(path) for needle in needles)]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # gone since it was listed
        return b""


def in_the_vault(house: House) -> tuple[set[str], set[str]]:
    """Names of the sealed files on disk, and names of those that have a row. Both should be the same."""
    on_disk = {path.name for path in (house.data / "vault").rglob("*") if path.is_file()}
    rows = {str(row[0]).replace("-", "") for row in house.rows("SELECT id FROM privacy_sealedfile")}
    return on_disk, rows
