"""What an order costs, before anybody says yes to it: pure, from the price list and the table of rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fortell.kit.money import Money, total
from fortell.orders.catalogue import Catalogue, Product
from fortell.orders.vat import Ground, Taxed, Vat, vat


class NotDelivered(Exception):
    """No parcel goes to that country, or not in that currency."""


@dataclass(frozen=True, kw_only=True)
class Priced:
    """One parcel with VAT in it."""

    country: str
    copies: int
    goods: Money
    shipping: Money
    vat: Vat

    @property
    def total(self) -> Money:
        return self.goods + self.shipping


@dataclass(frozen=True, kw_only=True)
class Taxes:
    """All that is sold at one rate on one ground."""

    permille: int
    ground: Ground
    gross: Money
    vat: Money

    @property
    def net(self) -> Money:
        return self.gross - self.vat


@dataclass(frozen=True, kw_only=True)
class Quote:
    parcels: tuple[Priced, ...]
    total: Money

    @property
    def copies(self) -> int:
        return sum(parcel.copies for parcel in self.parcels)

    @property
    def taxes(self) -> list[Taxes]:
        return taxes(self.parcels)


def quote(
    *,
    product: Product,
    pages: int,
    parcels: Sequence[tuple[str, int]],
    catalogue: Catalogue,
    seller: Taxed,
    currency: str,
    day: date,
) -> Quote:
    """`parcels`: a country and how many copies each; the first copy is the first one's. Raises NoRate, NotDelivered."""
    priced = []
    for place, (country, copies) in enumerate(parcels):
        rate = vat(seller=seller, to=country, kind=product.kind, day=day)
        try:
            one = product.copy(first=place == 0, pages=pages, currency=currency)
            other = product.copy(first=False, pages=pages, currency=currency)
            parcel = catalogue.shipping[country].parcel(copies=copies, currency=currency)
        except KeyError as error:
            raise NotDelivered(country) from error
        goods = _with(one, rate) + _with(other, rate) * (copies - 1)
        priced.append(Priced(country=country, copies=copies, goods=goods, shipping=_with(parcel, rate), vat=rate))
    return Quote(parcels=tuple(priced), total=total((one.total for one in priced), currency=currency))


def taxes(parcels: Sequence[Priced]) -> list[Taxes]:
    """VAT is reckoned once for each rate, out of the sum of what is sold at it: EN 16931-1, BG-23."""
    found: dict[Vat, list[Money]] = {}
    for parcel in parcels:
        found.setdefault(parcel.vat, []).append(parcel.total)
    return [_taxed(rate, total(sums, currency=sums[0].currency)) for rate, sums in found.items()]


def _taxed(rate: Vat, gross: Money) -> Taxes:
    return Taxes(permille=rate.permille, ground=rate.ground, gross=gross, vat=gross.tax_within(rate.permille))


def _with(net: Money, rate: Vat) -> Money:
    """The price of one thing as it is shown: with its VAT."""
    return net + net.tax_on_top(rate.permille)
