"""The cover: back, spine and front as one sheet with bleed."""

from dataclasses import asdict, dataclass

from fortell.book.press.catalogue import Font, Theme, Trim
from fortell.book.press.colours import paints
from fortell.book.press.engine import compile_pdf
from fortell.book.press.finishing import finish
from fortell.book.press.model import Book
from fortell.book.press.specifications import Specification
from fortell.book.press.wording import breakable

SPINE_TEXT_FROM_MM = 6.0  # narrower, and the fold's tolerance of 1.6 mm to either side would cut into the letters


@dataclass(frozen=True)
class Cover:
    pdf: bytes
    spine_mm: float
    spine_text: bool


def set_cover(
    *, book: Book, trim: Trim, theme: Theme, fonts: tuple[Font, ...], pages: int, printer: Specification
) -> Cover:
    """``pages`` are those of the finished interior; they make the spine. ``book`` must be clean, ``trim`` fitted."""
    spine = trim.paper.spine_mm(pages=pages)
    payload = {
        "title": breakable(book.title),
        "subtitle": breakable(book.subtitle),
        "author": breakable(book.author),
        "year": book.year,
        "language": book.language,
        "fonts": [font.family for font in fonts],
        "trim": asdict(trim),
        "theme": asdict(theme),
        "paints": paints(theme.cover, printer.cover_colour),
        "spine_mm": spine,
        "spine_text": spine >= SPINE_TEXT_FROM_MM,
    }
    pdf, _ = compile_pdf(template="cover.typ", payload=payload)
    whole = finish(pdf=pdf, printer=printer, year=book.year)
    return Cover(pdf=whole, spine_mm=spine, spine_text=spine >= SPINE_TEXT_FROM_MM)
