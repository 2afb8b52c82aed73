"""Looking into archives without the code that made them: age, tar and SQLite as anybody has them."""

import io
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyrage

from fortell.kit import crypto
from fortell.kit.crypto import SealBroken
from fortell.privacy.backup.identity import identities
from fortell.privacy.vault.master import master_key


def inside(archive: Path) -> dict[str, bytes]:
    """Every part of an archive, open."""
    content = pyrage.decrypt(archive.read_bytes(), identities())
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return {member.name: _bytes(tar, member) for member in tar}


def _bytes(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    assert file
    return file.read()


def table(archive: Path, name: str, columns: str) -> list[tuple[str | None, ...]]:
    """Rows of a table in an archive, as text; bytes as hex."""
    parts = inside(archive)
    if "database.sqlite3" in parts:
        # In memory; a database that was in WAL mode must be told otherwise for that.
        whole = bytearray(parts["database.sqlite3"])
        whole[18:20] = b"\x01\x01"
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(bytes(whole))
            rows = database.execute(f"SELECT {columns} FROM {name}").fetchall()
        return [tuple(value.hex() if isinstance(value, bytes) else value for value in row) for row in rows]
    return [*_copied(parts, name, columns)]


def _copied(parts: dict[str, bytes], name: str, columns: str) -> Iterator[tuple[str | None, ...]]:
    import json

    order = json.loads(parts["about.json"])["columns"][name]
    wanted = [order.index(column.strip()) for column in columns.split(",")]
    text = b"".join(content for part, content in parts.items() if part.startswith(f"database/{name}/")).decode()
    for line in text.splitlines():
        values = line.split("\t")
        yield tuple(None if values[i] == "\\N" else values[i].removeprefix("\\\\x").replace("-", "") for i in wanted)


def open_keys(archive: Path) -> dict[str, bytes]:
    """Every data key of a key archive that the master key opens, by the id of what it belongs to."""
    rows = {str(row[0]): row for row in table(archive, "keystore_key", "id, parent, wrapped")}
    found: dict[str, bytes] = {}
    for name, row in sorted(rows.items(), key=lambda item: item[1][1] is not None):
        parent = found.get(str(row[1])) if row[1] else master_key()
        if parent:
            found[name] = crypto.unseal(key=parent, sealed=bytes.fromhex(str(row[2])), bound_to=_bound(name))
    return found


def _bound(name: str) -> bytes:
    return b"key|" + bytes.fromhex(name)


def opens(key: bytes, sealed: bytes, bound_to: bytes) -> bool:
    try:
        crypto.unseal(key=key, sealed=sealed, bound_to=bound_to)
    except SealBroken:
        return False
    return True
