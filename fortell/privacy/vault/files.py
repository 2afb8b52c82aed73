"""Sealed files on disk: chunks of 64 KiB, each bound to its place and to whether it is the last.

Format: FORMAT (4 bytes), then for each chunk a nonce, the ciphertext and its tag. A chunk that was moved, swapped,
doubled, or an end that was cut off, does not open.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from fortell.kit import crypto
from fortell.kit.installation import installation

FORMAT = b"\xf7FV\x01"
CHUNK = 64 * 1024
SEALED_CHUNK = CHUNK + crypto.NONCE_BYTES + crypto.TAG_BYTES


def folder() -> Path:
    return installation().data / "vault"


def place(name: UUID) -> Path:
    return folder() / name.hex[:2] / name.hex


def write(name: UUID, *, key: bytes, content: bytes) -> None:
    """Seal and store. The name appears only when the whole file is safely on disk."""
    path = place(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".half")
    with half.open("wb") as file:
        file.write(FORMAT)
        for start in range(0, max(len(content), 1), CHUNK):
            last = start + CHUNK >= len(content)
            bound = _bound(start // CHUNK, last=last)
            file.write(crypto.seal(key=key, content=content[start : start + CHUNK], bound_to=bound))
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def read(name: UUID, *, key: bytes) -> Iterator[bytes]:
    """Unseal chunk by chunk. Raises SealBroken, also where the file is missing."""
    try:
        with place(name).open("rb") as file:
            if file.read(len(FORMAT)) != FORMAT:
                raise crypto.SealBroken("This file is not a sealed one.")
            index, chunk = 0, file.read(SEALED_CHUNK)
            while True:
                following = file.read(SEALED_CHUNK)
                yield crypto.unseal(key=key, sealed=chunk, bound_to=_bound(index, last=not following))
                if not following:
                    return
                index, chunk = index + 1, following
    except FileNotFoundError as error:
        raise crypto.SealBroken("This file is gone.") from error


def delete(name: UUID) -> None:
    place(name).unlink(missing_ok=True)
    place(name).with_suffix(".half").unlink(missing_ok=True)


def _bound(index: int, *, last: bool) -> bytes:
    return f"chunk|{index}|{'last' if last else 'more'}".encode()
