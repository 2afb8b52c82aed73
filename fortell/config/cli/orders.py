"""Commands for whoever prints and keeps the accounts: order data and preflight, never the story."""

import argparse
from typing import Any

from fortell.config.cli.house import open_house
from fortell.config.cli.refusal import Refused, Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    whole = commands.add_parser("orders", parents=[shared], help="printed copies: orders, printing, invoices")
    steps = whole.add_subparsers(title="steps", required=True, metavar="STEP")
    steps.add_parser("list", parents=[shared], help="all orders, and where they stand").set_defaults(run=list_orders)
    for name, about, run in (
        ("show", "one order, with what a print house would remark on", show_order),
        ("release", "let an order go to the printer", release),
        ("printed", "the printer has printed it", printed),
        ("sent", "the books are on their way: this issues the invoice", sent),
        ("cancel", "cancel an order that the printer does not have yet", cancel),
    ):
        step = steps.add_parser(name, parents=[shared], help=about)
        step.add_argument("number", type=int)
        step.set_defaults(run=run)
    paid = steps.add_parser("paid", parents=[shared], help="a payment came in")
    paid.add_argument("kid")
    paid.add_argument("amount", help="as the bank wrote it, e.g. 1290.00")
    paid.add_argument("--reference", required=True, help="the bank's own; the same one twice is one payment")
    paid.set_defaults(run=pay)
    credit = steps.add_parser("credit", parents=[shared], help="take an invoice back, all of it or a part")
    credit.add_argument("invoice", type=int)
    credit.add_argument("--amount", help="a part; else all that is left")
    credit.set_defaults(run=credit_one)
    refund = steps.add_parser("refunded", parents=[shared], help="what was paid too much was paid back")
    refund.add_argument("invoice", type=int)
    refund.add_argument("--reference", required=True, help="the bank's own")
    refund.set_defaults(run=refund_one)


