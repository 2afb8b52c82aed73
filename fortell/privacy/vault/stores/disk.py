"""Sealed files in the data folder: vault/<first two hex digits>/<id>."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from fortell.kit.installation import installation
from fortell.privacy.vault.stores import FileGone

BLOCK = 1024 * 1024
HALF = ".half"  # what a name is followed by until all of it is on the disk


@dataclass(frozen=True, kw_only=True)
class DiskStore:
    folder: Path

    def place(self, name: UUID) -> Path:
        return self.folder / name.hex[:2] / name.hex

    def put(self, name: UUID, blocks: Iterable[bytes]) -> None:
        path = self.place(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = path.with_suffix(HALF)
        with half.open("wb") as file:
            file.writelines(blocks)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        _sync(path.parent)

    def read(self, name: UUID, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        try:
            file = self.place(name).open("rb")
        except FileNotFoundError as error:
            raise FileGone(str(name)) from error
        with file:
            file.seek(start)
            left = self.size(name) - start if length is None else length
            while left > 0 and (block := file.read(min(BLOCK, left))):
                yield block
                left -= len(block)

    def size(self, name: UUID) -> int:
        try:
            return self.place(name).stat().st_size
        except FileNotFoundError as error:
            raise FileGone(str(name)) from error

    def delete(self, name: UUID) -> None:
        self.place(name).unlink(missing_ok=True)
        self.place(name).with_suffix(HALF).unlink(missing_ok=True)

    def names(self) -> Iterator[UUID]:
        for path in self.folder.glob("??/*"):
            if path.suffix != HALF:
                yield UUID(hex=path.name)

    def probe(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = self.folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()


def chosen() -> DiskStore:
    return DiskStore(folder=installation().data / "vault")


def _sync(folder: Path) -> None:
    """A new name is safe only once its folder is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
