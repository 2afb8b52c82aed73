"""The pages inside: what Typst is told of a book, and the PDF that comes of it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from fortell.book.press.catalogue import MM_PER_INCH, Font, Theme, Trim, words_in
from fortell.book.press.colours import printed_in
from fortell.book.press.engine import compile_pdf, page_count
from fortell.book.press.finishing import finish
from fortell.book.press.jpeg import Jpeg, read_jpeg
from fortell.book.press.model import Block, Book, EditorNote, Paragraph, Photo, Question, Utterance
from fortell.book.press.specifications import Specification
from fortell.book.press.stand_ins import place_photos
from fortell.book.press.wording import breakable

_TALLEST: Final = 0.74  # of the column: leaves room for a caption and a few lines
_SMALLEST: Final = 0.4  # of the column's width: a smaller picture is not seen
_KINDS: Final = {Paragraph: "paragraph", Utterance: "utterance", Question: "question", EditorNote: "note"}


@dataclass(frozen=True)
class Plate:
    """A photo as it is printed: sizes in millimetres, ``ppi`` the pixels that fall on an inch."""

    name: str
    width_mm: float
    height_mm: float
    ppi: int


@dataclass(frozen=True)
class Interior:
    """``standard`` is the accessibility standard that the PDF keeps, if it does."""

    pdf: bytes
    pages: int
    standard: str | None
    plates: tuple[Plate, ...]


def plate_for(*, name: str, jpeg: Jpeg, trim: Trim, theme: Theme) -> Plate:
    """As wide as the column, as far as the pixels go and the page is tall."""
    column, height = trim.column_mm
    width = min(column, max(jpeg.width / theme.photo_ppi_least * MM_PER_INCH, column * _SMALLEST))
    width = min(width, height * _TALLEST * jpeg.width / jpeg.height)
    return Plate(
        name=name,
        width_mm=round(width, 2),
        height_mm=round(width * jpeg.height / jpeg.width, 2),
        ppi=round(jpeg.width / width * MM_PER_INCH),
    )


def photos_of(*, book: Book) -> Iterator[Photo]:
    return (block for chapter in book.chapters for block in chapter.blocks if isinstance(block, Photo))


def _lines(text: str) -> list[str]:
    return breakable(text).split("\n")


def _block(block: Block, plates: Iterator[tuple[int, Plate]], untitled: str) -> dict[str, object]:
    if not isinstance(block, Photo):
        return {"kind": _KINDS[type(block)], "lines": _lines(block.text)}
    number, plate = next(plates)
    caption = _lines(block.caption) if block.caption else []
    alt = block.alt or block.caption or untitled
    return {"kind": "photo", "number": number, "caption": caption, "alt": alt, **asdict(plate)}


def _payload(
    book: Book, trim: Trim, theme: Theme, fonts: tuple[Font, ...], plates: tuple[Plate, ...], printer: Specification
) -> dict[str, object]:
    words, numbered = words_in(language=book.language), iter(enumerate(plates, start=1))
    return {
        "title": breakable(book.title),
        "subtitle": breakable(book.subtitle),
        "author": breakable(book.author),
        "language": book.language,
        "year": book.year,
        "colophon": [breakable(line) for line in book.colophon],
        "chapters": [
            {"title": breakable(c.title), "blocks": [_block(b, numbered, words.photo) for b in c.blocks]}
            for c in book.chapters
        ],
        "fonts": [font.family for font in fonts],
        "trim": asdict(trim),
        "theme": asdict(theme),
        "words": asdict(words),
        # PDF/X lets nothing that can be pressed lie on a page (ISO 15930-7, 6.17).
        "links": not printer.standard,
        "colour": printer.colour,
    }


def set_interior(*, book: Book, trim: Trim, theme: Theme, fonts: tuple[Font, ...], printer: Specification) -> Interior:
    """``book`` must be clean, ``trim`` fitted to the printer. Raises BadPhoto, TypesettingFailed."""
    photos = tuple(photos_of(book=book))
    jpegs = tuple(read_jpeg(photo=photo, number=n) for n, photo in enumerate(photos, start=1))
    pairs = zip(photos, jpegs, strict=True)
    plates = tuple(plate_for(name=photo.name, jpeg=jpeg, trim=trim, theme=theme) for photo, jpeg in pairs)
    payload = _payload(book, trim, theme, fonts, plates, printer)
    pdf, standard = compile_pdf(template="interior.typ", payload=payload)
    inked = tuple(printed_in(jpeg, printer.colour) for jpeg in jpegs)
    whole = finish(pdf=place_photos(pdf=pdf, photos=inked), printer=printer, year=book.year)
    return Interior(pdf=whole, pages=page_count(pdf=pdf), standard=standard, plates=plates)
