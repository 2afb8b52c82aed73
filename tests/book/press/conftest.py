"""An invented storyteller and her book, and eyes to read what the press made of it."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from fortell.book.press import Block, Book, Chapter, EditorNote, Paragraph, Photo, Question, Utterance

LONG_TIME_AGO = (
    "Vi rodde over fjorden hver søndag, far og jeg, og han sang hele veien selv om han ikke kunne synge. "
    "Det var langt, men vi hadde med oss smørbrød og kaffe på flaske, og ullteppet som bestemor hadde vevd. "
)


def jpeg(*, width: int = 900, height: int = 600, mode: str = "RGB", **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(buffer, "JPEG", **options)
    return buffer.getvalue()


def photo(*, caption: str = "Ved naustet på Solvik, 1957.", alt: str = "To barn ved et naust", **options: Any) -> Photo:
    return Photo(name="naust.jpg", data=jpeg(**options), caption=caption, alt=alt)


def book_of(*blocks: Block, chapters: int = 1) -> Book:
    """A book whose chapters all hold the blocks given."""
    return Book(
        title="Over fjorden",
        subtitle="Minner fra Solvik",
        author="Borghild Prøvesen",
        language="nb",
        year=2026,
        chapters=tuple(Chapter(title=f"Kapittel om båt {n}", blocks=blocks) for n in range(1, chapters + 1)),
        colophon=("Hver setning i boken er Borghilds egen.",),
        identifier="0b5f4f0e-7d0f-4d8e-9d0f-3c3f1d6f2a11",
    )


def body_of(page: str) -> str:
    """A page without its number: a word divided at the foot of the page is read together with it."""
    return re.sub(r"\n?\d+$", "", page)


@pytest.fixture
def sample() -> Book:
    """A short book with one of everything."""
    story: tuple[Block, ...] = (
        Paragraph(LONG_TIME_AGO * 4),
        Question("Hvordan var det å være eldst?"),
        Paragraph("Jeg måtte passe de små.\nHver dag."),
        Utterance("Nei, det husker jeg ikke."),
        EditorNote("Mormor fortalte også om den røde båten."),
        photo(),
        *[Paragraph(LONG_TIME_AGO * 6)] * 6,
    )
    return replace(book_of(*story, chapters=2), chapters=(Chapter("Barndom", story), Chapter("Til sjøs", story[:3])))


@pytest.fixture
def pages_of() -> Callable[[bytes], list[str]]:
    """The text of each page, lines ended by a newline, hyphens of line ends as U+FFFE."""

    def read(pdf: bytes) -> list[str]:
        with pypdfium2.PdfDocument(pdf) as document:
            return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]

    return read


@pytest.fixture
def opened() -> Callable[[bytes], pikepdf.Pdf]:
    return lambda pdf: pikepdf.open(io.BytesIO(pdf))
