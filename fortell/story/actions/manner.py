"""How she is asked: as usual, or in the calmer conversation."""

from django.db import transaction

from fortell.kit.clock import now
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.interviewer import CALM, USUAL
from fortell.story.models import Memoir, Turn


def choose_manner(*, memoir: Memoir, calm: bool, by: Actor) -> None:
    """She chooses the calmer conversation, or the usual one again. The log says that she chose, not what.

    The open question was chosen in the other manner, and may ask for a year: in a calm conversation it is put off.
    """
    allow(by, Action.RIGHTS_USE, memoir)
    opened(scope=memoir.id, use=Use.OWN).seal(memoir, manner=(CALM if calm else USUAL).name)
    with transaction.atomic():
        memoir.save(update_fields=["manner"])
        if calm:
            still_open = Turn.objects.filter(memoir=memoir, outcome=Turn.Outcome.OPEN)
            still_open.update(outcome=Turn.Outcome.LATER, ended_at=now())
        audit.record(by, "manner.chosen", memoir, scope=memoir.id)
