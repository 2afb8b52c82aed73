"""Money: whole minor units and a currency. There are no floats, and nothing is rounded but by `share`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

MINOR: Final = {"NOK": 100, "SEK": 100, "EUR": 100}  # ISO 4217: two decimals each
THOUSAND: Final = 1000


class OtherCurrency(ValueError):
    """Two currencies in one sum."""


@dataclass(frozen=True, order=True)
class Money:
    """`minor`: øre, öre or cents. Negative where money goes the other way."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in MINOR:
            raise OtherCurrency(self.currency)

    def __add__(self, other: Self) -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Self) -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __str__(self) -> str:
        """With a point, for machines and command lines: 1290.00 NOK. Pages write it as their language does."""
        whole, rest = divmod(abs(self.minor), MINOR[self.currency])
        return f"{'-' if self.minor < 0 else ''}{whole}.{rest:02d} {self.currency}"

    def share(self, *, of: int, among: int) -> "Money":
        """`of`/`among` of it, rounded half away from zero to a minor unit.

        That is how EN 16931-1 rounds the amount of a VAT category (rule BR-CO-17, two decimals, half up).
        """
        part, sign = abs(self.minor) * of, -1 if self.minor < 0 else 1
        return Money(sign * ((2 * part + among) // (2 * among)), self.currency)

    def tax_on_top(self, permille: int) -> "Money":
        """The tax on an amount that does not hold it yet."""
        return self.share(of=permille, among=THOUSAND)

    def tax_within(self, permille: int) -> "Money":
        """The tax that an amount holds already."""
        return self.share(of=permille, among=THOUSAND + permille)

    def _same(self, other: Self) -> int:
        if other.currency != self.currency:
            raise OtherCurrency(f"{self.currency} and {other.currency}")
        return other.minor


def total(amounts: Iterable[Money], *, currency: str) -> Money:
    return sum(amounts, start=Money(0, currency))


def spread(amount: Money, weights: list[int]) -> list[Money]:
    """An amount in parts by weight that add up to it exactly: what rounding leaves goes to the largest remainders."""
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("nothing to spread it over")
    parts = [amount.minor * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(amount.minor * weights[place] % whole))
    for place in by_remainder[: amount.minor - sum(parts)]:
        parts[place] += 1
    return [Money(part, amount.currency) for part in parts]


def parsed(text: str, currency: str) -> Money:
    """An amount as somebody types it: 1290, 1290.5, 1290,50. Raises ValueError."""
    whole, _point, rest = text.strip().replace(" ", "").replace(",", ".").partition(".")
    if not (whole.isascii() and whole.isdigit() and len(rest) <= 2 and (not rest or rest.isdigit())):  # noqa: PLR2004 - decimals
        raise ValueError(text)
    return Money(int(whole) * MINOR[currency] + int((rest + "00")[:2]), currency)
