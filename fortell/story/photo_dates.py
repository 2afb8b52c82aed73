"""The day on which a photo was taken, as its file says, and whether a camera said so.

Only the few values that are needed are read, each up to so many bytes, so that no file can make much of it.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

TIFF: Final = (b"II*\x00", b"MM\x00*")

# Tags of Exif 2.32, tables 4 and 8. What the file was last changed (0x0132) says nothing of the picture.
MAKE, MODEL, SOFTWARE, INSIDE = 0x010F, 0x0110, 0x0131, 0x8769
TAKEN, DIGITISED, SOURCE = 0x9003, 0x9004, 0xA300
_WANTED: Final = frozenset({MAKE, MODEL, SOFTWARE, INSIDE, TAKEN, DIGITISED, SOURCE})
_TEXT: Final = 2
# Bytes of one value by its type: byte, text, short, long, undefined, table.
_SIZES: Final = {1: 1, _TEXT: 1, 3: 2, 4: 4, 7: 1, 13: 4}
_INLINE: Final = 4  # a value of so many bytes stands in the table itself
_LONGEST: Final = 64  # bytes read of one value
_MOST: Final = 500  # entries read of one table; cameras write some fifty

_SCANNERS: Final = re.compile(rb"scan|silverfast|perfection|plustek|officejet|laserjet|opticfilm", re.IGNORECASE)
_SCANNED: Final = frozenset({1, 2})  # of SOURCE: from film, from a print
_DAY: Final = re.compile(rb"(\d{4})[:/-](\d\d)[:/-](\d\d)(?: (\d\d))?")
FIRST: Final = 1839  # the first year in which a photo could be taken
# A file has a day of its own only since there are digital cameras: an earlier one was written into it by somebody.
DIGITAL: Final = 1995


@dataclass(frozen=True, kw_only=True)
class FileDate:
    """`sure`: a camera set it as the picture was taken, or somebody wrote it in; else it may be the scanner's day."""

    day: date
    sure: bool


class _Table(NamedTuple):
    data: bytes
    order: str  # "<" or ">"

    def number(self, kind: str, at: int) -> int:
        """Raises struct.error past the end."""
        found: int = struct.unpack_from(self.order + kind, self.data, at)[0]
        return found


def date_in(exif: bytes, *, today: date) -> FileDate | None:
    """None where the file says no day, or none that can be."""
    said = _values(exif)
    found = _DAY.match(said.get(TAKEN) or said.get(DIGITISED) or b"")
    if not found:
        return None
    year, month, number, hour = (int(part or 12) for part in found.groups())
    try:
        day = date(year, month, number)
    except ValueError:
        return None
    if year < FIRST or day > today:
        return None
    never_set = (month, number, hour) == (1, 1, 0)  # where a camera's clock begins
    return FileDate(day=day, sure=not never_set and not _scanned(said) and (year < DIGITAL or _by_camera(said)))


def _by_camera(said: dict[int, bytes]) -> bool:
    return bool(said.get(MAKE) or said.get(MODEL))


def _scanned(said: dict[int, bytes]) -> bool:
    source = said.get(SOURCE, b"\x00")
    return source[0] in _SCANNED or any(_SCANNERS.search(said.get(tag, b"")) for tag in (MAKE, MODEL, SOFTWARE))


def _values(exif: bytes) -> dict[int, bytes]:
    """What is wanted of the first table and of the one inside it; of a broken one, what could be read."""
    data = exif.removeprefix(b"Exif\x00\x00")
    if not data.startswith(TIFF):
        return {}
    table, values = _Table(data, "<" if data[:1] == b"I" else ">"), dict[int, bytes]()
    try:
        values |= _entries(table, table.number("I", 4))
        if inside := values.get(INSIDE):
            values |= _entries(table, int.from_bytes(inside, "little" if table.order == "<" else "big"))
    except struct.error:
        return values
    return values


def _entries(table: _Table, at: int) -> Iterator[tuple[int, bytes]]:
    for entry in range(min(table.number("H", at), _MOST)):
        place = at + 2 + 12 * entry
        tag, kind, count = table.number("H", place), table.number("H", place + 2), table.number("I", place + 4)
        if tag in _WANTED and kind in _SIZES and count:
            size = count * _SIZES[kind]
            start = place + 8 if size <= _INLINE else table.number("I", place + 8)
            yield tag, table.data[start : start + min(size, _LONGEST)].strip(b"\x00 " if kind == _TEXT else b"")
