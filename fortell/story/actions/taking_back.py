"""Taking back the last step on her page: an answer just given, or a question just left."""

from datetime import timedelta

from django.db import transaction

from fortell.kit.clock import now
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.story.actions.answers import set_withheld
from fortell.story.actions.remembering import forget
from fortell.story.models import Turn
from fortell.story.queries import last_ended
from fortell.story.slots import consequences_of
from fortell.story.wording import require_current

WITHIN = timedelta(minutes=30)  # longer ago it was no slip; answers are then changed or kept private one by one


def can_be_taken_back(ended: Turn) -> bool:
    """Whether she ended this question a moment ago, and no book holds its answer."""
    if ended.ended_at is None or ended.ended_at < now() - WITHIN:
        return False
    given = ended.answers.order_by("number").last()
    return given is None or not consequences_of(given)


def take_back_step(*, turn: Turn, by: Actor) -> Turn:
    """Open the question before this open one again; the question it then is, the same where nothing can be taken back.

    An answer taken back is kept to herself with all its versions, and waits in the field; giving it again adds one.
    The question that had come instead is put off, and comes again some other time.
    """
    allow(by, Action.ANSWER_GIVE, turn)
    require_current(turn.memoir_id)
    last = last_ended(turn.memoir)
    if last is None or not can_be_taken_back(last):
        return turn
    given = last.answers.filter(withheld_at=None).order_by("number").last()
    if given and last.outcome == Turn.Outcome.ANSWERED:
        set_withheld(answer=given, withheld=True, by=by)
    # Also where she left a question: what was remembered goes past both turns, and would not look at them again.
    forget([turn.memoir_id])
    return _reopen(last, turn, by)


@transaction.atomic
def _reopen(last: Turn, turn: Turn, by: Actor) -> Turn:
    # Without an end of its own: she did not leave it, and so it is never what is taken back next.
    if not Turn.objects.filter(id=turn.id, outcome=Turn.Outcome.OPEN).update(outcome=Turn.Outcome.LATER):
        return turn
    last.outcome, last.ended_at = Turn.Outcome.OPEN, None
    last.save(update_fields=["outcome", "ended_at"])
    audit.record(by, "question.reopened", last, scope=last.memoir_id)
    return last
