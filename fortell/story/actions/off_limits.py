"""What she is never asked about: hers alone to name, and hers alone to know."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from fortell.kit.clock import now
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions.remembering import forget
from fortell.story.interviewer import bounds, questions_by_id
from fortell.story.models import Memoir, Turn
from fortell.story.queries import asked_in, exchange, language_of, open_turn
from fortell.story.remembering import picture_now


def choose_off_limits(*, memoir: Memoir, entries: Iterable[str], by: Actor) -> None:
    """All that is off limits from now on, as entries of `Picture.off_limits`. The log says that she chose, not what.

    An open question that touches it is put off, so that it comes back only if she opens the matter again.
    """
    allow(by, Action.RIGHTS_USE, memoir)
    opening, chosen = opened(scope=memoir.id, use=Use.OWN), sorted(set(entries))
    forget([memoir.id])  # what was remembered may lead there
    opening.seal(memoir, off_limits=chosen)
    touching = _open_and_touching(memoir, opening, frozenset(chosen))
    with transaction.atomic():
        memoir.save(update_fields=["off_limits"])
        Turn.objects.filter(id__in=touching, outcome=Turn.Outcome.OPEN).update(
            outcome=Turn.Outcome.LATER, ended_at=now()
        )
        audit.record(by, "off_limits.chosen", memoir, scope=memoir.id, fields=("off_limits",))


def _open_and_touching(memoir: Memoir, opening: Opening, chosen: frozenset[str]) -> list[UUID]:
    turn = open_turn(memoir)
    if turn is None or not chosen:
        return []
    asked, language = asked_in(turn, opening), language_of(memoir)
    picture = picture_now(memoir, opening)
    question = questions_by_id(language).get(asked.bank_id or "")
    told = exchange(asked, outcome="later", answer="")
    return [turn.id] if bounds(picture, language).meet_exchange(told, question) else []
