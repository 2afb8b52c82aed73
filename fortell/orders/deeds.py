"""What the verbs of this room are called in the audit log."""

from django.utils.translation import gettext_lazy as _

from fortell.privacy.audit import name_verbs

name_verbs(
    {
        "order.placed": _("ordered printed books"),
        "order.cancelled": _("cancelled an order"),
        "order.released": _("released an order for print"),
        "order.handed_over": _("handed the book's files to the printer"),
        "order.printed": _("noted that an order was printed"),
        "order.sent": _("noted that an order was sent"),
        "invoice.issued": _("issued an invoice"),
        "invoice.paid": _("noted a payment"),
        "invoice.credited": _("issued a credit note"),
        "invoice.refunded": _("noted that money was paid back"),
    }
)
