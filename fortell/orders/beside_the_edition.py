"""On the page of an approved edition: the way to printed copies, and the orders there are."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fortell.book.models import Edition
from fortell.book.slots import after_approval
from fortell.orders.queries import approved_proof, orders_of
from fortell.orders.shop import shop
from fortell.people.guard import Asked
from fortell.people.permissions import Action, may


@after_approval
def printed_copies(request: HttpRequest, edition: Edition) -> SafeString:
    assert isinstance(request, Asked) or hasattr(request, "actor")
    if not may(request.actor, Action.ORDER_READ, edition.memoir):
        return SafeString("")
    house, orders = shop(), orders_of(edition.memoir)
    sells = house is not None and approved_proof(edition) is not None
    if not sells and not orders:
        return SafeString("")
    return render_to_string("orders/_offer.html", {"edition": edition, "sells": sells, "orders": orders}, request)
