"""Photos put into a finished PDF in place of stand-ins.

Typst holds every photo decoded while it lays out (12 MB each at 2000 by 2000 pixels). The press gives it a grey strip
of one pixel's height instead, whose width is the photo's number, and puts the JPEG bytes in afterwards, untouched.
"""

import re
from itertools import pairwise
from typing import Final

from fortell.book.press.errors import TypesettingFailed
from fortell.book.press.jpeg import Jpeg

# Matched only where an object begins, so that no text inside a string or stream can pose as one.
_STAND_IN: Final = re.compile(
    rb"(\d+) 0 obj\n<</Length \d+/Type/XObject/Subtype/Image/Filter/FlateDecode/Width (\d+)/Height 1/"
)
_TRAILER: Final = re.compile(rb"(xref\n0 (\d+)\n)(.*)(trailer\n.*startxref\n)(\d+)(\n%%EOF)\s*\Z", re.DOTALL)
_ENTRY: Final = 20  # bytes of one line of a cross-reference table: ISO 32000-1, 7.5.4


def _image(number: bytes, photo: Jpeg) -> bytes:
    decode = "/Decode[1 0 1 0 1 0 1 0]" if photo.inverted else ""
    head = (
        f"<</Length {len(photo.data)}/Type/XObject/Subtype/Image/Filter/DCTDecode/Width {photo.width}"
        f"/Height {photo.height}/ColorSpace/{photo.colour}/BitsPerComponent 8{decode}>>"
    )
    return b"%b 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, head.encode(), photo.data)


def _exchanged(thing: bytes, photos: tuple[Jpeg, ...], done: set[int]) -> bytes:
    match = _STAND_IN.match(thing)
    if match is None:
        return thing
    index = int(match[2]) - 1
    done.add(index)
    return _image(match[1], photos[index])


def place_photos(*, pdf: bytes, photos: tuple[Jpeg, ...]) -> bytes:
    """The PDF with photo n where the stand-in n+1 pixels wide was. Raises TypesettingFailed if one has no place."""
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    tail = _TRAILER.match(pdf, start)
    if tail is None:
        raise TypesettingFailed("the PDF has no plain table of its objects")
    table = tail[3]
    offsets = [int(table[at : at + 10]) for at in range(_ENTRY, len(table), _ENTRY)]
    edges = [*sorted(offsets), start]
    parts, moved, done, at = [pdf[: edges[0]]], {}, set[int](), edges[0]
    for begin, end in pairwise(edges):
        part = _exchanged(pdf[begin:end], photos, done)
        moved[begin] = at
        parts.append(part)
        at += len(part)
    if len(done) != len(photos):
        raise TypesettingFailed(f"{len(photos) - len(done)} photos found no place in the PDF")
    lines = b"".join(b"%010d 00000 n\r\n" % moved[offset] for offset in offsets)
    return b"".join([*parts, tail[1], table[:_ENTRY], lines, tail[4], b"%d" % at, tail[6]])
