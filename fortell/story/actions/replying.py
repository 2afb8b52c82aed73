"""What comes back to a question that went out by e-mail: it becomes an answer, once, if it is hers."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fortell.kit import mail
from fortell.kit.installation import installation
from fortell.kit.received import Attached, Received, read_letter
from fortell.people.models import Role
from fortell.people.permissions import Actor
from fortell.people.queries import storyteller
from fortell.privacy import audit
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.rights.restriction import Restricted
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions.answers import give_answer
from fortell.story.actions.photos import NewPhoto
from fortell.story.letters import address_of, asks_by_mail, question_at
from fortell.story.models import Answer, MailAddress, MailedQuestion
from fortell.story.photos import Fault, PhotoRefused
from fortell.story.photos import clean as clean_photo
from fortell.story.quoting import her_words
from fortell.story.recordings import RecordingRefused
from fortell.story.recordings import clean as clean_sound


class Outcome(StrEnum):
    """What became of a letter. Of the first five she is told; to anybody else nothing is sent back."""

    KEPT = "kept"
    KEPT_IN_PART = "kept-in-part"  # something that was attached could not be read
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    CLOSED = "closed"  # no answers are taken by e-mail now
    AGAIN = "again"  # it came before
    AUTOMATIC = "automatic"
    UNKNOWN = "unknown"  # no question of ours has that reply address
    STRANGER = "stranger"
    NOT_BELIEVED = "not-believed"  # it says that it is hers, and nobody vouches for it


TOLD = (Outcome.KEPT, Outcome.KEPT_IN_PART, Outcome.EMPTY, Outcome.TOO_LARGE, Outcome.CLOSED)


@dataclass(frozen=True, kw_only=True)
class _Files:
    photos: tuple[NewPhoto, ...]
    recording: bytes | None
    left_out: bool


def take_reply(*, raw: bytes, whole: bool) -> Outcome:
    """Take in a letter that came to one of our reply addresses. `whole`: false where only its head was fetched."""
    letter = read_letter(raw, checked_by=installation().mailbox.checked_by)
    if letter.automatic:
        return Outcome.AUTOMATIC
    mailed = question_at(letter.to)
    if mailed is None:
        return Outcome.UNKNOWN
    opening = opened(scope=mailed.memoir_id, use=Use.OWN)
    address = address_of(storyteller(mailed.memoir_id).id)
    if not _is_from(letter, address, opening) or address is None:
        return Outcome.STRANGER
    if not letter.believed:
        return Outcome.NOT_BELIEVED
    name = opening.fingerprint(b"letter|" + (letter.message_id.encode() or hashlib.sha256(raw).digest()))
    if name in mailed.taken:
        return Outcome.AGAIN
    outcome = _taken(letter, mailed, UUID(hex=name[:32])) if whole else Outcome.TOO_LARGE
    return _noted(mailed, address, name, outcome)


def _is_from(letter: Received, address: MailAddress | None, opening: Opening) -> bool:
    return bool(address and address.confirmed and opening.text(address, "address").lower() == letter.sender)


def _taken(letter: Received, mailed: MailedQuestion, delivery: UUID) -> Outcome:
    turn = mailed.turn
    if not asks_by_mail(turn.memoir):
        return Outcome.CLOSED
    if Answer.objects.filter(memoir=turn.memoir_id, delivery=delivery).exists():
        return Outcome.KEPT  # a crash came between the answer and its note
    text, files = her_words(letter.text), _sorted(letter.attached)
    if len(text) > settings.FORTELL.limits.answer_characters:
        return Outcome.TOO_LARGE
    if not (text or files.photos or files.recording):
        return Outcome.EMPTY
    her = Actor(member=storyteller(turn.memoir_id).id, scope=turn.memoir_id, role=Role.STORYTELLER)
    try:
        give_answer(turn=turn, text=text, delivery=delivery, photos=files.photos, recording=files.recording, by=her)
    except (ConsentMissing, Restricted):
        return Outcome.CLOSED
    return Outcome.KEPT_IN_PART if files.left_out else Outcome.KEPT


def _sorted(attached: Iterable[Attached]) -> _Files:
    """Each file as what it can be read as; of several recordings the first, as on her page."""
    photos: list[NewPhoto] = []
    recording, left_out = None, False
    for file in attached:
        fault = _photo_fault(file.content)
        if fault is None:
            photos.append(NewPhoto(content=file.content, caption=""))
        elif recording is None and _is_sound(file.content):
            recording = file.content
        else:
            left_out = left_out or fault is not Fault.TOO_SMALL  # the small pictures are those of signatures
    return _Files(photos=tuple(photos), recording=recording, left_out=left_out)


def _photo_fault(content: bytes) -> Fault | None:
    limits = settings.FORTELL.limits
    if len(content) > limits.photo_megabytes * 1024 * 1024:
        return Fault.TOO_LARGE
    try:
        clean_photo(content, megapixels=limits.photo_megapixels)
    except PhotoRefused as error:
        return error.fault
    return None


def _is_sound(content: bytes) -> bool:
    try:
        clean_sound(content, minutes=settings.FORTELL.limits.recording_minutes)
    except RecordingRefused:
        return False
    return True


@transaction.atomic
def _noted(mailed: MailedQuestion, address: MailAddress, name: str, outcome: Outcome) -> Outcome:
    mailed = MailedQuestion.objects.select_for_update().get(id=mailed.id)
    if name in mailed.taken:  # two looked into the mailbox at once
        return Outcome.AGAIN
    mailed.taken = [*mailed.taken, name]
    mailed.save(update_fields=["taken"])
    kept = outcome in {Outcome.KEPT, Outcome.KEPT_IN_PART}
    audit.record_by_house("reply.kept" if kept else "reply.refused", mailed, scope=mailed.memoir_id)
    mail.post(f"reply-{outcome}", scope=mailed.memoir_id, address=address.id)
    return outcome
