"""The package on its way: a key that only the receiver's age identity opens, then the archive in sealed chunks.

The receiver reads it in any order without opening it on disk, because each chunk opens alone.
"""

import io
import os
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

import pyrage

from fortell.kit import crypto
from fortell.privacy.vault import files

LENGTH: Final = 2  # bytes that say how long the sealed key is
LONGEST_KEY: Final = 4096


def sealed_for(recipient: Any, pieces: Iterable[bytes]) -> Iterator[bytes]:
    key = crypto.new_key()
    head = pyrage.encrypt(key, [recipient])
    yield len(head).to_bytes(LENGTH, "big") + head
    yield from files.sealed(pieces, key=key)


def opened_with(identity: Any, file: IO[bytes]) -> IO[bytes]:
    """The archive, to be read in any order; reading raises SealBroken where it was changed or cut."""
    length = int.from_bytes(file.read(LENGTH), "big")
    try:
        key = pyrage.decrypt(file.read(min(length, LONGEST_KEY)), [identity])
    except pyrage.DecryptError as error:
        raise crypto.SealBroken("This was not sealed for this house.") from error
    return io.BufferedReader(_Unsealed(file, key=key, start=LENGTH + length), files.CHUNK)


class _Unsealed(io.RawIOBase):
    def __init__(self, file: IO[bytes], *, key: bytes, start: int) -> None:
        self._file, self._key, self._start, self._place = file, key, start, 0
        self._size = files.open_size(file.seek(0, os.SEEK_END) - start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._place = max(offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence], 0)
        return self._place

    def readinto(self, buffer: Any) -> int:
        if self._place >= self._size:
            return 0
        index, start = divmod(self._place, files.CHUNK)
        self._file.seek(self._start + files.place_of(index))
        last = (index + 1) * files.CHUNK >= self._size
        chunk = files.unsealed_chunk(self._file.read(files.SEALED_CHUNK), key=self._key, index=index, last=last)
        piece = chunk[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)
