"""Sealed files: chunks of 64 KiB, each bound to its place and to whether it is the last. A store keeps the bytes.

Format: FORMAT (4 bytes), then for each chunk a nonce, the ciphertext and its tag. A chunk that was moved, swapped,
doubled, or an end that was cut off, does not open. Memory: two chunks, however long the file is.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from fortell.kit import crypto
from fortell.privacy.vault.stores import FileGone, store

FORMAT = b"\xf7FV\x01"
CHUNK = 64 * 1024
SEALED_CHUNK = CHUNK + crypto.NONCE_BYTES + crypto.TAG_BYTES


def write(name: UUID, *, key: bytes, content: bytes | Iterable[bytes]) -> int:
    """Seal and store, from pieces of any size and of any number; how many open bytes that were."""
    counted = _Counted([content] if isinstance(content, bytes) else content)
    store().put(name, sealed(counted, key=key))
    return counted.size


def read(name: UUID, *, key: bytes) -> Iterator[bytes]:
    """Unseal chunk by chunk. Raises SealBroken, also where the file is missing."""
    pieces = _regular(_stored(name, 0, None), SEALED_CHUNK, head=len(FORMAT))
    _require_format(next(pieces, b""))
    index, chunk = 0, next(pieces, b"")
    while True:
        following = next(pieces, b"")
        yield unsealed_chunk(chunk, key=key, index=index, last=not following)
        if not following:
            return
        index, chunk = index + 1, following


def read_range(name: UUID, *, key: bytes, size: int, start: int, end: int) -> Iterator[bytes]:
    """The open bytes from `start` up to, not with, `end` of a file of `size`: only the chunks they lie in are unsealed.

    Raises SealBroken, also where the stored file is not as long as `size` makes it: its end was cut or doubled.
    """
    if not 0 <= start <= end <= size:
        raise ValueError("the range is not inside the file")
    if _stored_size(name) != sealed_size(size):
        raise crypto.SealBroken("This file is not as long as it was.")
    first, last = start // CHUNK, max(size - 1, 0) // CHUNK
    until = max(end - 1, start) // CHUNK
    _require_format(b"".join(_stored(name, 0, len(FORMAT))))
    pieces = _regular(_stored(name, place_of(first), (until - first + 1) * SEALED_CHUNK), SEALED_CHUNK)
    for index, piece in enumerate(pieces, start=first):
        chunk = unsealed_chunk(piece, key=key, index=index, last=index == last)
        yield chunk[max(start - index * CHUNK, 0) : end - index * CHUNK]


def sealed_size(size: int) -> int:
    """How many bytes a file of `size` takes in the store."""
    chunks = max(-(-size // CHUNK), 1)
    return len(FORMAT) + size + chunks * (SEALED_CHUNK - CHUNK)


def open_size(sealed: int) -> int:
    """How many bytes lie in so many sealed ones. Raises SealBroken where no file has that size."""
    body = sealed - len(FORMAT)
    size = body - max(-(-body // SEALED_CHUNK), 1) * (SEALED_CHUNK - CHUNK)
    if size < 0 or sealed_size(size) != sealed:
        raise crypto.SealBroken("This file was cut off.")
    return size


def place_of(index: int) -> int:
    """Where in a sealed file a chunk begins, in bytes."""
    return len(FORMAT) + index * SEALED_CHUNK


def unsealed_chunk(chunk: bytes, *, key: bytes, index: int, last: bool) -> bytes:
    """One chunk of a sealed file, wherever that lies. Raises SealBroken."""
    return crypto.unseal(key=key, sealed=chunk, bound_to=_bound(index, last=last))


def sealed(content: Iterable[bytes], *, key: bytes) -> Iterator[bytes]:
    """The bytes of a sealed file, from pieces of any size and of any number."""
    yield FORMAT
    chunks = _regular(content, CHUNK)
    index, chunk = 0, next(chunks, b"")
    while True:
        following = next(chunks, None)
        yield crypto.seal(key=key, content=chunk, bound_to=_bound(index, last=following is None))
        if following is None:
            return
        index, chunk = index + 1, following


def delete(name: UUID) -> None:
    store().delete(name)


class _Counted:
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces, self.size = pieces, 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.size += len(piece)
            yield piece


def _stored(name: UUID, start: int, length: int | None) -> Iterator[bytes]:
    try:
        yield from store().read(name, start, length)
    except FileGone as error:
        raise crypto.SealBroken("This file is gone.") from error


def _stored_size(name: UUID) -> int:
    try:
        return store().size(name)
    except FileGone as error:
        raise crypto.SealBroken("This file is gone.") from error


def _regular(blocks: Iterable[bytes], size: int, *, head: int = 0) -> Iterator[bytes]:
    """The same bytes in pieces of one size, the first perhaps of another; the last may be shorter, none is empty."""
    buffer, wanted = bytearray(), head or size
    for block in blocks:
        buffer += block
        start = 0
        while len(buffer) - start >= wanted:
            yield bytes(buffer[start : start + wanted])
            start, wanted = start + wanted, size
        del buffer[:start]
    if buffer:
        yield bytes(buffer)


def _require_format(head: bytes) -> None:
    if head != FORMAT:
        raise crypto.SealBroken("This file is not a sealed one.")


def _bound(index: int, *, last: bool) -> bytes:
    return f"chunk|{index}|{'last' if last else 'more'}".encode()
