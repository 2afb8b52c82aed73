"""The preflight reads finished files: good ones pass, and each fault that a print house would find is found."""

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from fortell.book.preflight import Facts, Finding, Unreadable, check_cover, check_interior, preflight_of, read, sentence
from fortell.book.press import Book, Paragraph, Printed, printer_named, printer_names, trim_named, typeset
from tests.book.press.conftest import LONG_TIME_AGO, book_of, photo

BOOK = book_of(Paragraph(LONG_TIME_AGO * 8), photo(width=1500, height=1000), chapters=14)


@pytest.fixture(scope="module")
def made() -> Callable[[str], Printed]:
    done: dict[str, Printed] = {}

    def of(printer: str) -> Printed:
        if printer not in done:
            done[printer] = typeset(book=BOOK, printer=printer)
        return done[printer]

    return of


def inside(facts: Facts, printer: str) -> dict[str, Finding]:
    asked = printer_named(name=printer)
    found = check_interior(facts=facts, printer=asked, trim=asked.fitted(trim_named(name="a5")))
    return {finding.check: finding for finding in found}


def failed(facts: Facts, printer: str = "offset") -> set[str]:
    return {check for check, finding in inside(facts, printer).items() if finding.verdict != "passed"}


def changed(printed: Printed, change: Callable[[Pdf], None]) -> Facts:
    with pikepdf.open(io.BytesIO(printed.interior.data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return read(out.getvalue())


@pytest.mark.parametrize("printer", printer_names())
def test_what_the_press_makes_for_a_printer_passes(made: Callable[[str], Printed], printer: str) -> None:
    found = preflight_of(made(printer), printer=printer, trim="a5")
    assert [one for findings in found.values() for one in findings if one["verdict"] != "passed"] == []
    assert {one["check"] for one in found["interior.pdf"]} >= {"pages", "bleed", "fonts", "resolution", "colours"}


@pytest.mark.parametrize("printer", printer_names())
def test_the_same_book_gives_the_same_bytes_for_every_printer(made: Callable[[str], Printed], printer: str) -> None:
    again = typeset(book=BOOK, printer=printer)
    assert (again.interior.sha256, again.cover.sha256) == (
        made(printer).interior.sha256,
        made(printer).cover.sha256,
    )


def test_words_and_pictures_in_four_inks_are_in_four_inks(made: Callable[[str], Printed]) -> None:
    facts = read(made("offset").interior.data)
    assert set[str]().union(*(page.spaces for page in facts.painted)) == {"DeviceCMYK"}
    words = [page for page in facts.painted if page.spaces and not page.pictures]
    assert {page.ink for page in words} == {100.0}  # black alone


def test_a_book_in_one_ink_has_no_colour_inside_and_a_coloured_cover(made: Callable[[str], Printed]) -> None:
    printed = made("offset-black")
    inner, cover = (read(file.data) for file in (printed.interior, printed.cover))
    assert set[str]().union(*(page.spaces for page in inner.painted)) == {"DeviceGray", "CalGray"}
    assert cover.painted[0].spaces == {"DeviceCMYK"}


def test_soft_pictures_are_named_by_their_page() -> None:
    printed = typeset(book=book_of(Paragraph(LONG_TIME_AGO * 8), photo(width=620, height=400), chapters=8))
    finding = inside(read(printed.interior.data), "general")["resolution"]
    plate = printed.facts["photos"][0]  # type: ignore[index]
    assert finding.verdict == "warning"
    assert finding.numbers["ppi"] == plate["ppi"]
    page = finding.numbers["on"].split(", ")[0]
    assert read(printed.interior.data).painted[int(page) - 1].pictures


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("bleed", lambda pdf: pdf.pages[3].obj.__setitem__("/BleedBox", pdf.pages[3].TrimBox)),
        ("bleed", lambda pdf: pdf.pages[3].obj.__delitem__("/BleedBox")),
        ("trim", lambda pdf: pdf.pages[2].obj.__delitem__("/TrimBox")),
        ("trim", lambda pdf: pdf.pages[2].obj.__setitem__("/TrimBox", Array([0, 0, 300, 400]))),
        ("pages", lambda pdf: pdf.pages.__delitem__(-1)),
        ("standard", lambda pdf: pdf.Root.__delitem__("/OutputIntents")),
        ("passive", lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary())),
        ("passive", lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript))),
        ("readable", lambda pdf: pdf.Root.__delitem__("/Lang")),
    ],
)
def test_each_fault_is_found_and_alone(
    made: Callable[[str], Printed], check: str, change: Callable[[Pdf], None]
) -> None:
    assert check in failed(changed(made("offset"), change))
    assert failed(read(made("offset").interior.data)) == set()


def test_fonts_that_are_not_in_the_file_are_named(made: Callable[[str], Printed]) -> None:
    def lose(pdf: Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and "/FontFile3" in thing:
                del thing["/FontFile3"]
            if isinstance(thing, Dictionary) and "/FontFile2" in thing:
                del thing["/FontFile2"]

    finding = inside(changed(made("offset"), lose), "offset")["fonts"]
    assert finding.verdict == "failed"
    assert "EBGaramond" in finding.numbers["fonts"]


def test_a_file_of_another_kind_of_colour_is_refused(made: Callable[[str], Printed]) -> None:
    assert "colours" in failed(read(made("general").interior.data), "offset")
    assert "colours" in failed(read(made("general").interior.data), "kdp-black")


def test_too_much_ink_is_found(made: Callable[[str], Printed]) -> None:
    def flood(pdf: Pdf) -> None:
        pdf.pages[0].contents_add(b"1 1 1 1 k 0 0 50 50 re f", prepend=True)

    finding = inside(changed(made("offset"), flood), "offset")["ink"]
    assert (finding.verdict, finding.numbers["ink"], finding.numbers["on"]) == ("failed", 400, "1")


def test_letters_at_the_cut_are_found(made: Callable[[str], Printed]) -> None:
    facts = read(made("offset").interior.data)
    assert facts.letters_mm is not None
    assert facts.letters_mm > 10
    assert "margins" in failed(replace(facts, letters_mm=2.0))


def test_a_cover_must_fit_its_book(made: Callable[[str], Printed]) -> None:
    asked = printer_named(name="offset")
    trim, facts = asked.fitted(trim_named(name="a5")), read(made("offset").cover.data)
    right = int(str(made("offset").facts["pages"]))

    def verdict(pages: int) -> str:
        found = check_cover(facts=facts, printer=asked, trim=trim, pages=pages)
        return next(finding.verdict for finding in found if finding.check == "trim")

    assert (verdict(right), verdict(right + 100)) == ("passed", "failed")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 and no more", b"\x89PNG"])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)


def test_every_finding_has_its_sentence(made: Callable[[str], Printed]) -> None:
    found = preflight_of(made("offset"), printer="offset", trim="a5")
    numbers = {one["check"]: one["numbers"] for findings in found.values() for one in findings}
    for check, known in numbers.items():
        kept, broken = (sentence(check, verdict, known) for verdict in ("passed", "failed"))
        assert kept != broken
        assert "{" not in kept + broken


def test_a_book_too_thin_for_the_binding_is_told_so() -> None:
    thin: Book = book_of(Paragraph("Far rodde."))
    finding = inside(read(typeset(book=thin, printer="lulu").interior.data), "lulu")["pages"]
    assert (finding.verdict, finding.numbers["least"]) == ("failed", 32)
