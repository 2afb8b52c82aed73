"""The daily sweep: on the day and not before, in slices, each a transaction of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fortell.kit.clock import now
from fortell.privacy import holds
from fortell.privacy.profile import Rule, profile
from fortell.privacy.retention.kinds import Kind, kinds
from fortell.privacy.retention.periods import due, until

SLICE = 2000  # things in a transaction: few statements for many, and nobody waits long for the database


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What of one kind would go now, and when the next of it goes (None: nothing waits)."""

    name: str
    rule: Rule
    due: int
    next: datetime | None


def sweep() -> dict[str, int]:
    """Remove whatever is due, but what is under a legal hold; how many things of each kind went.

    Killed at any point, the next sweep goes on where this one stood.
    """
    moment = now()
    gone = {kind.name: _sweep(kind, until(rule, moment)) for kind, rule in _ruled()}
    return {name: count for name, count in gone.items() if count}


def outlook() -> list[Outlook]:
    """What a sweep would remove at this moment. Nothing is changed."""
    held = holds.held()
    return [
        Outlook(
            name=kind.name,
            rule=rule,
            due=kind.count(until(rule), held=held),
            next=due(rule, oldest) if (oldest := kind.oldest(held=held)) else None,
        )
        for kind, rule in _ruled()
    ]


def _sweep(kind: Kind, last: datetime) -> int:
    """A hold that is set while the sweep runs holds, and the sweep goes on with what is not held."""
    count, held = 0, holds.held()
    while True:
        gone = kind.remove(last, held=held, most=SLICE)
        before, held = held, holds.held()
        count += gone
        if not gone and held == before:
            return count


def _ruled() -> Iterator[tuple[Kind, Rule]]:
    rules = profile().retention
    return ((kind, rules[kind.rule]) for kind in kinds() if kind.rule in rules)
