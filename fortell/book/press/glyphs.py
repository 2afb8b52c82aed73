"""Which characters the shipped fonts can show, read from their cmap tables (OpenType 1.9, cmap formats 4 and 12)."""

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from fortell.book.press.catalogue import FONTS, Font

# Format characters, variation selectors and spaces steer their neighbours and need no shape of their own.
_SHAPELESS: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_VARIATION_SELECTORS: Final = frozenset(chr(code) for code in range(0xFE00, 0xFE10))


def _cmap(data: bytes) -> bytes:
    for at in range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16):
        tag, offset, length = struct.unpack(">4s4xII", data[at : at + 16])
        if tag == b"cmap":
            return data[offset : offset + length]
    raise ValueError("a font without cmap")


def _format_4(table: bytes) -> Iterator[range]:
    n = struct.unpack(">H", table[6:8])[0] // 2
    ends = struct.unpack(f">{n}H", table[14 : 14 + 2 * n])
    starts = struct.unpack(f">{n}H", table[16 + 2 * n : 16 + 4 * n])
    yield from (range(a, b + 1) for a, b in zip(starts, ends, strict=True) if a != 0xFFFF)  # noqa: PLR2004 - end mark


def _format_12(table: bytes) -> Iterator[range]:
    for first, last, _glyph in struct.iter_unpack(">III", table[16 : 16 + 12 * struct.unpack(">I", table[12:16])[0]]):
        yield range(first, last + 1)


@cache
def _covered(file: str) -> frozenset[str]:
    cmap = _cmap((FONTS / file).read_bytes())
    readers, codes = {4: _format_4, 12: _format_12}, set[int]()
    for at in range(4, 4 + 8 * struct.unpack(">H", cmap[2:4])[0], 8):
        table = cmap[struct.unpack(">4xI", cmap[at : at + 8])[0] :]
        reader = readers.get(struct.unpack(">H", table[:2])[0])
        for codepoints in reader(table) if reader else ():
            codes.update(codepoints)
    return frozenset(map(chr, codes))


def _needs_glyph(character: str) -> bool:
    return unicodedata.category(character) not in _SHAPELESS and character not in _VARIATION_SELECTORS


def sort_by_font(*, texts: Iterable[str], fonts: tuple[Font, ...]) -> tuple[tuple[Font, ...], str]:
    """The fonts that the texts call for, in order, and the characters that none of them has, sorted."""
    left = {character for text in texts for character in text if _needs_glyph(character)}
    used: list[Font] = []
    for font in fonts:
        shown = left & _covered(font.files[0])
        if shown or not used:
            used.append(font)
        left -= shown
    return tuple(used), "".join(sorted(left))
