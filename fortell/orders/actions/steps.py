"""Taking a step: each once, in its turn, whoever asks how often."""

from fortell.orders.models import Order, Step
from fortell.orders.states import may_follow
from fortell.people.permissions import Actor
from fortell.privacy import audit


class OutOfTurn(Exception):
    """The order is not at a point where this can be done."""


def locked(order: Order) -> Order:
    """The order, held until the transaction ends, so that its steps come one after the other."""
    return Order.objects.select_for_update().get(id=order.id)


def take(order: Order, kind: Step.Kind, by: Actor) -> bool:
    """Whether the step was taken now; it was before where not. The order is locked. Raises OutOfTurn."""
    done = set(order.steps.values_list("kind", flat=True))
    if kind in done:
        return False
    if not may_follow(kind, done):
        raise OutOfTurn(kind)
    step = Step.objects.create(order=order, kind=kind, by=by.pseudonym)
    audit.record(by, f"order.{kind.replace('-', '_')}", order, scope=order.memoir_id, fields=("step",))
    assert step.pk
    return True
