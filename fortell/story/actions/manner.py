"""How she is asked: as usual, or in the calmer conversation."""

from django.db import transaction

from fortell.kit.clock import now
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.interviewer import CALM, USUAL
from fortell.story.models import Memoir, Turn
from fortell.story.queries import Wish, wish_of


def choose_manner(*, memoir: Memoir, calm: bool, by: Actor) -> None:
    """She chooses the calmer conversation, or the usual one again. The log says that she chose, not what.

    What anybody wished for her counts no more.
    """
    allow(by, Action.RIGHTS_USE, memoir)
    opening = opened(scope=memoir.id, use=Use.OWN)
    passed = Wish(calm=wish_of(memoir, opening).calm, counts=False)
    opening.seal(memoir, manner=(CALM if calm else USUAL).name, manner_wished=passed.stored)
    with transaction.atomic():
        memoir.save(update_fields=["manner", "manner_wished"])
        if calm:
            _put_off_open(memoir)
        audit.record(by, "manner.chosen", memoir, scope=memoir.id)


def wish_manner(*, memoir: Memoir, calm: bool, by: Actor) -> None:
    """The owner wishes the calmer conversation for her, or takes that back. Raises ConsentMissing, Restricted.

    Where she has chosen herself, before or after, nothing changes for her, and the owner is not told so.
    """
    allow(by, Action.MANNER_WISH, memoir)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    wish = Wish(calm=calm, counts=wish_of(memoir, opening).counts)
    opening.seal(memoir, manner_wished=wish.stored)
    with transaction.atomic():
        memoir.save(update_fields=["manner_wished"])
        if calm and wish.counts:
            _put_off_open(memoir)
        audit.record(by, "manner.wished", memoir, scope=memoir.id)


def _put_off_open(memoir: Memoir) -> None:
    """The open question was chosen in the other manner, and may ask for a year."""
    still_open = Turn.objects.filter(memoir=memoir, outcome=Turn.Outcome.OPEN)
    still_open.update(outcome=Turn.Outcome.LATER, ended_at=now())
