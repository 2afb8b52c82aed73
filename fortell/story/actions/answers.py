from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.rights import notices
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions.photos import NewPhoto, cleaned, sealed_photos
from fortell.story.actions.remembering import forget, keep, sealed_memory
from fortell.story.actions.transcribing import queue_hearing
from fortell.story.actions.turns import planned_turn, save_if_none_open
from fortell.story.album import as_shown, read_photo
from fortell.story.interviewer import Asked
from fortell.story.models import Answer, AnswerVersion, Memoir, Photo, Recording, Turn
from fortell.story.queries import answers_of, asked_in, exchange, next_number, taken_back
from fortell.story.recordings import Sound
from fortell.story.recordings import clean as cleaned_sound
from fortell.story.remembering import Remembered, remembered, with_turn
from fortell.story.signals import answer_taken_back, answers_changed
from fortell.story.wording import require_current


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was told elsewhere and is taken in now: a question, where there was one, and the answer."""

    asked: Asked | None
    text: str
    photos: tuple[NewPhoto, ...] = ()

    @classmethod
    def in_reply_to(cls, question: str, text: str) -> Self:
        """An answer to an interviewer's own question; an empty question is none."""
        plain = Asked(text=question, kind="", phase="", theme="", weight=1, bank_id=None, refers_to=None, reason="")
        return cls(asked=plain if question else None, text=text)


def give_answer(
    *,
    turn: Turn,
    text: str,
    delivery: UUID,
    photos: tuple[NewPhoto, ...] = (),
    recording: bytes | None = None,
    by: Actor,
) -> tuple[Answer, Opening]:
    """Keep what she said, close the question and ask the next one. The same delivery twice is one answer.

    Where it comes again with other words, she changed them while she did not know that the first had arrived: they are
    a corrected version of that one answer.

    Raises ConsentMissing before anything is stored, PhotoRefused or RecordingRefused before anything is kept.
    """
    allow(by, Action.ANSWER_GIVE, turn)
    opening = opened(scope=turn.memoir_id, use=Use.BOOK)
    if before := answers_of(turn.memoir).filter(delivery=delivery).first():
        correct_answer(answer=before, text=text or opening.text(_newest(before), "text"), by=by)
        return before, opening
    require_current(turn.memoir_id)
    pictures = cleaned(photos)
    sound = _clean_sound(recording)
    answer = taken_back(turn) or _begun(turn, opening, by)
    answer.delivery, answer.withheld_at = delivery, None
    version = _next_version(answer, text, opening, by)
    kept = sealed_photos(answer, pictures, opening)
    spoken = [_sealed_recording(answer, sound, opening)] if sound else []
    # Planned before the transaction: what takes time must not hold the write lock.
    found = _remembered_with(turn, text, kept, opening)
    following, memory = planned_turn(turn.memoir, opening, found), sealed_memory(found, turn.memoir, opening)
    try:
        with transaction.atomic():
            _store(answer, version, [*kept, *spoken])
            for one in spoken:
                queue_hearing(one)
            Turn.objects.filter(id=turn.id).update(outcome=Turn.Outcome.ANSWERED, ended_at=now())
            save_if_none_open(following)
            if turn.outcome == Turn.Outcome.OPEN:
                keep(memory)
            audit.record(by, "answer.given", answer, scope=turn.memoir_id, fields=("text", "photos", "recordings"))
            answers_changed.send(sender=Answer, memoir=turn.memoir)
    except IntegrityError:  # the same delivery, sent twice at once: the other one was first
        return answers_of(turn.memoir).get(delivery=delivery), opening
    return answer, opening


def import_answers(*, memoir: Memoir, given: Sequence[Given], by: Actor) -> int:
    """Add what was told elsewhere, in one go and in its order; how many answers that were. Raises ConsentMissing."""
    opening = opened(scope=memoir.id, use=Use.BOOK)
    ids = [new_id() for _one in given]
    opening.make_keys(ids)
    rows = [
        _imported(memoir, number, name, one, opening, by)
        for number, (name, one) in enumerate(zip(ids, given, strict=True), start=1)
    ]
    with transaction.atomic():
        Turn.objects.bulk_create([row.turn for row in rows if row.turn])
        Answer.objects.bulk_create([row.answer for row in rows])
        AnswerVersion.objects.bulk_create([row.version for row in rows])
        Photo.objects.bulk_create([photo for row in rows for photo in row.photos])
        audit.record(by, "interview.imported", memoir, scope=memoir.id)
        answers_changed.send(sender=Answer, memoir=memoir)
    return len(rows)


def correct_answer(*, answer: Answer, text: str, by: Actor) -> AnswerVersion:
    """A corrected version; the older ones stay. Saving the same words again adds nothing."""
    allow(by, Action.ANSWER_CORRECT, answer)
    opening = opened(scope=answer.memoir_id, use=Use.OWN, item=answer.id)
    newest = _newest(answer)
    if opening.text(newest, "text") == text:
        return newest
    version = AnswerVersion(id=new_id(), answer=answer, number=newest.number + 1, written_by=by.pseudonym)
    opening.seal(version, text=text)
    forget([answer.memoir_id])
    with transaction.atomic():
        version.save(force_insert=True)
        notices.queue(scope=answer.memoir_id, kind=notices.Kind.RECTIFIED, fields=("story.AnswerVersion.text",))
        audit.record(by, "answer.corrected", answer, scope=answer.memoir_id, fields=("text",))
        answers_changed.send(sender=Answer, memoir=answer.memoir)
    return version


