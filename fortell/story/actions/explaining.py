from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.explaining import Explanation, explanation
from fortell.story.interviewer import plan
from fortell.story.models import Memoir
from fortell.story.queries import asked_in, language_of, manner_of, open_turn
from fortell.story.remembering import remembered


def explain_question(*, memoir: Memoir, by: Actor) -> Explanation:
    """Why the open question was asked, or which would be. Raises ConsentMissing, Restricted."""
    allow(by, Action.INTERVIEW_EXPLAIN, memoir)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    found, turn = remembered(memoir, opening), open_turn(memoir)
    planned = plan(
        picture=found.picture, last=found.last, language=language_of(memoir), manner=manner_of(memoir, opening)
    )
    asked = asked_in(turn, opening) if turn else planned.asked
    audit.record(by, "interview.explained", memoir, scope=memoir.id)
    return explanation(
        asked=asked,
        turn=turn.number if turn else found.through + 1,
        planned=planned.asked,
        passed=planned.passed,
        picture=found.picture,
    )
