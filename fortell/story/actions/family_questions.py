"""What the family would like to ask her: written, changed and taken back as long as it has not been put to her."""

from django.db import transaction

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit, holds
from fortell.privacy.terms import Use
from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import opened
from fortell.story.actions.deleting import rows_and_files_go
from fortell.story.family import questions_by
from fortell.story.models import FamilyQuestion, Memoir, Turn

MOST_WAITING = 20  # of one person: more would be a list to work through, and others would never be heard


class TooManyWaiting(Exception):
    """MOST_WAITING of theirs have not been put to her yet."""


class PutToHerAlready(Exception):
    """She has seen it: it stands as it was written."""


def write_question(*, memoir: Memoir, text: str, phase: str, by: Actor) -> FamilyQuestion:
    """A question that waits for her. The same words twice are one question.

    Raises ConsentMissing before her yes, Restricted, TooManyWaiting.
    """
    allow(by, Action.QUESTION_WRITE, memoir)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    still = [read for read in questions_by(memoir, by, opening) if read.may_change]
    if same := next((read.row for read in still if read.text == text), None):
        return same
    if len(still) >= MOST_WAITING:
        raise TooManyWaiting
    question = FamilyQuestion(id=new_id(), memoir=memoir, asker_id=by.member_id)
    opening.make_keys([question.id])
    opening.seal(question, words={"text": text, "phase": phase})
    with transaction.atomic():
        question.save(force_insert=True)
        audit.record(by, "family_question.written", question, scope=memoir.id, fields=("words",))
    return question


def change_question(*, question: FamilyQuestion, text: str, phase: str, by: Actor) -> None:
    """Other words for it. Raises PutToHerAlready, ConsentMissing, Restricted."""
    allow(by, Action.QUESTION_CHANGE, question)
    opened(scope=question.memoir_id, use=Use.BOOK).seal(question, words={"text": text, "phase": phase})
    with transaction.atomic():
        _require_unseen(question)
        question.written_at = now()
        question.save(update_fields=["words", "written_at"])
        audit.record(by, "family_question.changed", question, scope=question.memoir_id, fields=("words",))


def take_back_question(*, question: FamilyQuestion, by: Actor) -> None:
    """It is put to nobody from now on, and is gone for good. Raises PutToHerAlready; OnHold where a law keeps it."""
    allow(by, Action.QUESTION_CHANGE, question)
    holds.refuse(question.memoir_id)
    with transaction.atomic():
        _require_unseen(question)
        question.taken_back_at = now()
        question.save(update_fields=["taken_back_at"])
        audit.record(by, "family_question.taken_back", question, scope=question.memoir_id)
    keys.destroy([question.id], scope=question.memoir_id)
    rows_and_files_go([question.id])


def _require_unseen(question: FamilyQuestion) -> None:
    # Whoever puts it to her takes the same lock (turns.py), so that it is either changed or put, never both.
    FamilyQuestion.objects.select_for_update().get(id=question.id)
    if Turn.objects.filter(of_family=question).exists():
        raise PutToHerAlready
