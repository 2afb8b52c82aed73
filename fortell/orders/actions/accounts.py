from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.money import Money, spread, total
from fortell.orders.kid import kid
from fortell.orders.ledger import balance
from fortell.orders.models import Account, Series, Transfer, Voucher
from fortell.orders.pricing import Taxes
from fortell.orders.queries import OrderRead, paper_content
from fortell.orders.shop import Shop
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import Opening

Kind = Voucher.Kind


class UnknownKid(Exception):
    """No invoice has this KID."""


class WrongAmount(Exception):
    """There is not that much to credit, or nothing to pay back."""


def issue_invoice(*, sold: OrderRead, house: Shop, by: Actor) -> Voucher:
    """The invoice of an order, in the caller's transaction; it counts as delivered today."""
    order, at = sold.row, now()
    content = {**_parties(sold, house), "parcels": _lines(sold), "taxes": [_tax(one) for one in sold.taxes]}
    vat = total((one.vat for one in sold.taxes), currency=order.currency)
    row = _voucher(order.memoir_id, order.id, Kind.INVOICE, gross=sold.total, vat=vat)
    row.buyer, row.order_number, row.language = order.placed_by, order.number, order.language
    row.kid = kid(row.number, method=house.kid)
    row.due_on = localdate(at) + timedelta(days=house.due_days)
    _issue(row, content, "invoice.issued", by)
    _book(row, "sale", Account.CUSTOMER, Account.SALES, sold.total - vat, by)
    _book(row, "vat", Account.CUSTOMER, Account.VAT, vat, by)
    return row


@transaction.atomic
def record_payment(*, kid: str, amount: Money, reference: str, by: Actor) -> Voucher:
    """Money came in. `reference`: the bank's own; the same one twice is one payment. Raises UnknownKid."""
    allow(by, Action.ACCOUNTS_KEEP, None)
    invoice = Voucher.objects.filter(kid=kid, kind=Kind.INVOICE, currency=amount.currency).first() if kid else None
    if invoice is None:
        raise UnknownKid
    if _book(_held(invoice), f"paid {reference}", Account.BANK, Account.CUSTOMER, amount, by, alone=False):
        audit.record(by, "invoice.paid", invoice, scope=invoice.scope)
    return invoice


@transaction.atomic
def credit_invoice(*, invoice: Voucher, amount: Money | None, name: UUID, by: Actor) -> Voucher:
    """Take back all that is left of an invoice, or a part. `name`: sent twice it credits once. Raises WrongAmount."""
    allow(by, Action.ACCOUNTS_KEEP, None)
    invoice = _held(invoice)
    if standing := Voucher.objects.filter(id=name, corrects=invoice.id).first():
        return standing
    earlier = list(Voucher.objects.filter(corrects=invoice.id))
    left = invoice.gross - total((one.gross for one in earlier), currency=invoice.currency)
    amount = amount or left
    if not 0 < amount.minor <= left.minor:
        raise WrongAmount(str(left))
    content = _credited(paper_content(invoice), amount, invoice, earlier)
    vat = Money(sum(one["vat_minor"] for one in content["taxes"]), invoice.currency)
    row = _voucher(invoice.scope, invoice.order, Kind.CREDIT_NOTE, gross=amount, vat=vat, name=name)
    row.buyer, row.order_number, row.language = invoice.buyer, invoice.order_number, invoice.language
    row.corrects = invoice.id
    _issue(row, content, "invoice.credited", by)
    _book(invoice, f"credit {row.number}", Account.SALES, Account.CUSTOMER, amount - vat, by)
    _book(invoice, f"credit-vat {row.number}", Account.VAT, Account.CUSTOMER, vat, by)
    return row


@transaction.atomic
def record_refund(*, invoice: Voucher, reference: str, by: Actor) -> Money:
    """All that was paid too much went back to the customer, by the bank's reference. Raises WrongAmount."""
    allow(by, Action.ACCOUNTS_KEEP, None)
    invoice = _held(invoice)
    intent = f"refund {reference}"
    if standing := Transfer.objects.filter(intent=_intent(invoice, intent)).first():
        return Money(standing.minor, standing.currency)
    back = -balance(invoice).owed
    if back.minor <= 0:
        raise WrongAmount
    _book(invoice, intent, Account.CUSTOMER, Account.BANK, back, by)
    audit.record(by, "invoice.refunded", invoice, scope=invoice.scope)
    return back