def set_withheld(*, answer: Answer, withheld: bool, by: Actor) -> None:
    """She keeps an answer to herself, or shares it again: the draft follows, and whatever holds it goes first.

    Raises OnHold where that would destroy an edition under a legal hold; then nothing has changed.
    """
    allow(by, Action.ANSWER_CORRECT, answer)
    if withheld:
        answer_taken_back.send(sender=Answer, answer=answer)
    forget([answer.memoir_id])
    _mark_withheld(answer, withheld, by)


@transaction.atomic
def _mark_withheld(answer: Answer, withheld: bool, by: Actor) -> None:  # noqa: FBT001 - the verb above is keyword-only
    answer.withheld_at = now() if withheld else None
    answer.save(update_fields=["withheld_at"])
    verb = "answer.withheld" if withheld else "answer.shared"
    audit.record(by, verb, answer, scope=answer.memoir_id, fields=("withheld_at",))
    answers_changed.send(sender=Answer, memoir=answer.memoir)


def _newest(answer: Answer) -> AnswerVersion:
    newest = answer.versions.order_by("-number").first()
    assert newest  # an answer is never stored without its first version
    return newest


def _begun(turn: Turn, opening: Opening, by: Actor) -> Answer:
    answer = Answer(id=new_id(), memoir=turn.memoir, turn=turn, given_by=by.pseudonym)
    opening.make_keys([answer.id])
    return answer


def _next_version(answer: Answer, text: str, opening: Opening, by: Actor) -> AnswerVersion | None:
    """None where she took an answer back and gives it again as it was."""
    if not answer.number:  # not stored yet
        return _first_version(answer, text, opening, by)
    newest = _newest(answer)
    if opening.text(newest, "text") == text:
        return None
    version = AnswerVersion(id=new_id(), answer=answer, number=newest.number + 1, written_by=by.pseudonym)
    opening.seal(version, text=text)
    return version


def _first_version(answer: Answer, text: str, opening: Opening, by: Actor) -> AnswerVersion:
    version = AnswerVersion(id=new_id(), answer=answer, number=1, written_by=by.pseudonym)
    opening.seal(version, text=text)
    return version


def _clean_sound(recording: bytes | None) -> Sound | None:
    return (
        cleaned_sound(recording, minutes=settings.FORTELL.limits.recording_minutes) if recording is not None else None
    )


def _sealed_recording(answer: Answer, sound: Sound, opening: Opening) -> Recording:
    row = Recording(id=new_id(), memoir=answer.memoir, answer=answer, milliseconds=sound.milliseconds)
    opening.make_keys([row.id])
    row.file = opening.store_file(item=row.id, content=sound.content, media_type=sound.media_type).id
    return row


def _remembered_with(turn: Turn, text: str, photos: Sequence[Photo], opening: Opening) -> Remembered:
    """What is remembered with this answer in it. One to an earlier turn comes in when all is read anew, next time."""
    if turn.outcome != Turn.Outcome.OPEN:
        forget([turn.memoir_id])
        return remembered(turn.memoir, opening)
    told = exchange(
        asked_in(turn, opening),
        outcome="answered",
        answer=text,
        photos=tuple(as_shown(read_photo(photo, opening)) for photo in photos),
        about=as_shown(read_photo(turn.of_photo, opening)) if turn.of_photo else None,
    )
    return with_turn(remembered(turn.memoir, opening), turn.number, told, turn.memoir)


def _store(answer: Answer, version: AnswerVersion | None, things: Sequence[Photo | Recording]) -> None:
    # One at a time in a memoir, so that no two answers take the same number.
    Memoir.objects.select_for_update().get(id=answer.memoir_id)
    if not answer.number:  # not stored yet
        answer.number = next_number(Answer.objects.filter(memoir=answer.memoir))
        answer.save(force_insert=True)
    else:
        answer.save(update_fields=["delivery", "withheld_at"])
    if version:
        version.save(force_insert=True)
    for thing in things:
        thing.save(force_insert=True)


@dataclass(frozen=True, kw_only=True)
class _Rows:
    turn: Turn | None
    answer: Answer
    version: AnswerVersion
    photos: list[Photo]


def _imported(memoir: Memoir, number: int, name: UUID, given: Given, opening: Opening, by: Actor) -> _Rows:
    turn = None
    if given.asked:
        origin = Turn.Origin.BANK if given.asked.bank_id else Turn.Origin.INTERVIEWER
        turn = Turn(memoir=memoir, number=number, origin=origin, outcome=Turn.Outcome.ANSWERED)
        opening.seal(turn, asked=asdict(given.asked))
    answer = Answer(id=name, memoir=memoir, turn=turn, number=number, given_by=by.pseudonym)
    return _Rows(
        turn=turn,
        answer=answer,
        version=_first_version(answer, given.text, opening, by),
        photos=sealed_photos(answer, cleaned(given.photos), opening),
    )
