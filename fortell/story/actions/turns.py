from dataclasses import asdict
from uuid import UUID

from django.db import IntegrityError, transaction

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit, consent
from fortell.privacy.rights import restriction
from fortell.privacy.vault.opening import Opening
from fortell.story.actions.remembering import keep, sealed_memory
from fortell.story.family import waiting
from fortell.story.interviewer import Plan, plan
from fortell.story.models import FamilyQuestion, Memoir, Photo, Turn
from fortell.story.queries import language_of, manner_of, next_number, open_turn
from fortell.story.remembering import Remembered, remembered
from fortell.story.wording import require_current

LEAVING = frozenset({Turn.Outcome.SKIPPED, Turn.Outcome.LATER, Turn.Outcome.REFUSED})


def ask_next(*, memoir: Memoir, opening: Opening, by: Actor, of_family: bool = False) -> Turn:
    """The question that is open now; a new one where none is. Raises ConsentMissing, Restricted.

    `of_family`: she would like one that somebody of the family wrote, if there is one.
    """
    if turn := open_turn(memoir):
        return turn
    consent.require(scope=memoir.id)
    require_current(memoir.id)
    restriction.require_unrestricted(memoir.id)
    found = remembered(memoir, opening)
    turn = planned_turn(memoir, opening, found, of_family=of_family)
    memory = sealed_memory(found, memoir, opening)
    try:
        with transaction.atomic():
            if wanted := _still_wanted(turn):
                _number_and_save(turn)
                keep(memory)
                audit.record(by, "question.asked", turn, scope=memoir.id)
    except IntegrityError:  # another tab asked at the same moment: its question stands
        return Turn.objects.get(memoir=memoir, outcome=Turn.Outcome.OPEN)
    return turn if wanted else ask_next(memoir=memoir, opening=opening, by=by, of_family=of_family)


def leave_question(*, turn: Turn, outcome: Turn.Outcome, opening: Opening, by: Actor, of_family: bool = False) -> Turn:
    """She skips, puts off or refuses a question; the one that comes instead. One already left stays as it was."""
    allow(by, Action.ANSWER_GIVE, turn)
    if outcome not in LEAVING:
        raise ValueError(outcome)
    require_current(turn.memoir_id)
    left = Turn.objects.filter(id=turn.id, outcome=Turn.Outcome.OPEN)
    with transaction.atomic():
        if left.update(outcome=outcome, ended_at=now()):
            audit.record(by, f"question.{outcome}", turn, scope=turn.memoir_id)
    return ask_next(memoir=turn.memoir, opening=opening, by=by, of_family=of_family)


def planned_turn(memoir: Memoir, opening: Opening, found: Remembered, *, of_family: bool = False) -> Turn:
    """What the interviewer asks next, with what it remembers, as a turn that is sealed but not saved."""
    planned_at = now()
    planned = plan(
        picture=found.picture,
        last=found.last,
        language=language_of(memoir),
        manner=manner_of(memoir, opening),
        family=waiting(memoir, opening, through=found.through),
        wished=of_family,
    )
    turn = Turn(id=new_id(), memoir=memoir, origin=_origin(planned), asked_at=planned_at)
    turn.of_family_id = UUID(planned.family) if planned.family else None
    turn.of_photo_id = UUID(planned.photo) if planned.photo else None
    opening.seal(turn, asked=asdict(planned.asked))
    return turn


def _origin(planned: Plan) -> Turn.Origin:
    if planned.family:
        return Turn.Origin.FAMILY
    return Turn.Origin.BANK if planned.asked.bank_id else Turn.Origin.FOLLOW_UP


def _still_wanted(turn: Turn) -> bool:
    """Unless its photo has gone since it was planned, or the family changed it or took it back. Locks theirs."""
    if turn.of_photo_id and not Photo.objects.filter(id=turn.of_photo_id).exists():
        return False
    if turn.of_family_id is None:
        return True
    theirs = FamilyQuestion.objects.select_for_update().filter(id=turn.of_family_id, taken_back_at=None)
    return theirs.filter(written_at__lte=turn.asked_at).first() is not None


def _number_and_save(turn: Turn) -> None:
    turn.number = next_number(Turn.objects.filter(memoir=turn.memoir))
    turn.save(force_insert=True)


def save_if_none_open(turn: Turn) -> bool:
    """Store a planned turn unless a question is open already, or it is wanted no more. In the caller's transaction."""
    if open_turn(turn.memoir) or not _still_wanted(turn):
        return False
    _number_and_save(turn)
    return True
