"""The values that go into the press and come out of it. All are immutable, none knows a database."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["nb", "nn", "sv", "en"]


@dataclass(frozen=True)
class Paragraph:
    """The storyteller's words; a newline inside is a line break."""

    text: str


@dataclass(frozen=True)
class Utterance:
    """One line of a conversation whose speakers are unknown; set with a dash."""

    text: str


@dataclass(frozen=True)
class Question:
    """What the interviewer asked; stays with the answer below it."""

    text: str


@dataclass(frozen=True)
class EditorNote:
    """A text of the family's, marked as theirs."""

    text: str


@dataclass(frozen=True)
class Photo:
    """``data`` is an upright sRGB (or grey) JPEG; its size in pixels is read from it."""

    name: str
    data: bytes
    caption: str
    alt: str


Block = Paragraph | Utterance | Question | EditorNote | Photo


@dataclass(frozen=True)
class Chapter:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Book:
    """``identifier`` is a UUID in text, the EPUB's ``dc:identifier``; ``colophon`` is one line each."""

    title: str
    subtitle: str
    author: str
    language: Language
    year: int
    chapters: tuple[Chapter, ...]
    colophon: tuple[str, ...]
    identifier: str


@dataclass(frozen=True)
class PrintFile:
    """``sha256`` is the hex digest of ``data``."""

    name: str
    media_type: str
    data: bytes
    sha256: str


@dataclass(frozen=True)
class Printed:
    """``facts`` is the content of book.json: JSON values only."""

    interior: PrintFile
    cover: PrintFile
    epub: PrintFile
    facts: dict[str, object]
