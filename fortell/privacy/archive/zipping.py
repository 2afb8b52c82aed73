"""A ZIP file as a stream: never whole in memory, never on disk."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LARGE = 2**30  # bytes from which an entry is written in the 64-bit form, which older programs do not read
QUICKLY = 1  # photos and books are compressed already; deflated all the same, because every program opens that


@dataclass(frozen=True, kw_only=True)
class Entry:
    path: str
    size: int
    pieces: Iterable[bytes]


class _Outlet(io.RawIOBase):
    """What the ZIP writer has written and nobody has taken yet."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        content = bytes(piece)  # type: ignore[call-overload] # whatever has bytes in it
        self._written.append(content)
        return len(content)

    def take(self) -> bytes:
        taken = b"".join(self._written)
        self._written.clear()
        return taken


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The file, in pieces none of which is empty.

    Every entry is dated 1980, so that the same content gives the same bytes.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICKLY) as file:
        for entry in entries:
            with file.open(entry.path, "w", force_zip64=entry.size >= LARGE) as place:
                for piece in entry.pieces:
                    place.write(piece)
                    if taken := outlet.take():
                        yield taken
            if taken := outlet.take():
                yield taken
    yield outlet.take()
