"""What a printer asks of the files, read from specifications.toml, and a trim fitted to it."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from fortell.book.press.catalogue import HERE, Trim
from fortell.book.press.errors import UnknownPrinter

Colour = Literal["rgb", "grey", "cmyk"]
Standard = Literal["", "PDF/X-4"]
GENERAL: Final = "general"


@dataclass(frozen=True)
class Specification:
    """Lengths in millimetres, resolutions in pixels an inch, ``ink_most`` in per cent of all inks together."""

    name: str
    colour: Colour
    cover_colour: Colour
    standard: Standard
    bleed_mm: float
    pages_least: int
    pages_most: int
    pages_multiple: int
    ppi_least: int
    ppi_refused: int
    ink_most: int

    def fitted(self, trim: Trim) -> Trim:
        """The trim with this printer's bleed, its sheets cut as this printer cuts them."""
        multiple = self.pages_multiple or trim.paper.pages_multiple
        return replace(trim, bleed_mm=self.bleed_mm, paper=replace(trim.paper, pages_multiple=multiple))


@cache
def _specifications() -> MappingProxyType[str, Any]:
    with (HERE / "specifications.toml").open("rb") as file:
        return MappingProxyType(tomllib.load(file)["specifications"])


def printer_names() -> tuple[str, ...]:
    return tuple(_specifications())


def printer_named(*, name: str) -> Specification:
    """Raises UnknownPrinter, which names the choices."""
    if name not in _specifications():
        raise UnknownPrinter(f"no printer is called {name!r}; choose one of: {', '.join(printer_names())}")
    return Specification(name=name, **_specifications()[name])