def list_orders(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.orders.models import Order
    from fortell.orders.states import state_of

    rows = Order.objects.prefetch_related("steps", "parcels")
    data = [
        {
            "number": row.number,
            "state": str(state_of({step.kind for step in row.steps.all()})),
            "product": row.product,
            "pages": row.pages,
            "copies": sum(parcel.copies for parcel in row.parcels.all()),
            "placed": row.placed_at.date().isoformat(),
        }
        for row in rows
    ]
    lines = ["  ".join(str(value) for value in row.values()) for row in data]
    return Said(text="\n".join(lines) or "There are no orders.", data=data)


def show_order(arguments: argparse.Namespace) -> Said:
    order = _order(arguments.number)
    from fortell.book.models import Proof
    from fortell.orders.queries import read_order
    from fortell.people.permissions import OPERATOR, Action, allow
    from fortell.privacy.terms import Use
    from fortell.privacy.vault.opening import opened

    allow(OPERATOR, Action.ORDER_READ, order)
    opening = opened(scope=order.memoir_id, use=Use.BOOK)
    read, proof = read_order(order, opening), Proof.objects.filter(id=order.proof).first()
    found = opening.read(proof, "facts").get("preflight", {}) if proof else {}
    remarks = [f"{file}: {one['check']}" for file, rows in found.items() for one in rows if one["verdict"] != "passed"]
    sums = [f"interior.pdf {order.interior_sha256}", f"cover.pdf {order.cover_sha256}"]
    parcels = [
        f"{parcel.priced.copies} to {', '.join(parcel.recipient.lines())}"
        for parcel in read.parcels
        if parcel.recipient
    ]
    head = (
        f"Order {order.number}: {read.state}, {order.product}, {order.pages} pages, {read.copies} copies, {read.total}"
    )
    data = {"number": order.number, "state": read.state, "parcels": parcels, "remarks": remarks, "files": sums}
    return Said(text="\n".join([head, *parcels, *sums, *remarks]), data=data)


def release(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.orders.actions import release_order

    return _step(arguments.number, release_order, "goes to the printer's folder now")


def printed(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.orders.actions import mark_printed

    return _step(arguments.number, mark_printed, "is printed")


def cancel(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.orders.actions import TooLate, cancel_order

    try:
        return _step(arguments.number, cancel_order, "is cancelled")
    except TooLate as error:
        raise Refused("The printer has it: it can't be cancelled any more.") from error


def sent(arguments: argparse.Namespace) -> Said:
    order, house = _order(arguments.number), _shop()
    from fortell.orders.actions import OutOfTurn, mark_sent
    from fortell.people.permissions import OPERATOR

    try:
        invoice = mark_sent(order=order, house=house, by=OPERATOR)
    except OutOfTurn as error:
        raise Refused(f"Order {order.number} is not printed yet.") from error
    text = f"Invoice {invoice.number}: {invoice.gross}, KID {invoice.kid}, due {invoice.due_on}."
    return Said(text=text, data={"invoice": invoice.number, "kid": invoice.kid, "minor": invoice.gross_minor})


def pay(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.orders.actions import UnknownKid, record_payment
    from fortell.orders.ledger import balance
    from fortell.people.permissions import OPERATOR

    amount = _amount(arguments.amount, _shop().currency)
    try:
        invoice = record_payment(kid=arguments.kid, amount=amount, reference=arguments.reference, by=OPERATOR)
    except UnknownKid as error:
        raise Refused(f"No invoice has the KID {arguments.kid}.") from error
    left = balance(invoice).owed
    return Said(text=f"Invoice {invoice.number}: {left} left to pay.", data={"left_minor": left.minor})


def credit_one(arguments: argparse.Namespace) -> Said:
    invoice = _invoice(arguments.invoice)
    from fortell.kit.ids import new_id
    from fortell.orders.actions import WrongAmount, credit_invoice
    from fortell.people.permissions import OPERATOR

    amount = _amount(arguments.amount, invoice.currency) if arguments.amount else None
    try:
        row = credit_invoice(invoice=invoice, amount=amount, name=new_id(), by=OPERATOR)
    except WrongAmount as error:
        raise Refused(f"Only {error} is left of invoice {invoice.number}.") from error
    return Said(text=f"Credit note {row.number}: {row.gross}.", data={"number": row.number, "minor": row.gross_minor})


def refund_one(arguments: argparse.Namespace) -> Said:
    invoice = _invoice(arguments.invoice)
    from fortell.orders.actions import WrongAmount, record_refund
    from fortell.people.permissions import OPERATOR

    try:
        back = record_refund(invoice=invoice, reference=arguments.reference, by=OPERATOR)
    except WrongAmount as error:
        raise Refused(f"Nothing of invoice {invoice.number} is to be paid back.") from error
    return Said(text=f"{back} was paid back.", data={"minor": back.minor})


def _step(number: int, take: Any, done: str) -> Said:
    order = _order(number)
    from fortell.orders.actions import OutOfTurn
    from fortell.people.permissions import OPERATOR

    try:
        take(order=order, by=OPERATOR)
    except OutOfTurn as error:
        raise Refused(f"Order {number} is not at that point.") from error
    return Said(text=f"Order {number} {done}.", data={"number": number})


def _order(number: int) -> Any:
    open_house()
    from fortell.orders.models import Order

    row = Order.objects.filter(number=number).first()
    if row is None:
        raise Refused(f"There is no order {number}.")
    return row


def _invoice(number: int) -> Any:
    open_house()
    from fortell.orders.models import Voucher

    row = Voucher.objects.filter(kind=Voucher.Kind.INVOICE, number=number).first()
    if row is None:
        raise Refused(f"There is no invoice {number}.")
    return row


def _shop() -> Any:
    open_house()
    from fortell.orders.shop import shop

    house = shop()
    if house is None:
        raise Refused("This house sells nothing: see [orders] in docs/operating.md.")
    return house


def _amount(text: str, currency: str) -> Any:
    from fortell.kit.money import parsed

    try:
        return parsed(text, currency)
    except ValueError as error:
        raise Refused(f"{text} is no amount; write it as 1290.00") from error
