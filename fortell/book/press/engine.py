"""Typst, fed from memory: text goes in as data, never as markup, and nothing is written to disk."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, Final, Literal

import typst

from fortell.book.press.catalogue import FONTS, HERE
from fortell.book.press.errors import TypesettingFailed

Standard = Literal["ua-1"]
ACCESSIBLE: Final[Standard] = "ua-1"
_QUOTED: Final = re.compile(r"`[^`]*`|\"[^\"]*\"")
_PAGES: Final = re.compile(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>")


def engine_version() -> str:
    return version("typst")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _compile(files: dict[str, bytes], standards: list[Standard]) -> bytes:
    # The stubs know bytes and paths only; a dict of UTF-8 files is taken as well (typst-py 0.13 and later).
    source: Any = files
    return bytes(
        typst.compile(source, font_paths=_fonts(), ignore_system_fonts=True, format="pdf", pdf_standards=[*standards])
    )


def _compiled(files: dict[str, bytes]) -> tuple[bytes, Standard | None]:
    """PDF/UA-1 is refused for the like of a shape that no font has: then the book is tagged without the claim."""
    try:
        return _compile(files, [ACCESSIBLE]), ACCESSIBLE
    except typst.TypstError:
        return _compile(files, []), None


def compile_pdf(*, template: str, payload: Mapping[str, object]) -> tuple[bytes, Standard | None]:
    """The PDF, and the accessibility standard that it keeps. Raises TypesettingFailed without quoting the text."""
    data = json.dumps(payload, ensure_ascii=True, sort_keys=True).encode()
    try:
        return _compiled({"main.typ": (HERE / template).read_bytes(), "book.json": data})
    except typst.TypstError as error:
        raise TypesettingFailed(f"{template}: {_QUOTED.sub('…', error.message)}") from None


def page_count(*, pdf: bytes) -> int:
    """Read from the metadata that Typst writes; text cannot imitate it, since XML escapes its brackets."""
    match = _PAGES.search(pdf)
    if match is None:
        raise TypesettingFailed("the PDF does not say how many pages it has")
    return int(match[1])
