"""What can be ordered and what it costs before VAT: data, read from TOML and checked in form."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from fortell.kit.money import MINOR, Money

SHIPPED: Final = Path(__file__).parent / "products.toml"
KINDS: Final = frozenset({"book"})  # that have VAT rates in vat.toml
PRODUCT: Final = {"kind", "themes", "trims", "pages", "first", "further", "page"}
SHIPPING: Final = {"first", "further"}

Prices = Mapping[str, int]


class BadCatalogue(Exception):
    """The price list is not of the form that products.toml shows; says where."""


@dataclass(frozen=True, kw_only=True)
class Product:
    """`pages`: the fewest and the most. Prices by currency, in minor units, before VAT."""

    key: str
    kind: str
    themes: tuple[str, ...]
    trims: tuple[str, ...]
    pages: tuple[int, int]
    first: Prices
    further: Prices
    page: Prices

    def is_made_from(self, *, theme: str, trim: str, pages: int) -> bool:
        return theme in self.themes and trim in self.trims and self.pages[0] <= pages <= self.pages[1]

    def copy(self, *, first: bool, pages: int, currency: str) -> Money:
        """One copy, before VAT."""
        return Money((self.first if first else self.further)[currency] + pages * self.page[currency], currency)


@dataclass(frozen=True, kw_only=True)
class Shipping:
    """A parcel to one country."""

    first: Prices
    further: Prices

    def parcel(self, *, copies: int, currency: str) -> Money:
        return Money(self.first[currency] + (copies - 1) * self.further[currency], currency)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    products: Mapping[str, Product]
    shipping: Mapping[str, Shipping]

    def for_proof(self, *, theme: str, trim: str, pages: int) -> list[Product]:
        return [one for one in self.products.values() if one.is_made_from(theme=theme, trim=trim, pages=pages)]


@cache
def catalogue(path: Path = SHIPPED) -> Catalogue:
    """Raises BadCatalogue."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadCatalogue(f"{path} can't be read: {error}") from error
    if set(content) != {"products", "shipping"}:
        raise BadCatalogue(f"{path} has the tables products and shipping, and no others")
    return Catalogue(
        products={key: _product(key, row) for key, row in content["products"].items()},
        shipping={country: _shipping(country, row) for country, row in content["shipping"].items()},
    )


def _product(key: str, row: Mapping[str, Any]) -> Product:
    where = f"[products.{key}]"
    _require(set(row) == PRODUCT, f"{where} has {', '.join(sorted(PRODUCT))}")
    _require(row["kind"] in KINDS, f"{where} kind is one of {', '.join(KINDS)}")
    pages = row["pages"]
    _require(_whole(pages) and len(pages) == 2 and pages[0] <= pages[1], f"{where} pages is [fewest, most]")  # noqa: PLR2004 - a pair
    for name in ("themes", "trims"):
        _require(all(isinstance(one, str) for one in row[name]), f"{where} {name} is a list of names")
    prices = {name: _prices(f"{where} {name}", row[name]) for name in ("first", "further", "page")}
    themes, trims = tuple(row["themes"]), tuple(row["trims"])
    return Product(key=key, kind=row["kind"], themes=themes, trims=trims, pages=(pages[0], pages[1]), **prices)


def _shipping(country: str, row: Mapping[str, Any]) -> Shipping:
    where = f"[shipping.{country}]"
    _require(set(row) == SHIPPING, f"{where} has first and further")
    return Shipping(**{name: _prices(f"{where} {name}", row[name]) for name in SHIPPING})


def _prices(where: str, row: Any) -> Prices:
    right = isinstance(row, dict) and bool(row) and set(row) <= set(MINOR) and _whole([*row.values()])
    _require(right, f"{where} gives whole minor units for {', '.join(MINOR)}")
    return dict(row)


def _whole(numbers: Any) -> bool:
    return isinstance(numbers, list) and all(type(one) is int and one >= 0 for one in numbers)


def _require(right: bool, message: str) -> None:  # noqa: FBT001 - reads like an assertion
    if not right:
        raise BadCatalogue(message)
