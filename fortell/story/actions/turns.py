from dataclasses import asdict

from django.db import IntegrityError, transaction

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit, consent
from fortell.privacy.rights import restriction
from fortell.privacy.vault.opening import Opening
from fortell.story.actions.remembering import keep, sealed_memory
from fortell.story.interviewer import plan
from fortell.story.models import Memoir, Turn
from fortell.story.queries import language_of, manner_of, next_number, open_turn
from fortell.story.remembering import Remembered, remembered
from fortell.story.wording import require_current

LEAVING = frozenset({Turn.Outcome.SKIPPED, Turn.Outcome.LATER, Turn.Outcome.REFUSED})


def ask_next(*, memoir: Memoir, opening: Opening, by: Actor) -> Turn:
    """The question that is open now; a new one where none is. Raises ConsentMissing, Restricted."""
    if turn := open_turn(memoir):
        return turn
    consent.require(scope=memoir.id)
    require_current(memoir.id)
    restriction.require_unrestricted(memoir.id)
    found = remembered(memoir, opening)
    turn, memory = planned_turn(memoir, opening, found), sealed_memory(found, memoir, opening)
    try:
        with transaction.atomic():
            _number_and_save(turn)
            keep(memory)
            audit.record(by, "question.asked", turn, scope=memoir.id)
    except IntegrityError:  # another tab asked at the same moment: its question stands
        return Turn.objects.get(memoir=memoir, outcome=Turn.Outcome.OPEN)
    return turn


def leave_question(*, turn: Turn, outcome: Turn.Outcome, opening: Opening, by: Actor) -> Turn:
    """She skips, puts off or refuses a question; the one that comes instead. One already left stays as it was."""
    allow(by, Action.ANSWER_GIVE, turn)
    if outcome not in LEAVING:
        raise ValueError(outcome)
    require_current(turn.memoir_id)
    left = Turn.objects.filter(id=turn.id, outcome=Turn.Outcome.OPEN)
    with transaction.atomic():
        if left.update(outcome=outcome, ended_at=now()):
            audit.record(by, f"question.{outcome}", turn, scope=turn.memoir_id)
    return ask_next(memoir=turn.memoir, opening=opening, by=by)


def planned_turn(memoir: Memoir, opening: Opening, found: Remembered) -> Turn:
    """What the interviewer asks next, with what it remembers, as a turn that is sealed but not saved."""
    asked = plan(
        picture=found.picture, last=found.last, language=language_of(memoir), manner=manner_of(memoir, opening)
    ).asked
    turn = Turn(id=new_id(), memoir=memoir, origin=Turn.Origin.BANK if asked.bank_id else Turn.Origin.FOLLOW_UP)
    opening.seal(turn, asked=asdict(asked))
    return turn


def _number_and_save(turn: Turn) -> None:
    turn.number = next_number(Turn.objects.filter(memoir=turn.memoir))
    turn.save(force_insert=True)


def save_if_none_open(turn: Turn) -> bool:
    """Store a planned turn unless a question is open already. In the caller's transaction."""
    if open_turn(turn.memoir):
        return False
    _number_and_save(turn)
    return True
