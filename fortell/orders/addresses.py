"""Where a parcel can go: addresses as four countries write them.

Post codes: NO and DK four digits, SE and FI five (Universal Postal Union, addressing systems by country). Swedes write
theirs as 123 45.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any, Final

FORMS: Final = {
    "NO": re.compile(r"\d{4}"),
    "SE": re.compile(r"[1-9]\d{2} ?\d{2}"),
    "DK": re.compile(r"\d{4}"),
    "FI": re.compile(r"\d{5}"),
}
COUNTRIES: Final = tuple(FORMS)
LONGEST: Final = {"name": 80, "street": 120, "postcode": 10, "town": 60}


@dataclass(frozen=True, kw_only=True)
class Address:
    name: str
    street: str
    postcode: str
    town: str
    country: str

    def lines(self) -> list[str]:
        return [self.name, self.street, f"{self.country}-{self.postcode} {self.town}"]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def postcode(text: str, country: str) -> str | None:
    """As its country writes it; None where it is none of that country's."""
    written = text.strip().upper().removeprefix(f"{country}-").strip()
    if country not in FORMS or not written.isascii() or not FORMS[country].fullmatch(written):
        return None
    return f"{written[:3]} {written[-2:]}" if country == "SE" else written
