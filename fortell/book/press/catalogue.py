"""Trims, papers, themes, fonts and the book's own words, read from the data files beside this module."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from fortell.book.press.errors import UnknownTheme, UnknownTrim
from fortell.book.press.model import Language

HERE: Final = Path(__file__).parent
FONTS: Final = HERE / "fonts"
MM_PER_INCH: Final = 25.4


@dataclass(frozen=True)
class Paper:
    """How thick a bound book becomes, and into how many pages its sheets are cut."""

    name: str
    pages_per_inch: float
    cover_inch: float
    pages_multiple: int

    def spine_mm(self, *, pages: int) -> float:
        """Width of the spine, rounded to a hundredth of a millimetre."""
        return round((pages / self.pages_per_inch + self.cover_inch) * MM_PER_INCH, 2)


@dataclass(frozen=True)
class Trim:
    """A finished page and its margins, all in millimetres. ``safety_mm``: nothing on a cover stands nearer the edge."""

    name: str
    width_mm: float
    height_mm: float
    bleed_mm: float
    safety_mm: float
    inner_mm: float
    outer_mm: float
    top_mm: float
    bottom_mm: float
    paper: Paper

    @property
    def column_mm(self) -> tuple[float, float]:
        """Width and height of the text block."""
        return self.width_mm - self.inner_mm - self.outer_mm, self.height_mm - self.top_mm - self.bottom_mm


@dataclass(frozen=True)
class CoverColours:
    """Hex colours in sRGB: paper, ink, the cloth around the spine, and the ink on it."""

    ground: str
    ink: str
    cloth: str
    cloth_ink: str


@dataclass(frozen=True)
class Theme:
    """The look of a book; sizes in points, ``line_pt`` from baseline to baseline."""

    name: str
    font: str
    size_pt: float
    line_pt: float
    chapter_pt: float
    title_pt: float
    numerals: str
    justify: bool
    photo_ppi_least: float
    cover: CoverColours


@dataclass(frozen=True)
class Font:
    """One family with its files in the fonts folder; ``licence`` is an SPDX identifier."""

    family: str
    files: tuple[str, ...]
    licence: str
    licence_file: str


@dataclass(frozen=True)
class Words:
    """What the book itself says in one language."""

    contents: str
    family: str
    photo: str
    colophon: str
    accessibility: str
    dash: str


@cache
def _table(name: str) -> MappingProxyType[str, Any]:
    with (HERE / name).open("rb") as file:
        return MappingProxyType(tomllib.load(file))


def trim_names() -> tuple[str, ...]:
    return tuple(_table("trims.toml")["trims"])


def theme_names() -> tuple[str, ...]:
    return tuple(_table("themes.toml")["themes"])


def trim_named(*, name: str) -> Trim:
    """Raises UnknownTrim, which names the choices."""
    table = _table("trims.toml")
    if name not in table["trims"]:
        raise UnknownTrim(f"no trim is called {name!r}; choose one of: {', '.join(trim_names())}")
    row = dict(table["trims"][name])
    paper = row.pop("paper")
    return Trim(name=name, paper=Paper(name=paper, **table["papers"][paper]), **row)


def theme_named(*, name: str) -> Theme:
    """Raises UnknownTheme, which names the choices."""
    themes = _table("themes.toml")["themes"]
    if name not in themes:
        raise UnknownTheme(f"no theme is called {name!r}; choose one of: {', '.join(theme_names())}")
    row = dict(themes[name])
    return Theme(name=name, cover=CoverColours(**row.pop("cover")), **row)


def words_in(*, language: Language) -> Words:
    return Words(**_table("words.toml")[language])


def fonts_for(*, family: str) -> tuple[Font, ...]:
    """All shipped fonts, the wanted family first: the order in which one steps in for another."""
    rows = _table("fonts/fonts.toml")["fonts"]
    fonts = [Font(files=tuple(row["files"]), **{k: v for k, v in row.items() if k != "files"}) for row in rows]
    return tuple(sorted(fonts, key=lambda font: font.family != family))
