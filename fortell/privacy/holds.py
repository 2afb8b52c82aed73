"""Legal hold: what may be needed for a claim stays, untouched by sweep and erasure, until somebody lifts the hold.

GDPR art. 17(3)(b) and (e), 18(2). A hold is about a whole memoir or account; it has a ground and an end, and an overdue
one keeps on holding: what is destroyed too early is gone, what is kept too long can still be mended.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fortell.kit.clock import now
from fortell.privacy import audit
from fortell.privacy.models import LegalHold


class OnHold(Exception):
    """Nothing of this scope may be erased before the hold is lifted; says why, and until when that is meant.

    `noted`: that it was asked for, and refused, is written down as a request.
    """

    noted = False

    def __init__(self, standing: LegalHold) -> None:
        self.hold = standing
        super().__init__(f"a legal hold ({standing.ground}) is meant to stand until {standing.until:%Y-%m-%d}")


class EndsInThePast(Exception):
    """A hold needs an end that is still to come."""


class NotHeld(Exception):
    """There is no hold to lift."""


@transaction.atomic
def hold(*, scope: UUID, ground: LegalHold.Ground, until: datetime, by: audit.Pseudonym) -> LegalHold:
    """Hold a scope, or give the hold that stands another ground and end. Raises EndsInThePast."""
    if until <= now():
        raise EndsInThePast
    standing, _new = LegalHold.objects.update_or_create(
        scope=scope, lifted_at=None, defaults={"ground": ground, "until": until, "set_by": by.pseudonym}
    )
    audit.record(by, "hold.set", standing, scope=scope, fields=("ground", "until"))
    return standing


@transaction.atomic
def lift(*, scope: UUID, by: audit.Pseudonym) -> LegalHold:
    """From now on sweep and erasure reach the scope again. Raises NotHeld."""
    standing = on(scope)
    if standing is None:
        raise NotHeld
    standing.lifted_at, standing.lifted_by = now(), by.pseudonym
    standing.save(update_fields=["lifted_at", "lifted_by"])
    audit.record(by, "hold.lifted", standing, scope=scope, fields=("lifted_at",))
    return standing


def on(scope: UUID) -> LegalHold | None:
    """The hold that stands, for whoever must be told of it."""
    return LegalHold.objects.filter(scope=scope, lifted_at=None).first()


def refuse(scope: UUID) -> None:
    """Raises OnHold."""
    if standing := on(scope):
        raise OnHold(standing)


def held() -> frozenset[UUID]:
    """Every scope that is on hold: few, since each is set by hand."""
    return frozenset(LegalHold.objects.filter(lifted_at=None).values_list("scope", flat=True))


def standing_holds() -> list[LegalHold]:
    """Those that are to end first come first."""
    return list(LegalHold.objects.filter(lifted_at=None).order_by("until"))


def overdue() -> list[LegalHold]:
    return [standing for standing in standing_holds() if standing.until <= now()]
