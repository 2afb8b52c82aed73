"""Where sealed bytes lie: on this machine's disk, or in an S3 bucket. A store never sees anything open."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Protocol, cast
from uuid import UUID

from fortell.kit.installation import SettingsError, installation

KINDS = ("disk", "s3")


class FileGone(FileNotFoundError):
    """The store holds no whole file of this name."""


class Store(Protocol):
    def put(self, name: UUID, blocks: Iterable[bytes]) -> None:
        """Store blocks of any size, of any number. The name appears only when everything is safely stored."""

    def read(self, name: UUID, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes from `start`, in blocks of any size; fewer than `length` where the file ends. Raises FileGone."""

    def size(self, name: UUID) -> int:
        """In bytes, as stored. Raises FileGone."""

    def delete(self, name: UUID) -> None:
        """Remove every version of it, and whatever a broken off `put` left. Harmless where there is nothing."""

    def names(self) -> Iterator[UUID]:
        """Every whole file. For backups: it grows with the installation."""

    def probe(self) -> None:
        """Nothing, where files can be stored. Raises OSError."""


@cache
def store() -> Store:
    """The one that this installation has chosen. Raises SettingsError."""
    kind = installation().files.store
    if kind not in KINDS:
        raise SettingsError(f"[files] store is one of {', '.join(KINDS)}, not {kind!r}")
    # By name: what reaches a bucket is loaded only where one is used.
    return cast("Store", import_module(f"{__name__}.{kind}").chosen())
