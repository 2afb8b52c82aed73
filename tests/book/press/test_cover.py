from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from fortell.book.press import Paragraph, printer_named, trim_named, typeset
from fortell.book.press.catalogue import fonts_for, theme_named
from fortell.book.press.cover import set_cover
from fortell.book.press.model import Book
from tests.book.press.conftest import book_of

MM = 72 / 25.4


def cover_pdf(book: Book, pages: int, theme: str = "classic") -> bytes:
    look = theme_named(name=theme)
    fonts = fonts_for(family=look.font)
    trim, printer = trim_named(name="a5"), printer_named(name="general")
    return set_cover(book=book, trim=trim, theme=look, fonts=fonts, pages=pages, printer=printer).pdf


@pytest.mark.parametrize(("pages", "millimetres"), [(32, 3.35), (200, 12.97), (444, 26.92), (800, 47.29)])
def test_spine_follows_the_papers_formula(pages: int, millimetres: float) -> None:
    assert trim_named(name="a5").paper.spine_mm(pages=pages) == millimetres


def test_cover_is_one_sheet_with_bleed(opened: Callable[[bytes], pikepdf.Pdf]) -> None:
    printed = typeset(book=book_of(Paragraph("Far rodde.")))
    pdf = opened(printed.cover.data)
    (page,) = pdf.pages
    width = 2 * 148 + float(str(printed.facts["spine_mm"]))
    left, bottom, right, top = (float(x) for x in page.TrimBox)
    assert [right - left, top - bottom] == pytest.approx([width * MM, 210 * MM], abs=0.01)
    assert float(page.MediaBox[2]) == pytest.approx((width + 6.35) * MM, abs=0.01)


def test_title_stands_on_the_spine_only_where_there_is_room() -> None:
    def mentions(pages: int) -> int:
        with pypdfium2.PdfDocument(cover_pdf(book_of(), pages)) as pdf:
            return str(pdf[0].get_textpage().get_text_range()).count("Over fjorden")

    assert (mentions(76), mentions(80)) == (1, 2)


@pytest.mark.parametrize("theme", ["classic", "homely", "large-print"])
@pytest.mark.parametrize(
    "title", ["Å", "Over fjorden og hjem igjen " * 6, "Menneskerettighetsorganisasjonen", "x" * 200]
)
def test_front_words_keep_their_distance_from_the_edges(title: str, theme: str) -> None:
    book = replace(book_of(), title=title.strip(), subtitle="Minner fra " * 12, author="Borghild Prøvesen " * 4)
    with pypdfium2.PdfDocument(cover_pdf(book, 60, theme)) as pdf:
        text = pdf[0].get_textpage()
        letters = [n for n, letter in enumerate(text.get_text_range()) if not letter.isspace()]
        boxes = [text.get_charbox(n) for n in letters]
        width, height = pdf[0].get_size()
    safe = (3.175 + 12.7) * MM - 2  # italics lean a little past their own width
    assert min(min(b[0], b[1], width - b[2], height - b[3]) for b in boxes) >= safe


def test_cover_words_are_never_read_as_markup() -> None:
    book = replace(book_of(), title='#panic("x") *a*', subtitle="$x$ @y", author="<z> \\")
    with pypdfium2.PdfDocument(cover_pdf(book, 200)) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert text.count('#panic("x") *a*') == 2
    assert "$x$ @y" in text
