"""The only hand the press lays on words: it drops what has no shape on paper, and lets endless words break."""

import re
import unicodedata
from dataclasses import replace
from typing import Final

from fortell.book.press.model import Block, Book, Chapter, EditorNote, Paragraph, Photo, Question, Utterance

# C0 and C1 controls except the newline have no shape, and XML 1.0 forbids most of them.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Lone surrogates and noncharacters cannot be written in UTF-8 or XML 1.0.
_NONCHARACTERS: Final = "".join(chr((plane << 16) | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_UNWRITABLE: Final = re.compile(rf"[\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_NEWLINES: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_ENDLESS: Final = re.compile(r"\S{60,}")
_ZERO_WIDTH_SPACE: Final = "\u200b"
_JOINER: Final = "\u200d"  # holds the parts of one emoji together
_BREAK_EVERY: Final = 12


def printable(text: str) -> str:
    """The text without control characters; line ends of every kind become newlines, tabs become spaces."""
    lines = _NEWLINES.sub("\n", text).replace("\t", " ")
    return _UNWRITABLE.sub("\ufffd", _CONTROLS.sub("", lines))


def one_line(text: str) -> str:
    return " ".join(printable(text).split())


def _joins(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf", "Sk"}


def _broken(match: re.Match[str]) -> str:
    pieces, since = [], 0
    for previous, character in zip(" " + match[0], match[0], strict=False):
        if since >= _BREAK_EVERY and not _joins(character) and previous != _JOINER:
            pieces.append(_ZERO_WIDTH_SPACE)
            since = 0
        pieces.append(character)
        since += 1
    return "".join(pieces)


def breakable(text: str) -> str:
    """Lets words longer than any line break anywhere, by spaces without width; other words are untouched."""
    return _ENDLESS.sub(_broken, text)


def clean_block(block: Block) -> Block:
    match block:
        case Photo():
            return replace(block, caption=printable(block.caption).strip(), alt=one_line(block.alt))
        case Paragraph() | Utterance() | Question() | EditorNote():
            return replace(block, text=printable(block.text).strip("\n"))


def _clean_chapter(chapter: Chapter) -> Chapter:
    blocks = tuple(clean_block(block) for block in chapter.blocks)
    return Chapter(
        title=one_line(chapter.title), blocks=tuple(b for b in blocks if isinstance(b, Photo) or b.text.strip())
    )


def clean(*, book: Book) -> Book:
    """The book as it can be set: titles on one line, empty blocks gone, nothing unprintable left."""
    return replace(
        book,
        title=one_line(book.title),
        subtitle=one_line(book.subtitle),
        author=one_line(book.author),
        chapters=tuple(_clean_chapter(chapter) for chapter in book.chapters),
        colophon=tuple(one_line(line) for line in book.colophon),
    )


def every_text(*, book: Book) -> tuple[str, ...]:
    """All that is shown in the book, in reading order."""
    texts = [book.title, book.subtitle, book.author, *book.colophon]
    for chapter in book.chapters:
        texts.append(chapter.title)
        texts.extend(b.caption if isinstance(b, Photo) else b.text for b in chapter.blocks)
    return tuple(texts)
