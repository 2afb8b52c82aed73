from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from fortell.book.models import Edition, Proof
from fortell.kit.ids import new_id
from fortell.orders.actions import NotForSale, TooLate, cancel_order, place_order, quoted
from fortell.orders.actions.placing import products_for
from fortell.orders.forms import MOST_ADDRESSES, AddressForm, OrderForm
from fortell.orders.models import Order, Voucher
from fortell.orders.papers import confirmation_pdf, terms, voucher_pdf
from fortell.orders.queries import approved_proof, held_about, read_order
from fortell.orders.shop import Shop, shop
from fortell.orders.wording import product_called
from fortell.people.guard import Asked, guarded
from fortell.people.permissions import Action
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir

PREVIEW = 4  # pages shown before the order: the first ones


@dataclass(frozen=True, kw_only=True)
class Basket:
    """The forms of one page: what, and to whom. Nothing is stored before it is ordered."""

    form: OrderForm
    addresses: list[AddressForm]

    def is_whole(self) -> bool:
        return all([self.form.is_valid(), *(one.is_valid() for one in self.addresses)])


@guarded(Action.ORDER_PLACE, "GET", "POST")
def checkout(request: Asked, memoir: Memoir, number: int) -> HttpResponse:
    """Choose, look at what it costs, order: the same page, three times."""
    edition = get_object_or_404(Edition.objects.select_related("memoir"), memoir=memoir, number=number)
    house, found = shop(), approved_proof(edition)
    if house is None or found is None:
        raise Http404
    proof, asked = found[0], request.POST.get("do", "")
    basket = _basket(request, house, proof, more=asked == "more")
    page: dict[str, object] = {"memoir": memoir, "edition": edition, "proof": proof, "basket": basket}
    page |= {"preview": range(1, min(PREVIEW, proof.pages) + 1), "last": len(basket.addresses) >= MOST_ADDRESSES}
    if request.method == "GET" or asked in {"more", "change"}:
        return render(request, "orders/checkout.html", page)
    if not basket.is_whole():
        return render(request, "orders/checkout.html", page | {"wrong": True}, status=422)
    sent = [(one.address, int(one.cleaned_data["copies"])) for one in basket.addresses]
    product = basket.form.cleaned_data["product"]
    try:
        _house, price = quoted(proof=proof, product=product, parcels=[(to.country, copies) for to, copies in sent])
        if asked == "order" and basket.form.cleaned_data["terms"]:
            name = basket.form.cleaned_data["name"]
            made = place_order(
                proof=proof, product=product, buyer=sent[0][0], parcels=sent, name=name, by=request.actor
            )
            return redirect("orders:order", code=memoir.code, order=made.number)
    except NotForSale:
        return render(request, "orders/checkout.html", page | {"unsold": True}, status=422)
    page |= {"price": price, "sent": list(zip(sent, price.parcels, strict=True)), "terms": terms(), "product": product}
    return render(request, "orders/summary.html", page, status=422 if asked == "order" else 200)


@guarded(Action.ORDER_READ)
def order(request: Asked, memoir: Memoir, order: int) -> HttpResponse:
    """Where an order stands, in plain words, with its papers."""
    read = read_order(_order(memoir, order), opened(scope=memoir.id, use=Use.OWN))
    return render(request, "orders/order.html", {"memoir": memoir, "read": read, "house": shop()})


@guarded(Action.ORDER_CANCEL, "POST")
def cancellation(request: Asked, memoir: Memoir, order: int) -> HttpResponse:
    """Cancel; where it is too late the page says how it stands."""
    with suppress(TooLate):
        cancel_order(order=_order(memoir, order), by=request.actor)
    return redirect("orders:order", code=memoir.code, order=order)


@guarded(Action.ORDER_READ)
def confirmation(request: Asked, memoir: Memoir, order: int) -> HttpResponse:
    """What was ordered, to keep."""
    house = shop()
    if house is None:
        raise Http404
    read = read_order(_order(memoir, order), opened(scope=memoir.id, use=Use.OWN))
    return _pdf(confirmation_pdf(read, house), f"fortell-{order}.pdf")


@guarded(Action.ORDER_READ)
def paper(request: Asked, memoir: Memoir, order: int, paper: UUID) -> HttpResponse:
    """An invoice or credit note."""
    row = get_object_or_404(Voucher, id=paper, order=_order(memoir, order).id)
    return _pdf(voucher_pdf(row), f"{row.kind}-{row.number}.pdf")


@guarded(Action.ORDER_READ)
def about(request: Asked, memoir: Memoir) -> HttpResponse:
    """Everything that is known of the one who asks, as a buyer (GDPR art. 15)."""
    content = held_about(request.actor.member_id, opened(scope=memoir.id, use=Use.OWN))
    headers = {"Content-Disposition": 'attachment; filename="orders.json"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


def _basket(request: Asked, house: Shop, proof: Proof, *, more: bool) -> Basket:
    products = [(one.key, product_called(one.key)) for one in products_for(house, proof)]
    countries = tuple(house.catalogue.shipping)
    data = request.POST or None
    initial = {"name": new_id(), "addresses": 1, "product": products[0][0] if products else ""}
    form = OrderForm(data, products=products, initial=initial)
    asked = form.data.get("addresses", "1")
    count = min(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 1, MOST_ADDRESSES)  # noqa: PLR2004 - digits
    addresses = [AddressForm(data, prefix=f"to{place}", countries=countries) for place in range(max(count, 1))]
    if more and len(addresses) < MOST_ADDRESSES:
        addresses.append(AddressForm(prefix=f"to{len(addresses)}", countries=countries))
    return Basket(form=form, addresses=addresses)


def _order(memoir: Memoir, number: int) -> Order:
    return get_object_or_404(Order.objects.select_related("memoir"), memoir=memoir, number=number)


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