def _held(invoice: Voucher) -> Voucher:
    """The invoice, locked until the transaction ends: what is reckoned from its ledger holds until it is booked."""
    return Voucher.objects.select_for_update().get(id=invoice.id)


def _voucher(
    scope: UUID,
    order: UUID,
    kind: Kind,
    *,
    gross: Money,
    vat: Money,
    name: UUID | None = None,
) -> Voucher:
    """Not saved yet, with the next number of its kind. The series is held until it is stored, or never was."""
    Series.objects.get_or_create(key=kind)
    number = Series.objects.select_for_update().get(key=kind).last + 1
    row = Voucher(id=name or new_id(), scope=scope, order=order, kind=kind, number=number, currency=gross.currency)
    row.gross_minor, row.vat_minor, row.issued_at = gross.minor, vat.minor, now()
    return row


def _issue(row: Voucher, content: dict[str, Any], verb: str, by: Actor) -> None:
    """Its key stands before it; one that a rollback leaves over is swept."""
    keys.make_root(row.id)
    Opening(row.id).seal(row, content=content)
    row.save(force_insert=True)
    audit.record(by, verb, row, scope=row.scope)


def _intent(invoice: Voucher, what: str) -> str:
    return f"{invoice.id} {what}"


def _book(
    invoice: Voucher, what: str, debit: Account, credit: Account, amount: Money, by: Actor, *, alone: bool = True
) -> bool:
    """Whether it was booked now. `alone`: what is meant once for this invoice; else once in the whole house."""
    intent = _intent(invoice, what) if alone else what
    if not amount.minor or Transfer.objects.filter(intent=intent).exists():
        return False
    Transfer.objects.create(
        scope=invoice.scope,
        invoice=invoice,
        debit=debit,
        credit=credit,
        minor=amount.minor,
        currency=amount.currency,
        intent=intent,
        at=now(),
        by=by.pseudonym,
    )
    return True


def _parties(sold: OrderRead, house: Shop) -> dict[str, Any]:
    """Bokføringsforskriften § 5-1-1 and 5-1-2: who sells, who buys, and where it is paid."""
    seller = house.seller
    return {
        "seller": {"name": seller.name, "address": seller.address, "number": seller.number, "vat": house.vat_number},
        "buyer": sold.buyer.as_json(),
        "account": house.account,
        "product": sold.row.product,
        "pages": sold.row.pages,
    }


def _lines(sold: OrderRead) -> list[dict[str, Any]]:
    return [
        {
            "copies": parcel.priced.copies,
            "goods_minor": parcel.priced.goods.minor,
            "shipping_minor": parcel.priced.shipping.minor,
            "place": f"{parcel.recipient.town}, {parcel.recipient.country}" if parcel.recipient else "",
        }
        for parcel in sold.parcels
    ]


def _tax(one: Taxes) -> dict[str, Any]:
    return {
        "permille": one.permille,
        "ground": str(one.ground),
        "gross_minor": one.gross.minor,
        "vat_minor": one.vat.minor,
    }


def _credited(content: dict[str, Any], amount: Money, invoice: Voucher, earlier: list[Voucher]) -> dict[str, Any]:
    """What a credit note says: the amount spread over the invoice's rates as the invoice was.

    The last one takes what is left of each rate, so that all together take back exactly what was invoiced.
    """
    rates, before = content["taxes"], [paper_content(one)["taxes"] for one in earlier]
    left = [
        {name: rate[name] - sum(one[place][name] for one in before) for name in ("gross_minor", "vat_minor")}
        for place, rate in enumerate(rates)
    ]
    shares = spread(amount, [rate["gross_minor"] for rate in left])
    whole = amount.minor == sum(rate["gross_minor"] for rate in left)
    taxes = [
        {**rate, "gross_minor": share.minor, "vat_minor": rest["vat_minor"] if whole else _part(rest, share).minor}
        for rate, rest, share in zip(rates, left, shares, strict=True)
    ]
    return {**content, "parcels": [], "taxes": taxes, "corrects": invoice.number}


def _part(rest: dict[str, int], share: Money) -> Money:
    """The VAT in a share of what is left at one rate."""
    return share.share(of=rest["vat_minor"], among=rest["gross_minor"] or 1)
