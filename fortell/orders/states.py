"""Which step of an order may follow which: the same table that the database holds (migration 0002)."""

from collections.abc import Collection
from typing import Final

from fortell.orders.models import Step

Kind = Step.Kind
AFTER: Final = {  # a step → what must have been, what must not
    Kind.RELEASED: (Kind.PLACED, Kind.CANCELLED),
    Kind.HANDED_OVER: (Kind.RELEASED, Kind.CANCELLED),
    Kind.PRINTED: (Kind.HANDED_OVER, Kind.CANCELLED),
    Kind.SENT: (Kind.PRINTED, Kind.CANCELLED),
    Kind.CANCELLED: (Kind.PLACED, Kind.HANDED_OVER),
}


def may_follow(kind: Step.Kind, done: Collection[str]) -> bool:
    """Whether an order that has come through `done` may take this step now."""
    before, never = AFTER[kind]
    return before in done and never not in done


def state_of(done: Collection[str]) -> Step.Kind:
    """The step that an order stands at."""
    if Kind.CANCELLED in done:
        return Kind.CANCELLED
    return [kind for kind in Kind if kind in done][-1]
