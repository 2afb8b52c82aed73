"""EPUB 3.3 by the book: https://www.w3.org/TR/epub-33/. The same book gives the same bytes."""

import io
import zipfile
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from fortell.book.press.catalogue import HERE, Words, words_in
from fortell.book.press.interior import photos_of
from fortell.book.press.jpeg import read_jpeg
from fortell.book.press.model import Block, Book, Chapter, EditorNote, Paragraph, Photo, Question, Utterance

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file knows
_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_FEATURES: Final = ("alternativeText", "tableOfContents", "structuralNavigation", "readingOrder")


def _page(book: Book, title: str, body: str, kind: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{book.language}" \
xml:lang="{book.language}">
<head><title>{escape(title or book.title or book.identifier)}</title>\
<link rel="stylesheet" href="style.css"/></head>
<body epub:type="{kind}">
{body}
</body>
</html>
"""


def _lines(text: str) -> str:
    return "<br/>".join(escape(line) for line in text.split("\n"))


def _figure(photo: Photo, number: int, words: Words) -> str:
    alt = quoteattr(photo.alt or " ".join(photo.caption.split()) or words.photo)
    caption = f"<figcaption>{_lines(photo.caption)}</figcaption>" if photo.caption else ""
    return f'<figure><img src="images/photo-{number:04}.jpg" alt={alt}/>{caption}</figure>'


def _block(block: Block, numbers: Iterable[int], words: Words) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{_lines(text)}</p>"
        case Utterance(text):
            return f'<p class="utterance">{words.dash} {_lines(text)}</p>'
        case Question(text):
            return f'<p class="question">{_lines(text)}</p>'
        case EditorNote(text):
            return f'<aside><p class="label">{words.family}</p><p>{_lines(text)}</p></aside>'
        case Photo():
            return _figure(block, next(iter(numbers)), words)


def _title_page(book: Book) -> str:
    rows = (("author", book.author), ("subtitle", book.subtitle), ("year", str(book.year)))
    author, subtitle, year = (f'<p class="{name}">{escape(text)}</p>' if text else "" for name, text in rows)
    return f"{author}<h1>{escape(book.title)}</h1>{subtitle}{year}"


def _chapter_page(book: Book, chapter: Chapter, numbers: Iterable[int]) -> str:
    words = words_in(language=book.language)
    blocks = "\n".join(_block(block, numbers, words) for block in chapter.blocks)
    return _page(book, chapter.title, f"<section><h1>{escape(chapter.title)}</h1>\n{blocks}</section>", "bodymatter")


def _colophon_page(book: Book, title: str) -> str:
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in book.colophon)
    return _page(book, title, f'<section class="colophon"><h1>{title}</h1>\n{lines}</section>', "backmatter")


def _nav_page(book: Book, entries: list[tuple[str, str]]) -> str:
    words = words_in(language=book.language)
    items = "\n".join(f'<li><a href="{name}">{escape(title)}</a></li>' for name, title in entries)
    body = f'<nav epub:type="toc" id="toc"><h1>{words.contents}</h1>\n<ol>\n{items}\n</ol></nav>'
    return _page(book, words.contents, body, "frontmatter")


def _metadata(book: Book) -> str:
    optional = (("dc:creator", book.author),)
    creator = "".join(f"<{tag}>{escape(text)}</{tag}>\n" for tag, text in optional if text)
    features = "".join(f'<meta property="schema:accessibilityFeature">{name}</meta>\n' for name in _FEATURES)
    modes = ("textual", "visual") if any(photos_of(book=book)) else ("textual",)
    access = "".join(f'<meta property="schema:accessMode">{mode}</meta>\n' for mode in modes)
    return f"""<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="book-id">urn:uuid:{escape(book.identifier)}</dc:identifier>
<dc:title>{escape(book.title or book.identifier)}</dc:title>
<dc:language>{book.language}</dc:language>
{creator}<dc:date>{book.year:04}</dc:date>
<meta property="dcterms:modified">{book.year:04}-01-01T00:00:00Z</meta>
{access}<meta property="schema:accessModeSufficient">textual</meta>
{features}<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">{words_in(language=book.language).accessibility}</meta>
</metadata>"""


def _package(book: Book, pages: list[str], images: list[str]) -> str:
    manifest = "".join(
        f'<item id="p{n}" href="{name}" media-type="application/xhtml+xml"/>\n' for n, name in enumerate(pages)
    )
    manifest += "".join(f'<item id="i{n}" href="{name}" media-type="image/jpeg"/>\n' for n, name in enumerate(images))
    spine = "".join(f'<itemref idref="p{n}"/>\n' for n in range(len(pages)))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="{book.language}">
{_metadata(book)}
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="css" href="style.css" media-type="text/css"/>
{manifest}</manifest>
<spine>
{spine}</spine>
</package>
"""


def _pages(book: Book) -> dict[str, str]:
    numbers = iter(range(1, 1 + sum(1 for _ in photos_of(book=book))))
    pages = {"title.xhtml": _page(book, book.title, _title_page(book), "frontmatter")}
    for n, chapter in enumerate(book.chapters, start=1):
        pages[f"chapter-{n:03}.xhtml"] = _chapter_page(book, chapter, numbers)
    if book.colophon:
        pages["colophon.xhtml"] = _colophon_page(book, words_in(language=book.language).colophon)
    return pages


def _entries(book: Book) -> list[tuple[str, str]]:
    chapters = [(f"chapter-{n:03}.xhtml", chapter.title or str(n)) for n, chapter in enumerate(book.chapters, start=1)]
    return [("title.xhtml", book.title or book.identifier), *chapters]


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.create_system = 3  # otherwise it names the machine that wrote it
            packed = zipfile.ZIP_STORED if name == "mimetype" or name.endswith(".jpg") else zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compress_type=packed)
    return buffer.getvalue()


def make_epub(*, book: Book) -> bytes:
    """``book`` must be clean. Raises BadPhoto."""
    pages, photos = _pages(book), enumerate(photos_of(book=book), start=1)
    images = {f"images/photo-{n:04}.jpg": read_jpeg(photo=photo, number=n).data for n, photo in photos}
    texts = {
        "META-INF/container.xml": _CONTAINER,
        "OEBPS/package.opf": _package(book, list(pages), list(images)),
        "OEBPS/nav.xhtml": _nav_page(book, _entries(book)),
        "OEBPS/style.css": (HERE / "epub.css").read_text(encoding="utf-8"),
        **{f"OEBPS/{name}": page for name, page in pages.items()},
    }
    head = [("mimetype", b"application/epub+zip")]  # first and unpacked: EPUB 3.3, OCF 4.2.2
    body = [(name, text.encode()) for name, text in texts.items()]
    return _zipped([*head, *body, *((f"OEBPS/{name}", data) for name, data in images.items())])
