"""What a printer's machines look for in a file: bleed boxes, and for PDF/X-4 the printing condition it is made for."""

import io
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from fortell.book.press.colours import BUILT_IN_NAME, output_profile
from fortell.book.press.specifications import Specification

# PDF/X-4 asks for the moments of making. The same book must give the same bytes, so its year stands for them.
_MOMENT: Final = "{year}-01-01T00:00:00+00:00"
_PDF_MOMENT: Final = "D:{year}0101000000+00'00'"
_XMP_X: Final = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"


def finish(*, pdf: bytes, printer: Specification, year: int) -> bytes:
    """The same pages with what the printer's specification asks for. The same bytes give the same bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            page.BleedBox = page.MediaBox  # Typst's media is the trim and its bleed
        if printer.standard == "PDF/X-4":
            _declare_x4(opened, year)
        written = io.BytesIO()
        # PDF/X-4 stands on PDF 1.6 (ISO 15930-7); nothing that Typst writes here needs more.
        version = "1.6" if printer.standard else ""
        opened.save(written, deterministic_id=True, force_version=version, fix_metadata_version=False)
    return written.getvalue()


def _declare_x4(pdf: pikepdf.Pdf, year: int) -> None:
    profile = pdf.make_stream(output_profile(), N=4, Alternate=Name.DeviceCMYK)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String("Custom"),
        OutputCondition=String(BUILT_IN_NAME),
        Info=String(BUILT_IN_NAME),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    moment = _MOMENT.format(year=year)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata[_XMP_X] = "PDF/X-4"
        metadata["pdf:Trapped"] = "False"
        for key in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            metadata[key] = moment
    pdf.docinfo.CreationDate = String(_PDF_MOMENT.format(year=year))
    pdf.docinfo.ModDate = String(_PDF_MOMENT.format(year=year))
    pdf.docinfo.Trapped = Name("/False")
