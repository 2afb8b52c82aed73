"""Which VAT is on what is sold, by seller's country, country of delivery, product and day."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

UNION: Final = frozenset({"SE", "DK", "FI"})


class Ground(StrEnum):
    """Why the rate is what it is."""

    RATE = "rate"  # the seller's own country's
    DISTANCE = "distance"  # that of the country of delivery: directive 2006/112 art. 33(a), through the one-stop shop
    EXPORT = "export"  # merverdiavgiftsloven § 6-21; directive 2006/112 art. 146(1)(a)
    NOT_REGISTERED = "not-registered"  # the seller takes none


class NoRate(Exception):
    """Nobody here knows the rate of that country on that day."""


@dataclass(frozen=True, kw_only=True)
class Rate:
    country: str
    kind: str
    permille: int
    start: date
    until: date | None
    source: str

    def holds(self, country: str, kind: str, day: date) -> bool:
        in_time = self.start <= day and (self.until is None or day <= self.until)
        return (self.country, self.kind) == (country, kind) and in_time


@dataclass(frozen=True, kw_only=True)
class Vat:
    permille: int
    ground: Ground


@dataclass(frozen=True, kw_only=True)
class Taxed:
    """How the seller stands: `registered` for VAT at all; `one_stop`: sells to the Union at the receivers' rates.

    Below 10,000 euro a year a seller may stay with its own country's (directive 2006/112 art. 59c).
    """

    country: str
    registered: bool
    one_stop: bool


@cache
def rates() -> tuple[Rate, ...]:
    rows = tomllib.loads((Path(__file__).parent / "vat.toml").read_text(encoding="utf-8"))["rates"]
    return tuple(
        Rate(until=row.pop("until", None), start=row.pop("from"), **row) for row in (dict(found) for found in rows)
    )


def vat(*, seller: Taxed, to: str, kind: str, day: date) -> Vat:
    """Raises NoRate. Delivery costs follow what is delivered (merverdiavgiftsloven § 4-2; directive art. 78)."""
    if not seller.registered:
        return Vat(permille=0, ground=Ground.NOT_REGISTERED)
    if to == seller.country:
        return Vat(permille=_rate(to, kind, day), ground=Ground.RATE)
    if not {seller.country, to} <= UNION:
        return Vat(permille=0, ground=Ground.EXPORT)
    if seller.one_stop:
        return Vat(permille=_rate(to, kind, day), ground=Ground.DISTANCE)
    return Vat(permille=_rate(seller.country, kind, day), ground=Ground.RATE)


def _rate(country: str, kind: str, day: date) -> int:
    for row in rates():
        if row.holds(country, kind, day):
            return row.permille
    raise NoRate(f"{country} {kind} {day}")
