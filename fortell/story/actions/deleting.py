"""Deleting one answer, photo or recording for good: what was made from it, its keys, its rows, its files.

Each step can be taken again: the keys are named in the erasure list, by which a later start finishes what a crash left.
"""

from collections.abc import Collection
from dataclasses import asdict, replace
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from fortell.kit.clock import now
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit, holds
from fortell.privacy.erasure import when_items_go
from fortell.privacy.models import SealedFile
from fortell.privacy.rights import notices, requests
from fortell.privacy.terms import Use
from fortell.privacy.vault import arriving, keys
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions.held import refusal_noted
from fortell.story.actions.remembering import forget
from fortell.story.models import Answer, AnswerVersion, FamilyQuestion, MailAddress, Memoir, Photo, Recording, Turn
from fortell.story.queries import asked_in
from fortell.story.signals import answer_taken_back, answers_changed

# Which values of theirs a recipient may have got.
TOLD: dict[type[Model], tuple[str, ...]] = {
    Answer: ("story.AnswerVersion.text",),
    Photo: ("story.Photo.caption", "privacy.SealedFile.content"),
    Recording: ("privacy.SealedFile.content",),
}

UNSAID = "…"  # what stands in place of a question that quoted a deleted answer


def delete_answer(*, answer: Answer, by: Actor) -> None:
    """Every version of it, its photos and recordings, and whatever book holds it. Copies that left the house remain.

    Raises OnHold where a legal hold stands; then nothing has changed, and the request is written down as refused.
    """
    allow(by, Action.ANSWER_DELETE, answer)
    with refusal_noted(by=by):
        holds.refuse(answer.memoir_id)
    given = [*answer.photos.values_list("id", flat=True), *answer.recordings.values_list("id", flat=True)]
    answer_taken_back.send(sender=Answer, answer=answer)
    _unquote(answer, opened(scope=answer.memoir_id, use=Use.OWN))
    keys.destroy([answer.id, *given], scope=answer.memoir_id)
    _finish(answer, items=[answer.id, *given], verb="answer.deleted", by=by)


def delete_photo(*, photo: Photo, by: Actor) -> None:
    """The photo and whatever book holds the answer that it came with; that answer's words stay. Raises OnHold, too."""
    allow(by, Action.ANSWER_DELETE, photo)
    remove_photo(photo, verb="photo.deleted", by=by)


def remove_photo(photo: Photo, *, verb: str, by: Actor) -> None:
    """The steps of verbs by which a photo goes. Raises OnHold."""
    with refusal_noted(by=by):
        holds.refuse(photo.memoir_id)
    answer_taken_back.send(sender=Answer, answer=photo.answer)
    keys.destroy([photo.id], scope=photo.memoir_id)
    _finish(photo, items=[photo.id], verb=verb, by=by)


def delete_recording(*, recording: Recording, by: Actor) -> None:
    """The sound alone: the answer stays, and so do the words written down from it. Raises OnHold, too."""
    allow(by, Action.ANSWER_DELETE, recording)
    with refusal_noted(by=by):
        holds.refuse(recording.memoir_id)
    keys.destroy([recording.id], scope=recording.memoir_id)
    _finish(recording, items=[recording.id], verb="recording.deleted", by=by)


@when_items_go
def rows_and_files_go(items: Collection[UUID]) -> None:
    """What is left of items whose keys are destroyed. Safe to repeat."""
    stored = list(SealedFile.objects.filter(item__in=items))
    forget(Answer.objects.filter(id__in=items).values_list("memoir", flat=True))
    forget(Photo.objects.filter(id__in=items).values_list("memoir", flat=True))
    with transaction.atomic():
        Turn.objects.filter(of_photo__in=items, outcome=Turn.Outcome.OPEN).delete()
        Turn.objects.filter(answers__in=items).update(outcome=Turn.Outcome.REFUSED, ended_at=now())
        Answer.objects.filter(id__in=items).delete()
        Photo.objects.filter(id__in=items).delete()
        Recording.objects.filter(id__in=items).delete()
        FamilyQuestion.objects.filter(id__in=items).delete()
        MailAddress.objects.filter(id__in=items).delete()
    arriving.remove(stored)


def _finish(thing: Answer | Photo | Recording, *, items: Collection[UUID], verb: str, by: Actor) -> None:
    memoir, label = thing.memoir, thing._meta.label
    outcome = {label: 1, "keys": len(items), "files": SealedFile.objects.filter(item__in=items).count()}
    with transaction.atomic():
        audit.record(by, verb, thing, scope=memoir.id)
        requests.done_at_once(kind=requests.Kind.ERASURE, scope=memoir.id, verb=verb, by=by, outcome=outcome)
        notices.queue(scope=memoir.id, kind=notices.Kind.ERASED, fields=TOLD[type(thing)])
    rows_and_files_go(items)
    answers_changed.send(sender=Answer, memoir=memoir)


def _unquote(answer: Answer, opening: Opening) -> None:
    """Questions that took up words of this answer no longer hold them; an open one is asked anew."""
    if answer.turn is None:
        return
    said = [opening.text(version, "text") for version in AnswerVersion.objects.filter(answer=answer)]
    for turn in Turn.objects.filter(memoir=answer.memoir, number__gt=answer.turn.number):
        if _quotes(turn, said, opening):
            _forget_question(turn, answer.memoir, opening)


def _quotes(turn: Turn, said: Collection[str], opening: Opening) -> bool:
    asked = asked_in(turn, opening)
    quoted = [text[slice(*asked.refers_to)] for text in said] if asked.refers_to else []
    return any(words and words in asked.text for words in quoted)


def _forget_question(turn: Turn, memoir: Memoir, opening: Opening) -> None:
    if turn.outcome == Turn.Outcome.OPEN:
        Turn.objects.filter(memoir=memoir, id=turn.id).delete()
        return
    asked = replace(asked_in(turn, opening), text=UNSAID, refers_to=None, reason="")
    opening.seal(turn, asked=asdict(asked))
    turn.save(update_fields=["asked"])
