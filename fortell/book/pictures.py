"""Pages of a finished PDF as pictures, in memory."""

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
