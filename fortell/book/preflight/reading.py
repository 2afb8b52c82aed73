"""What stands in a PDF: boxes, fonts, pictures, inks, declarations. Lengths in millimetres, pages counted from 1."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name, Page, Pdf

from fortell.book.pictures import nearest_to_the_edge
from fortell.book.preflight.painting import Painted, painted

POINTS_PER_MM = 72 / 25.4


class Unreadable(Exception):
    """This is no PDF, or it is locked or broken."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One page's trim, and the least that its bleed goes beyond it; None where the page does not say."""

    width_mm: float | None
    height_mm: float | None
    bleed_mm: float | None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """``letters_mm``: how near to the trim's edge the nearest letters stand; None where there are none."""

    sheets: tuple[Sheet, ...]
    fonts_outside: tuple[str, ...]
    painted: tuple[Painted, ...]
    active: tuple[str, ...]
    pressable: tuple[int, ...]
    version: str
    standard: str
    condition: bool
    title: str
    language: str
    tagged: bool
    letters_mm: float | None


def read(pdf: bytes) -> Facts:
    """Raises Unreadable."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return _facts(opened, pdf)
    except pikepdf.PdfError as error:
        raise Unreadable from error


def _facts(opened: Pdf, pdf: bytes) -> Facts:
    with opened.open_metadata() as metadata:
        standard = str(metadata.get("{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion", ""))
        title = str(metadata.get("dc:title", ""))
    sheets = tuple(_sheet(page) for page in opened.pages)
    bleed = min((sheet.bleed_mm or 0.0 for sheet in sheets), default=0.0)
    edge = nearest_to_the_edge(pdf)
    return Facts(
        sheets=sheets,
        fonts_outside=tuple(sorted(set(_fonts_outside(opened)))),
        painted=tuple(painted(page, number) for number, page in enumerate(opened.pages, start=1)),
        active=tuple(_active(opened)),
        pressable=tuple(number for number, page in enumerate(opened.pages, start=1) if page.get("/Annots")),
        version=opened.pdf_version,
        standard=standard,
        condition=any("/DestOutputProfile" in intent for intent in opened.Root.get("/OutputIntents", [])),
        title=title,
        language=str(opened.Root.get("/Lang", "")),
        tagged=bool(opened.Root.get("/MarkInfo", Dictionary()).get("/Marked", False)),
        letters_mm=None if edge is None else round(edge / POINTS_PER_MM - bleed, 2),
    )


def _box(page: Page, name: str) -> list[float] | None:
    box = page.get(name)
    return None if box is None else [float(side) / POINTS_PER_MM for side in box]


def _sheet(page: Page) -> Sheet:
    trim, bleed = _box(page, "/TrimBox"), _box(page, "/BleedBox")
    if trim is None:
        return Sheet(width_mm=None, height_mm=None, bleed_mm=None)
    beyond = None
    if bleed is not None:
        beyond = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    return Sheet(
        width_mm=round(trim[2] - trim[0], 2),
        height_mm=round(trim[3] - trim[1], 2),
        bleed_mm=None if beyond is None else round(beyond, 2),
    )


def _fonts_outside(pdf: Pdf) -> Iterator[str]:
    """Names of fonts whose letters are not in the file."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.FontDescriptor:
            if not any(f"/FontFile{kind}" in thing for kind in ("", "2", "3")):
                yield str(thing.get("/FontName", "?")).lstrip("/")
        elif _is_bare(thing):
            yield str(thing.get("/BaseFont", "?")).lstrip("/")


def _is_bare(thing: object) -> bool:
    """Whether it is a simple font that says nothing of its letters: one that every reader is said to have."""
    if not isinstance(thing, Dictionary) or thing.get("/Type") != Name.Font:
        return False
    simple = thing.get("/Subtype") in (Name.Type1, Name.TrueType, Name.MMType1)
    return simple and "/FontDescriptor" not in thing


def _active(pdf: Pdf) -> Iterator[str]:
    """What does something when the file is opened, or is more than pages."""
    if pdf.is_encrypted:
        yield "encryption"
    names = pdf.Root.get("/Names", Dictionary())
    for key, word in (("/JavaScript", "scripts"), ("/EmbeddedFiles", "attachments")):
        if key in names:
            yield word
    for key, word in (("/OpenAction", "scripts"), ("/AA", "scripts"), ("/AcroForm", "forms")):
        if key in pdf.Root:
            yield word
