from django.db import transaction

from fortell.book.actions import read_proof_file
from fortell.book.models import Proof
from fortell.kit.clock import now
from fortell.kit.jobs import later
from fortell.orders import folder
from fortell.orders.actions.accounts import issue_invoice
from fortell.orders.actions.steps import locked, take
from fortell.orders.models import Order, Parcel, Step, Voucher
from fortell.orders.papers import order_sheet
from fortell.orders.queries import read_order
from fortell.orders.shop import Shop
from fortell.people.permissions import WORKER, Action, Actor, allow
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened

PRINTED_FROM = ("interior.pdf", "cover.pdf")  # the files whose hashes the approval names


@transaction.atomic
def release_order(*, order: Order, by: Actor) -> None:
    """Let it go to the printer, once: production staff have seen its data, never the story. Raises OutOfTurn."""
    allow(by, Action.ORDER_CARRY_OUT, None)
    if take(locked(order), Step.Kind.RELEASED, by):
        later("orders.hand-over", scope=order.memoir_id, dedupe=str(order.id), order=order.id)


def hand_over(*, order: Order, house: Shop) -> None:
    """Write the folder for the printer, once. Where its edition was taken back meanwhile, the order is cancelled.

    The folder comes before its step. Killed between the two, the next attempt finds the same bytes there.
    Raises FilesChanged, ConsentMissing.
    """
    with transaction.atomic():
        order = locked(order)
        done = set(order.steps.values_list("kind", flat=True))
        if done & {Step.Kind.HANDED_OVER, Step.Kind.CANCELLED}:
            return
        proof = Proof.objects.filter(id=order.proof, approvals__id=order.approval).first()
        if proof is None:
            take(order, Step.Kind.CANCELLED, WORKER)
            return
        opening = opened(scope=order.memoir_id, use=Use.BOOK)
        files = {file.name: read_proof_file(file, opening) for file in proof.files.filter(name__in=PRINTED_FROM)}
        files["order.pdf"] = order_sheet(read_order(order, opening), house, opening.read(proof, "facts"))
        wanted = {"interior.pdf": order.interior_sha256, "cover.pdf": order.cover_sha256}
        folder.write(house.folder, order.number, files, approved=wanted)
        take(order, Step.Kind.HANDED_OVER, WORKER)


@transaction.atomic
def mark_printed(*, order: Order, by: Actor) -> None:
    """The printer has said so. Raises OutOfTurn."""
    allow(by, Action.ORDER_CARRY_OUT, None)
    take(locked(order), Step.Kind.PRINTED, by)


@transaction.atomic
def mark_sent(*, order: Order, house: Shop, by: Actor) -> Voucher:
    """It is on its way, and the invoice with it: a sale is invoiced when it is delivered. Raises OutOfTurn."""
    allow(by, Action.ORDER_CARRY_OUT, None)
    order = locked(order)
    if not take(order, Step.Kind.SENT, by):
        return Voucher.objects.get(order=order.id, kind=Voucher.Kind.INVOICE)
    Parcel.objects.filter(order=order).update(sent_at=now())
    # The buyer's own address, which no withdrawal of the storyteller closes.
    sold = read_order(order, opened(scope=order.memoir_id, use=Use.OWN))
    transaction.on_commit(lambda: folder.remove(house.folder, order.number))
    return issue_invoice(sold=sold, house=house, by=by)
