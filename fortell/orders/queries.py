import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fortell.book.models import Approval, Edition, Proof
from fortell.book.queries import proof_of
from fortell.kit.money import Money
from fortell.orders.addresses import Address
from fortell.orders.ledger import Balance, balance
from fortell.orders.models import Order, Parcel, Step, Voucher
from fortell.orders.pricing import Priced, Taxes, taxes
from fortell.orders.states import state_of
from fortell.orders.vat import Ground, Vat
from fortell.privacy.archive.values import rows_of
from fortell.privacy.inventory import holding
from fortell.privacy.vault.opening import Opening
from fortell.story.models import Memoir

HELD = (Order, Parcel, Step, Voucher)


@dataclass(frozen=True, kw_only=True)
class Sold:
    """A parcel as it was ordered, with who gets it; None once that is past its time."""

    priced: Priced
    recipient: Address | None


@dataclass(frozen=True, kw_only=True)
class OrderRead:
    row: Order
    buyer: Address
    parcels: list[Sold]
    steps: list[Step]
    papers: list[tuple[Voucher, Balance | None]]

    @property
    def state(self) -> Step.Kind:
        return state_of({step.kind for step in self.steps})

    @property
    def may_cancel(self) -> bool:
        return self.state == Step.Kind.PLACED

    @property
    def taxes(self) -> list[Taxes]:
        return taxes([parcel.priced for parcel in self.parcels])

    @property
    def total(self) -> Money:
        return Money(sum(parcel.priced.total.minor for parcel in self.parcels), self.row.currency)

    @property
    def copies(self) -> int:
        return sum(parcel.priced.copies for parcel in self.parcels)


def approved_proof(edition: Edition) -> tuple[Proof, Approval] | None:
    """The proof of an edition that somebody approved, with its approval; None where nobody has."""
    proof = proof_of(edition)
    approval = proof.approvals.order_by("approved_at").first() if proof else None
    return (proof, approval) if proof and approval else None


def orders_of(memoir: Memoir) -> list[Order]:
    return list(Order.objects.filter(memoir=memoir))


def read_order(order: Order, opening: Opening) -> OrderRead:
    vouchers = list(Voucher.objects.filter(order=order.id))
    return OrderRead(
        row=order,
        buyer=Address(**opening.read(order, "buyer")),
        parcels=[sold(parcel, order.currency, opening) for parcel in order.parcels.all()],
        steps=list(order.steps.all()),
        papers=[(row, balance(row) if row.kind == Voucher.Kind.INVOICE else None) for row in vouchers],
    )


def sold(parcel: Parcel, currency: str, opening: Opening) -> Sold:
    found = opening.read(parcel, "recipient")
    priced = Priced(
        country=found["country"] if found else "",
        copies=parcel.copies,
        goods=Money(parcel.goods_minor, currency),
        shipping=Money(parcel.shipping_minor, currency),
        vat=Vat(permille=parcel.vat_permille, ground=Ground(parcel.vat_ground)),
    )
    return Sold(priced=priced, recipient=Address(**found) if found else None)


def paper_content(voucher: Voucher) -> dict[str, Any]:
    """All that stands on an invoice or credit note, as it was issued."""
    content: dict[str, Any] = Opening(voucher.id).read(voucher, "content")
    return content


def held_about(member: UUID, opening: Opening) -> bytes:
    """Every row that this room holds about a member of the opening's memoir, open, as JSON (GDPR art. 15)."""
    rows = {model._meta.label_lower: list(_about(model, member, opening)) for model in HELD}
    return json.dumps({"rows": rows}, ensure_ascii=False, indent=1).encode()


def _about(model: Any, member: UUID, opening: Opening) -> Iterable[dict[str, Any]]:
    found = holding(model)
    return rows_of(found, opening, **{str(found.subject): member})
