from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import get_language

from fortell.book.models import Approval, Proof
from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.orders.actions.steps import OutOfTurn, locked, take
from fortell.orders.addresses import Address
from fortell.orders.catalogue import Product
from fortell.orders.models import Order, Parcel, Step
from fortell.orders.pricing import NotDelivered, Priced, Quote, quote
from fortell.orders.shop import Shop, shop
from fortell.orders.vat import NoRate
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir

Sent = Sequence[tuple[Address, int]]  # where to, how many copies


class NotForSale(Exception):
    """This house sells nothing, or not this, or not to there."""


class NotApproved(Exception):
    """Nobody has approved these very files."""


class TooLate(Exception):
    """The order is on its way to the printer: it can't be cancelled any more."""


def quoted(*, proof: Proof, product: str, parcels: Sequence[tuple[str, int]]) -> tuple[Shop, Quote]:
    """What it would cost today; `parcels`: a country and a number of copies each. Raises NotForSale."""
    house = shop()
    if house is None:
        raise NotForSale
    fitting = {one.key: one for one in products_for(house, proof)}
    if product not in fitting:
        raise NotForSale(product)
    try:
        found = quote(
            product=fitting[product],
            pages=proof.pages,
            parcels=parcels,
            catalogue=house.catalogue,
            seller=house.taxed,
            currency=house.currency,
            day=localdate(now()),
        )
    except (NoRate, NotDelivered) as error:
        raise NotForSale(str(error)) from error
    return house, found


def products_for(house: Shop, proof: Proof) -> list[Product]:
    return house.catalogue.for_proof(theme=proof.theme, trim=proof.trim, pages=proof.pages)


@transaction.atomic
def place_order(*, proof: Proof, product: str, buyer: Address, parcels: Sent, name: UUID, by: Actor) -> Order:
    """Order copies of exactly the approved files. `name`: the form's; sent twice it orders once.

    Raises NotForSale, NotApproved.
    """
    allow(by, Action.ORDER_PLACE, proof)
    memoir = Memoir.objects.select_for_update().get(id=proof.scope_id)
    if standing := Order.objects.filter(id=name, memoir=memoir).first():
        return standing
    approval = proof.approvals.order_by("approved_at").first()
    if approval is None:
        raise NotApproved
    house, price = quoted(proof=proof, product=product, parcels=[(where.country, copies) for where, copies in parcels])
    order = _order(proof, approval, product, house, name, by)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    opening.seal(order, buyer=buyer.as_json())
    order.save(force_insert=True)
    rows = [_parcel(order, place, priced) for place, priced in enumerate(price.parcels)]
    for row, (where, _copies) in zip(rows, parcels, strict=True):
        opening.seal(row, recipient=where.as_json())
    Parcel.objects.bulk_create(rows)
    Step.objects.create(order=order, kind=Step.Kind.PLACED, by=by.pseudonym)
    audit.record(by, "order.placed", order, scope=memoir.id, fields=("interior_sha256", "cover_sha256"))
    return order


def cancel_order(*, order: Order, by: Actor) -> None:
    """Cancelling twice is cancelling once. Raises TooLate.

    The buyer can until production staff have taken it up; they themselves until the printer has it.
    """
    allow(by, Action.ORDER_CANCEL, order)
    with transaction.atomic():
        order = locked(order)
        released = order.steps.filter(kind=Step.Kind.RELEASED).exists()
        if released and not by.house:
            raise TooLate
        try:
            take(order, Step.Kind.CANCELLED, by)
        except OutOfTurn as error:
            raise TooLate from error


def _order(proof: Proof, approval: Approval, product: str, house: Shop, name: UUID, by: Actor) -> Order:
    """Not saved yet. Its number is the next of this house; two at once meet in the database, and one is refused."""
    newest: int = Order.objects.aggregate(newest=Max("number"))["newest"] or 0
    return Order(
        id=name,
        memoir_id=proof.scope_id,
        number=newest + 1,
        proof=proof.id,
        approval=approval.id,
        interior_sha256=approval.interior_sha256,
        cover_sha256=approval.cover_sha256,
        edition=proof.edition.number,
        pages=proof.pages,
        product=product,
        currency=house.currency,
        language=(get_language() or "en")[:2],
        placed_by=by.member_id,
    )


def _parcel(order: Order, place: int, priced: Priced) -> Parcel:
    return Parcel(
        id=new_id(),
        order=order,
        memoir_id=order.memoir_id,
        position=place,
        copies=priced.copies,
        goods_minor=priced.goods.minor,
        shipping_minor=priced.shipping.minor,
        vat_permille=priced.vat.permille,
        vat_ground=priced.vat.ground,
    )
