"""The whole press: a book in; pages, cover, e-book and facts out. Nothing is written to disk, nothing is fetched."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from hashlib import sha256
from typing import Final

from fortell.book.press.catalogue import Font, Theme, Trim, fonts_for, theme_named, trim_named
from fortell.book.press.cover import Cover, set_cover
from fortell.book.press.engine import engine_version
from fortell.book.press.epub import make_epub
from fortell.book.press.glyphs import sort_by_font
from fortell.book.press.interior import Interior, set_interior
from fortell.book.press.model import Book, Printed, PrintFile
from fortell.book.press.specifications import GENERAL, Specification, printer_named
from fortell.book.press.wording import clean, every_text

PRESS_VERSION: Final = "2"  # rises whenever the same book would give other bytes
_STEPS: Final = 4


def _file(name: str, media_type: str, data: bytes) -> PrintFile:
    return PrintFile(name=name, media_type=media_type, data=data, sha256=sha256(data).hexdigest())


def _size_facts(printer: Specification, trim: Trim, interior: Interior, cover: Cover) -> dict[str, object]:
    return {
        "pages": interior.pages,
        "printer": printer.name,
        "standard": printer.standard or None,
        "trim": trim.name,
        "trim_mm": [trim.width_mm, trim.height_mm],
        "bleed_mm": trim.bleed_mm,
        "spine_mm": cover.spine_mm,
        "spine_text": cover.spine_text,
        "photos": [asdict(plate) for plate in interior.plates],
        "accessibility": interior.standard,
    }


def _look_facts(theme: Theme, fonts: Iterable[Font], missing: str) -> dict[str, object]:
    return {
        "theme": theme.name,
        "fonts": [{"name": font.family, "licence": font.licence} for font in fonts],
        "missing_glyphs": list(missing),
        "versions": {"typst": engine_version(), "press": PRESS_VERSION},
    }


def _file_facts(files: Iterable[PrintFile]) -> dict[str, dict[str, object]]:
    return {file.name: {"sha256": file.sha256, "size": len(file.data)} for file in files}


def typeset(
    *,
    book: Book,
    theme: str = "classic",
    trim: str = "a5",
    printer: str = GENERAL,
    progress: Callable[[int, int], None] | None = None,
) -> Printed:
    """Set the book for print and for reading on a screen. The same book gives the same bytes.

    ``progress`` is told (steps done, steps in all). Raises UnknownTheme, UnknownTrim, UnknownPrinter, BadPhoto or
    TypesettingFailed, all of them PressError. ``facts["missing_glyphs"]`` names what no shipped font can show; such a
    book is still set.
    """
    report = progress or (lambda _done, _all: None)
    asked = printer_named(name=printer)
    look, size, words = theme_named(name=theme), asked.fitted(trim_named(name=trim)), clean(book=book)
    families = fonts_for(family=look.font)
    fonts, missing = sort_by_font(texts=every_text(book=words), fonts=families)
    report(1, _STEPS)
    interior = set_interior(book=words, trim=size, theme=look, fonts=fonts, printer=asked)
    report(2, _STEPS)
    pages = interior.pages
    cover = set_cover(book=words, trim=size, theme=look, fonts=fonts, pages=pages, printer=asked)
    report(3, _STEPS)
    files = (
        _file("interior.pdf", "application/pdf", interior.pdf),
        _file("cover.pdf", "application/pdf", cover.pdf),
        _file("book.epub", "application/epub+zip", make_epub(book=words)),
    )
    report(_STEPS, _STEPS)
    facts = {
        "language": book.language,
        **_size_facts(asked, size, interior, cover),
        **_look_facts(look, fonts, missing),
    }
    return Printed(*files, facts={**facts, "files": _file_facts(files)})
