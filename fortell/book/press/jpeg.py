"""Reading a JPEG's frame, and taking out what a reader must not get: place, camera, comments."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fortell.book.press.errors import BadPhoto
from fortell.book.press.model import Photo

_SOI: Final = b"\xff\xd8"
_SOS: Final = 0xDA
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive: what PDF's DCTDecode reads
_UPRIGHT: Final = frozenset({0, 1})
_ORIENTATION: Final = 0x0112
# Exif and XMP (APP1), Photoshop's IPTC (APP13) and comments hold places, dates and names.
_PRIVATE: Final = frozenset({0xE1, 0xED, 0xFE})
_COLOURS: Final = {1: "DeviceGray", 3: "DeviceRGB"}


@dataclass(frozen=True)
class Jpeg:
    """``data`` is the same picture without metadata; ``colour`` is the PDF name of its colour space.

    ``inverted``: its values count from full ink down, as CMYK JPEGs commonly do.
    """

    width: int
    height: int
    colour: str
    data: bytes
    inverted: bool = False


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yields marker, payload and where the segment ends, up to the start of the scan."""
    at = len(_SOI)
    while True:
        if data[at : at + 1] != b"\xff":
            raise ValueError("no marker")
        marker, length = struct.unpack(">xBH", data[at : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(data):  # noqa: PLR2004 - the length counts its own two bytes
            raise ValueError("segment out of bounds")
        yield marker, data[at + 4 : end], end
        if marker == _SOS:
            return
        at = end


def _orientation(exif: bytes) -> int:
    """Exif 2.32, 4.6: a TIFF block after six bytes; 0 where it says nothing."""
    if not exif.startswith(b"Exif\0\0"):
        return 0
    try:
        return _orientation_in(exif[6:])
    except struct.error:  # broken metadata: it is taken out anyway, the picture stands as it is
        return 0


def _orientation_in(tiff: bytes) -> int:
    order = "<" if tiff[:2] == b"II" else ">"
    start = struct.unpack(order + "I", tiff[4:8])[0]
    count = struct.unpack(order + "H", tiff[start : start + 2])[0]
    for entry in range(count):
        tag, value = struct.unpack(order + "H6xH", tiff[start + 2 + entry * 12 : start + 12 + entry * 12])
        if tag == _ORIENTATION:
            return int(value)
    return 0


def _read(data: bytes) -> Jpeg:
    if not data.startswith(_SOI):
        raise ValueError("not a JPEG")
    kept, frame, at = [_SOI], None, len(_SOI)
    for marker, payload, end in _segments(data):
        if marker in _FRAMES:
            frame = struct.unpack(">xHHB", payload[:6])
        if marker == 0xE1 and _orientation(payload) not in _UPRIGHT:  # noqa: PLR2004 - APP1
            raise ValueError("lies on its side")
        if marker not in _PRIVATE:
            kept.append(data[at:end])
        at = end
    if frame is None or not frame[0] or not frame[1] or frame[2] not in _COLOURS:
        raise ValueError("no frame that prints")
    if b"\xff\xd9" not in data[at:]:
        raise ValueError("cut short")
    return Jpeg(width=frame[1], height=frame[0], colour=_COLOURS[frame[2]], data=b"".join([*kept, data[at:]]))


def read_jpeg(*, photo: Photo, number: int) -> Jpeg:
    """Raises BadPhoto, which names the photo by its number in the book, from 1: names may tell of people."""
    try:
        return _read(photo.data)
    except (ValueError, struct.error) as error:
        raise BadPhoto(f"photo {number}: an upright JPEG in sRGB or grey is needed ({error})") from error
