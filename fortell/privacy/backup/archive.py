"""An archive's inside: a tar of parts, what it is as the first, the hash of every other as the last."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from fortell.privacy.backup.errors import ArchiveBroken
from fortell.privacy.backup.streams import unsealed

FORMAT = 1
ABOUT, HASHES = "about.json", "hashes.json"
BLOCK = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Part:
    """A named piece of an archive; `size` in bytes is known before its blocks are read."""

    name: str
    size: int
    blocks: Iterable[bytes]


@dataclass(frozen=True, kw_only=True)
class About:
    """What an archive is: which backup's (`backup`), of what (`kind`), when, from which database and code."""

    backup: str
    kind: str
    made_at: str
    vendor: str
    master: str  # a mark of the master key (vault.master.make_check), in base64
    rows: dict[str, int]  # of each table
    columns: dict[str, list[str]]
    migrations: list[tuple[str, str]]
    format: int = FORMAT

    @property
    def id(self) -> UUID:
        return UUID(self.backup)

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


@dataclass
class Read:
    """What reading an archive to its end found."""

    about: About
    sha256: dict[str, str] = field(default_factory=dict)


def packed(about: About, parts: Iterable[Part]) -> Iterator[bytes]:
    """The whole archive, open, block by block."""
    hashes: dict[str, str] = {}
    yield from _member(_json_part(ABOUT, asdict(about)), {})
    for part in parts:
        yield from _member(part, hashes)
    yield from _member(_json_part(HASHES, hashes), {})
    yield bytes(2 * tarfile.BLOCKSIZE)


def read(path: Path, identities: list[Any], take: Callable[[str, Iterator[bytes]], None] | None = None) -> Read:
    """Read an archive to its end, handing each part to `take`. Raises ArchiveBroken, CannotOpen.

    Only once this has returned is it certain that everything that was handed on was whole.
    """
    try:
        with unsealed(path, identities) as content, tarfile.open(mode="r|", fileobj=content) as tar:
            return _read(tar, take or _drain)
    except (tarfile.TarError, ValueError, TypeError, KeyError, EOFError) as error:
        raise ArchiveBroken(f"{path.name} is cut, changed, or no backup.") from error


def _read(tar: tarfile.TarFile, take: Callable[[str, Iterator[bytes]], None]) -> Read:
    members = iter(tar)
    found = Read(about=_about(_content(tar, next(members, None), ABOUT)))
    for member in members:
        if member.name == HASHES:
            if json.loads(_content(tar, member, HASHES)) != found.sha256:
                raise ValueError(HASHES)
            return found
        found.sha256[member.name] = _handed_on(tar, member, take)
    raise EOFError


def _handed_on(tar: tarfile.TarFile, member: tarfile.TarInfo, take: Callable[[str, Iterator[bytes]], None]) -> str:
    file, digest = tar.extractfile(member), hashlib.sha256()

    def blocks() -> Iterator[bytes]:
        while file and (block := file.read(BLOCK)):
            digest.update(block)
            yield block

    rest = blocks()
    take(member.name, rest)
    _drain(member.name, rest)
    return digest.hexdigest()


def _drain(_name: str, blocks: Iterator[bytes]) -> None:
    for _block in blocks:
        pass


def _about(content: bytes) -> About:
    about = About(**json.loads(content))
    if about.format != FORMAT:
        raise ArchiveBroken(f"This backup has format {about.format}; this Fortell reads format {FORMAT}.")
    return about


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo | None, name: str) -> bytes:
    file = tar.extractfile(member) if member and member.name == name else None
    if file is None:
        raise KeyError(name)
    return file.read()


def _json_part(name: str, value: object) -> Part:
    content = json.dumps(value).encode()
    return Part(name=name, size=len(content), blocks=[content])


def _member(part: Part, hashes: dict[str, str]) -> Iterator[bytes]:
    head, digest, size = tarfile.TarInfo(part.name), hashlib.sha256(), 0
    head.size, head.mode = part.size, 0o600
    yield head.tobuf(tarfile.GNU_FORMAT)
    for block in part.blocks:
        digest.update(block)
        size += len(block)
        yield block
    if size != part.size:
        raise io.UnsupportedOperation(f"{part.name} changed while it was read")
    yield bytes(-size % tarfile.BLOCKSIZE)
    hashes[part.name] = digest.hexdigest()
