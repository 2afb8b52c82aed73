"""Pages of a finished PDF as pictures, and where their letters stand; in memory."""

import threading
from contextlib import closing
from io import BytesIO

import pypdfium2

WIDTH = 900  # pixels: sharp for reading on a phone and side by side on a desk
# PDFium is not made for threads: two pages drawn at once leave it unable to read any document at all.
_one_at_a_time = threading.Lock()


def page_picture(pdf: bytes, *, page: int) -> bytes:
    """Page `page` (from 1) as a JPEG of WIDTH pixels."""
    with _one_at_a_time, closing(pypdfium2.PdfDocument(pdf)) as document:
        sheet = document[page - 1]
        picture = sheet.render(scale=WIDTH / sheet.get_width()).to_pil().convert("RGB")
    out = BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def nearest_to_the_edge(pdf: bytes) -> float | None:
    """How near the nearest letters of all pages stand to the edge of the sheet, in points; None without letters."""
    with _one_at_a_time, closing(pypdfium2.PdfDocument(pdf)) as document:
        return min((distance for sheet in document if (distance := _nearest(sheet)) is not None), default=None)


def _nearest(sheet: pypdfium2.PdfPage) -> float | None:
    left, bottom, right, top = sheet.get_mediabox()
    text = sheet.get_textpage()
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    inside = [min(box[0] - left, box[1] - bottom, right - box[2], top - box[3]) for box in boxes if box[2] > box[0]]
    return min(inside, default=None)
