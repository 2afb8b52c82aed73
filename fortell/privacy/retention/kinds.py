"""What falls due: rows of declared models by their own dates, and other things by their own ways."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet

from fortell.privacy import audit, holds
from fortell.privacy.inventory import Expiry, Holding, holdings
from fortell.privacy.places import places
from fortell.privacy.profile import Profile
from fortell.privacy.terms import Event
from fortell.privacy.vault.keys import HOUSE

Held = Collection[UUID]
WINDOW: Final = 10  # slices that are read at once, so that each of them is about few scopes and writes few lines
# What starts this period belongs to a room that is not built: subscriptions.
NOT_BUILT: Final = frozenset({Event.RELATION_END})


class Kind(Protocol):
    """One kind of thing that a rule of the profile removes. `held`: scopes under a legal hold, which stay."""

    @property
    def name(self) -> str: ...

    @property
    def rule(self) -> str:
        """The key of its rule in the profile."""

    def oldest(self, *, held: Held) -> datetime | None:
        """The earliest moment that anything's period counts from; None where nothing waits."""

    def count(self, until: datetime, *, held: Held) -> int:
        """How many things count from then or earlier."""

    def remove(self, until: datetime, *, held: Held, most: int) -> int:
        """Remove some of these, the oldest first; how many. Can be stopped and taken up again.

        0 when none is left but what was put on hold meanwhile.
        """


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of one declared model."""

    holding: Holding
    expiry: Expiry

    @property
    def name(self) -> str:
        return f"{self.holding.model._meta.label}.{self.expiry.field}"

    @property
    def rule(self) -> str:
        return self.holding.retention

    def oldest(self, *, held: Held) -> datetime | None:
        moment: datetime | None = (
            self._waiting(held).order_by(self.expiry.field).values_list(self.expiry.field, flat=True).first()
        )
        return moment

    def count(self, until: datetime, *, held: Held) -> int:
        return self._due(until, held).count()

    def remove(self, until: datetime, *, held: Held, most: int) -> int:
        """At most `most` in one transaction, and at most `WINDOW` such transactions."""
        rows = sorted(self.slice(until, held=held, most=most * WINDOW), key=lambda row: row[1])
        return sum(self._remove(rows[start : start + most]) for start in range(0, len(rows), most))

    def slice(self, until: datetime, *, held: Held, most: int) -> list[tuple[Any, UUID]]:
        """The oldest that are due, each with its scope."""
        found = self._due(until, held).order_by(self.expiry.field).values_list("pk", self.holding.scope or "pk")[:most]
        return [(row, (scope if self.holding.scope else None) or HOUSE) for row, scope in found]

    def _remove(self, rows: list[tuple[Any, UUID]]) -> int:
        """A hold that is set after this has looked for it is too late for what is prepared: its keys are gone."""
        if self.expiry.first:
            rows = _free(rows)
            self.expiry.first([row for row, _scope in rows])
        return self._delete(rows)

    @transaction.atomic
    def _delete(self, rows: list[tuple[Any, UUID]]) -> int:
        audit.hold_still({scope for _row, scope in rows})
        rows = _free(rows)
        self.holding.model._default_manager.filter(pk__in=[row for row, _scope in rows]).delete()
        audit.record_expiry(Counter(scope for _row, scope in rows), kind=self.holding.model._meta.label_lower)
        return len(rows)

    def _due(self, until: datetime, held: Held) -> QuerySet[Model]:
        return self._waiting(held).filter(**{f"{self.expiry.field}__lte": until})

    def _waiting(self, held: Held) -> QuerySet[Model]:
        rows = self.holding.model._default_manager.filter(**{f"{self.expiry.field}__isnull": False})
        return rows.exclude(**{f"{self.holding.scope}__in": list(held)}) if held and self.holding.scope else rows


def _free(rows: list[tuple[Any, UUID]]) -> list[tuple[Any, UUID]]:
    """Without those on whose scope a hold was set since they were read."""
    held = holds.held()
    return [(row, scope) for row, scope in rows if scope not in held]


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Things in no table, e.g. files: `expire` removes them all at once, `moments` tells what each counts from."""

    name: str
    rule: str
    expire: Callable[[datetime], object]
    moments: Callable[[], Collection[datetime]]

    def oldest(self, *, held: Held) -> datetime | None:  # noqa: ARG002 - files of the house belong to no scope
        return min(self.moments(), default=None)

    def count(self, until: datetime, *, held: Held) -> int:  # noqa: ARG002
        return sum(moment <= until for moment in self.moments())

    def remove(self, until: datetime, *, held: Held, most: int) -> int:  # noqa: ARG002
        before = self.count(until, held=held)
        self.expire(until)
        return before - self.count(until, held=held)


_others: list[Kind] = []


def falls_due(kind: Kind) -> None:
    """Register what is not rows with a date of their own. What a declaration `expires_with` is its name."""
    _others.append(kind)


def kinds() -> tuple[Kind, ...]:
    rows = [Rows(holding=held, expiry=expiry) for held in holdings() for expiry in held.expiry]
    return (*rows, *_others)


def faults(profile: Profile) -> list[str]:
    """Declarations, of models and of places, whose rule removes nothing: nobody said how that falls due."""
    return sorted(_faults(profile))


def _faults(profile: Profile) -> Iterator[str]:
    swept = {kind.name for kind in kinds()}
    for held in holdings():
        rule = profile.retention.get(held.retention)
        if rule and rule.event not in NOT_BUILT and not held.expiry and held.expires_with not in swept:
            yield f"{held.model._meta.label} is kept by the rule {rule.key!r}, and nothing sweeps it"
    rules = {kind.rule for kind in kinds()}
    for place in places():
        if place.rule and place.rule not in rules:
            yield f"{place.name} are kept by the rule {place.rule!r}, and nothing sweeps it"
