"""Papers as PDF: confirmation, invoice, credit note, and the sheet for the printer. None of them quotes the story.

They are made anew from what was stored whenever somebody asks: the same content gives the same paper.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext, override

from fortell.book.press.engine import compile_pdf
from fortell.kit.money import Money
from fortell.orders.models import Voucher
from fortell.orders.queries import OrderRead, Sold, paper_content
from fortell.orders.shop import Shop
from fortell.orders.wording import product_called, spoken, tax_called

TEMPLATE: Final = str(Path(__file__).parent / "paper.typ")
Row = Sequence[str]


def voucher_pdf(voucher: Voucher) -> bytes:
    """An invoice or a credit note, in the language it was issued in."""
    with override(voucher.language):
        return _pdf(voucher.language, **_voucher(voucher, paper_content(voucher)))


def confirmation_pdf(sold: OrderRead, house: Shop) -> bytes:
    """What was ordered on which terms, to keep (angrerettloven § 18)."""
    with override(sold.row.language):
        return _pdf(
            sold.row.language,
            title=gettext("Confirmation of your order"),
            seller=_seller(_house(house)),
            buyer=sold.buyer.lines(),
            facts=[
                (gettext("Order"), str(sold.row.number)),
                (gettext("Ordered on"), date_format(localdate(sold.row.placed_at), "DATE_FORMAT")),
                (gettext("Product"), product_called(sold.row.product)),
                (gettext("Pages"), str(sold.row.pages)),
                (gettext("Fingerprint of the pages"), sold.row.interior_sha256[:16]),
            ],
            heads=_heads(),
            rows=[_sold(parcel) for parcel in sold.parcels] + _sum(sold.total),
            notes=[*(_tax_line(one.permille, one.ground, one.vat) for one in sold.taxes), *terms()],
        )


def order_sheet(sold: OrderRead, house: Shop, facts: Mapping[str, Any]) -> bytes:
    """What the printer needs: measures, copies, addresses. The title is on the cover, and nowhere here."""
    order, (width, height) = sold.row, facts["trim_mm"]
    with override(order.language):
        return _pdf(
            order.language,
            title=gettext("To be printed: order %(number)d") % {"number": order.number},
            seller=_seller(_house(house)),
            buyer=[],
            facts=[
                (gettext("Product"), product_called(order.product)),
                (gettext("Pages"), str(order.pages)),
                (gettext("Size"), f"{width:g} × {height:g} mm"),
                (gettext("Copies"), str(sold.copies)),
                ("interior.pdf", order.interior_sha256),
                ("cover.pdf", order.cover_sha256),
            ],
            heads=[gettext("Sent to"), gettext("Copies")],
            rows=[[_place(parcel), str(parcel.priced.copies)] for parcel in sold.parcels],
            notes=[gettext("Please print exactly these two files, and delete them when the books are sent.")],
        )


def terms() -> list[str]:
    """What the buyer says yes to."""
    return [
        gettext("You pay by invoice. It comes when the books are sent."),
        gettext("You can cancel until somebody has let the order go to print."),
        gettext(
            "The books are made for you alone, so there is no right to change your mind after that "
            "(angrerettloven § 22, directive 2011/83/EU art. 16 c). "
            "If something is wrong with them, you have your full rights to complain."
        ),
    ]


def _voucher(voucher: Voucher, content: Mapping[str, Any]) -> dict[str, Any]:
    invoice = voucher.kind == Voucher.Kind.INVOICE
    currency, buyer = voucher.currency, content["buyer"]
    facts = [
        (gettext("Number"), str(voucher.number)),
        (gettext("Date"), date_format(localdate(voucher.issued_at), "DATE_FORMAT")),
        (gettext("Order"), str(voucher.order_number)),
    ]
    if invoice and voucher.due_on:
        facts += [
            (gettext("To be paid by"), date_format(voucher.due_on, "DATE_FORMAT")),
            (gettext("To account"), content["account"]),
            ("KID", voucher.kid),
        ]
    else:
        facts += [(gettext("Takes back, of invoice"), str(content["corrects"]))]
    return {
        "title": gettext("Invoice") if invoice else gettext("Credit note"),
        "seller": _seller(content["seller"]),
        "buyer": [buyer["name"], buyer["street"], f"{buyer['country']}-{buyer['postcode']} {buyer['town']}"],
        "facts": facts,
        "heads": _heads(),
        "rows": [_line(line, content, currency) for line in content["parcels"]] + _sum(voucher.gross),
        "notes": [
            _tax_line(one["permille"], one["ground"], Money(one["vat_minor"], currency)) for one in content["taxes"]
        ],
    }


def _line(line: Mapping[str, Any], content: Mapping[str, Any], currency: str) -> Row:
    what = gettext("%(product)s, %(pages)d pages, delivered to %(place)s") % {
        "product": product_called(content["product"]),
        "pages": content["pages"],
        "place": line["place"],
    }
    goods, shipping = Money(line["goods_minor"], currency), Money(line["shipping_minor"], currency)
    return [what, str(line["copies"]), spoken(goods), spoken(shipping), spoken(goods + shipping)]


def _sold(parcel: Sold) -> Row:
    one = parcel.priced
    return [_place(parcel), str(one.copies), spoken(one.goods), spoken(one.shipping), spoken(one.total)]


def _heads() -> Row:
    return ["", gettext("Copies"), gettext("Books"), gettext("Sending"), gettext("Sum")]


def _sum(amount: Money) -> list[Row]:
    return [[gettext("In all"), "", "", "", spoken(amount)]]


def _place(parcel: Sold) -> str:
    return ", ".join(parcel.recipient.lines()) if parcel.recipient else ""


def _tax_line(permille: int, ground: str, vat: Money) -> str:
    """What of the sum is VAT."""
    return f"{tax_called(permille, ground)}: {spoken(vat)}" if permille else f"{tax_called(permille, ground)}."


def _house(house: Shop) -> dict[str, str]:
    return {
        "name": house.seller.name,
        "address": house.seller.address,
        "number": house.seller.number,
        "vat": house.vat_number,
    }


def _seller(seller: Mapping[str, str]) -> list[str]:
    return [line for line in (seller["name"], seller["address"], seller["vat"] or seller["number"]) if line]


def _pdf(language: str, **content: Any) -> bytes:
    return compile_pdf(template=TEMPLATE, payload={"language": language, **content})[0]
