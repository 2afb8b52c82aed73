"""Pages as pictures, also when many are asked for at once."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from fortell.book.pictures import page_picture
from fortell.book.press import Book, Chapter, Paragraph, typeset


@pytest.fixture(scope="module")
def pdf() -> bytes:
    chapter = Chapter(title="The boat", blocks=(Paragraph(text="Bertine sang in the boat all summer. " * 60),) * 6)
    book = Book(
        title="A boat",
        subtitle="",
        author="Bertine Moe",
        language="en",
        year=2026,
        chapters=(chapter,),
        colophon=(),
        identifier="00000000-0000-4000-8000-000000000000",
    )
    return typeset(book=book).interior.data


def test_picture_is_a_jpeg_as_wide_as_agreed(pdf: bytes) -> None:
    picture = Image.open(BytesIO(page_picture(pdf, page=1)))
    assert (picture.format, picture.mode, picture.width) == ("JPEG", "RGB", 900)


def test_page_that_is_not_there_is_refused(pdf: bytes) -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        page_picture(pdf, page=1000)


def test_pages_asked_for_at_once_are_drawn_one_by_one(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    open_now, most = set[int](), 0

    class Watched(pypdfium2.PdfDocument):  # type: ignore[misc]
        def __init__(self, *args: Any, **named: Any) -> None:
            nonlocal most
            open_now.add(id(self))
            most = max(most, len(open_now))
            super().__init__(*args, **named)

        def close(self) -> None:
            super().close()
            open_now.discard(id(self))

    monkeypatch.setattr(pypdfium2, "PdfDocument", Watched)
    wanted = [page_picture(pdf, page=page) for page in range(1, 9)]
    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(lambda page: page_picture(pdf, page=page), range(1, 9))) == wanted
    assert most == 1
