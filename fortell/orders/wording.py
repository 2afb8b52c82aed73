"""What things of an order are called, in the language of the moment."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext

from fortell.kit.money import MINOR, THOUSAND, Money
from fortell.orders.models import Step
from fortell.orders.vat import Ground

PERCENT = 100


def spoken(amount: Money) -> str:
    """As the language writes amounts, with the currency's code."""
    number = Decimal(amount.minor) / MINOR[amount.currency]
    return f"{number_format(number, 2, force_grouping=True)} {amount.currency}"


def product_called(key: str) -> str:
    """A product of a house's own list goes by the name it has there."""
    return {
        "soft-cover": gettext("Book with a soft cover"),
        "large-print": gettext("Book in large print, with a soft cover"),
    }.get(key, key)


def country_called(code: str) -> str:
    return {
        "NO": gettext("Norway"),
        "SE": gettext("Sweden"),
        "DK": gettext("Denmark"),
        "FI": gettext("Finland"),
    }.get(code, code)


def tax_called(permille: int, ground: str) -> str:
    """Why so much VAT is on it."""
    if ground == Ground.NOT_REGISTERED:
        return gettext("The seller is not registered for VAT, so none is added")
    if ground == Ground.EXPORT:
        return gettext("No VAT: sent out of the country. The country it goes to may ask for its own")
    percent = Decimal(permille) * PERCENT / THOUSAND
    return gettext("VAT %(rate)s %%") % {"rate": number_format(percent.normalize() if percent % 1 else int(percent))}


def state_called(state: str) -> str:
    """Where an order stands, in a plain sentence."""
    return {
        Step.Kind.PLACED: gettext("We have your order. Somebody looks at it before it goes to the printer."),
        Step.Kind.RELEASED: gettext("Your order is on its way to the printer."),
        Step.Kind.HANDED_OVER: gettext("The printer has the book."),
        Step.Kind.PRINTED: gettext("The books are printed and are being packed."),
        Step.Kind.SENT: gettext("The books have been sent."),
        Step.Kind.CANCELLED: gettext("The order is cancelled. Nothing is printed, and you pay nothing."),
    }[Step.Kind(state)]


def step_called(kind: str) -> str:
    return {
        Step.Kind.PLACED: pgettext("step of an order", "Ordered"),
        Step.Kind.RELEASED: pgettext("step of an order", "Let go to print"),
        Step.Kind.HANDED_OVER: pgettext("step of an order", "At the printer"),
        Step.Kind.PRINTED: pgettext("step of an order", "Printed"),
        Step.Kind.SENT: pgettext("step of an order", "Sent"),
        Step.Kind.CANCELLED: pgettext("step of an order", "Cancelled"),
    }[Step.Kind(kind)]
