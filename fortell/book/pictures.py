"""Pages of a finished PDF as pictures, in memory."""

from io import BytesIO

import pypdfium2

WIDTH = 900  # pixels: sharp for reading on a phone and side by side on a desk


def page_picture(pdf: bytes, *, page: int) -> bytes:
    """Page `page` (from 1) as a JPEG of WIDTH pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page - 1]
        picture = sheet.render(scale=WIDTH / sheet.get_width()).to_pil()
        out = BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=82)
        return out.getvalue()
    finally:
        document.close()
