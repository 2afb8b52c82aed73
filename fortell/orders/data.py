"""What this room holds: orders, which go with their memoir, and vouchers, which the law on accounts keeps apart."""

from pathlib import Path

from fortell.orders.models import Order, Parcel, Series, Step, Transfer, Voucher
from fortell.privacy.activities import activity
from fortell.privacy.inventory import Expiry, declare, declare_impersonal
from fortell.privacy.terms import Basis, Category, Export, Purpose, Source
from fortell.privacy.vault import keys

TEXTS = Path(__file__).parent / "activities"
RECORD = Category.RECORD
WHY_KEPT = "bokføringsloven § 13: vouchers are kept for five years after the accounting year; no word of the story"

ORDERING = activity("ordering", purposes={Purpose.SERVICE}, bases={Basis.CONTRACT}, texts=TEXTS, service="orders")
ACCOUNTING = activity("accounting", purposes={Purpose.LEGAL}, bases={Basis.DUTY}, texts=TEXTS, service="orders")

declare(
    Order,
    scope="memoir",
    subject="placed_by",
    activity=ORDERING,
    source=Source.FAMILY,
    export=Export.ACCESS,
    fields=dict.fromkeys(
        (
            *("id", "memoir", "number", "proof", "approval", "interior_sha256", "cover_sha256", "edition", "pages"),
            *("product", "currency", "language", "placed_by", "placed_at"),
        ),
        RECORD,
    )
    | {"buyer": Category.CONTACT},
)
declare(
    Parcel,
    scope="memoir",
    subject="order__placed_by",
    activity=ORDERING,
    retention="deliveries",
    expiry=(Expiry(field="sent_at"),),
    source=Source.FAMILY,
    export=Export.ACCESS,
    fields=dict.fromkeys(
        (
            *("id", "memoir", "order", "position", "copies", "goods_minor", "shipping_minor"),
            *("vat_permille", "vat_ground", "sent_at"),
        ),
        RECORD,
    )
    | {"recipient": Category.CONTACT},
)
declare(
    Step,
    scope="order__memoir",
    subject="order__placed_by",
    activity=ORDERING,
    source=Source.USE,
    export=Export.ACCESS,
    fields=dict.fromkeys(("id", "order", "kind", "at", "by"), RECORD),
)
declare_impersonal(Series, key="a kind of paper", last="a counter")
declare(
    Voucher,
    scope="scope",
    subject="buyer",
    activity=ACCOUNTING,
    retention="vouchers",
    expiry=(Expiry(field="issued_at", first=keys.destroy),),
    source=Source.FAMILY,
    export=Export.ACCESS,
    kept=WHY_KEPT,
    fields=dict.fromkeys(
        (
            *("id", "scope", "order", "buyer", "order_number", "kind", "number", "kid", "corrects", "currency"),
            *("gross_minor", "vat_minor", "language", "issued_at", "due_on"),
        ),
        RECORD,
    )
    | {"content": Category.CONTACT},
)
declare(
    Transfer,
    scope="scope",
    subject="invoice__buyer",
    activity=ACCOUNTING,
    retention="vouchers",
    expiry=(Expiry(field="at"),),
    source=Source.FAMILY,
    export=Export.ACCESS,
    kept=WHY_KEPT,
    fields=dict.fromkeys(
        ("id", "scope", "invoice", "debit", "credit", "minor", "currency", "intent", "at", "by"), RECORD
    ),
)
