"""Whether and how this house sells: [orders] in fortell.toml, the profile's service, and who answers for the house.

Unless all of it is there nothing is sold, and no page speaks of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fortell.kit.installation import Controller, installation
from fortell.kit.money import MINOR
from fortell.orders.addresses import COUNTRIES
from fortell.orders.catalogue import SHIPPED, BadCatalogue, Catalogue, catalogue
from fortell.orders.kid import METHODS
from fortell.orders.vat import Taxed
from fortell.privacy.profile import profile

SERVICE = "orders"


@dataclass(frozen=True, kw_only=True)
class Shop:
    """`folder`: where the printer finds what is to be printed. `account`: where customers pay to."""

    seller: Controller
    folder: Path
    account: str
    currency: str
    vat_number: str
    one_stop: bool
    kid: str
    due_days: int
    prices: Path

    @property
    def taxed(self) -> Taxed:
        return Taxed(country=self.seller.country, registered=bool(self.vat_number), one_stop=self.one_stop)

    @property
    def catalogue(self) -> Catalogue:
        return catalogue(self.prices)


def shop() -> Shop | None:
    """None where this house sells nothing."""
    chosen = installation().orders
    if not chosen.folder or faults():
        return None
    return Shop(
        seller=profile().controller,
        folder=Path(chosen.folder),
        account=chosen.account,
        currency=chosen.currency,
        vat_number=chosen.vat_number,
        one_stop=chosen.one_stop,
        kid=chosen.kid,
        due_days=chosen.due_days,
        prices=Path(chosen.prices) if chosen.prices else SHIPPED,
    )


def faults() -> list[str]:
    """Why orders stay shut although a folder is named; for `fortell check`."""
    return [*_faults()] if installation().orders.folder else []


def reminders() -> list[str]:
    chosen = installation().orders
    if not chosen.folder or chosen.prices:
        return []
    return ["the prices are the example's: name your own list with [orders] prices"]


def _faults() -> Iterator[str]:
    chosen, seller = installation().orders, profile().controller
    if SERVICE not in profile().services:
        yield f"[orders] is set, and the profile {profile().name} does not offer orders"
    if not (seller.name and seller.address):
        yield "[orders] needs [controller] name and address: both stand on every invoice"
    if seller.country not in COUNTRIES:
        yield f"[orders] needs [controller] country to be one of {', '.join(COUNTRIES)}"
    if not chosen.account:
        yield "[orders] account is missing: where customers pay to"
    if chosen.currency not in MINOR:
        yield f"[orders] currency is one of {', '.join(MINOR)}, not {chosen.currency!r}"
    if chosen.kid not in METHODS:
        yield f"[orders] kid is {' or '.join(METHODS)}, not {chosen.kid!r}"
    try:
        catalogue(Path(chosen.prices) if chosen.prices else SHIPPED)
    except BadCatalogue as error:
        yield f"[orders] prices: {error}"
