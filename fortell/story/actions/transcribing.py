from collections.abc import Callable

from django.db import transaction

from fortell.gateways.speech import Transcriber, decoded, is_offered, milliseconds, pieces
from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.jobs import later
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.models import Recording, Transcript
from fortell.story.queries import recording_file
from fortell.story.transcripts import Heard, as_kept, vocabulary

MOST_NAME = 100  # characters of an engine's name that are kept


def ask_for_words(*, recording: Recording, by: Actor) -> None:
    """She wants a recording written down that was not, or not to its end. Asked twice it is done once."""
    allow(by, Action.ANSWER_CORRECT, recording)
    with transaction.atomic():
        queue_hearing(recording)
        audit.record(by, "recording.to_be_heard", recording, scope=recording.memoir_id)


def queue_hearing(recording: Recording) -> None:
    """A step of verbs, in their transaction: where there is an engine, it hears the recording soon."""
    if is_offered():
        later("story.transcribe", scope=recording.memoir_id, dedupe=str(recording.id), recording=recording.id)


def transcribe(
    *, recording: Recording, engine: Transcriber, progress: Callable[[int, int], None], by: Actor
) -> Transcript:
    """Hear a recording piece by piece, and keep each piece's words as they come; a second call goes on from there.

    Nothing of it is in the book: the words are hers once she has read and saved them. Raises EngineFailed,
    ConsentMissing, Restricted, KeyDestroyed, and what `progress` raises.
    """
    opening = opened(scope=recording.memoir_id, use=Use.BOOK, item=recording.id)
    row, words = _begun(recording, engine, opening)
    if row.heard_at:
        return row
    names, language = vocabulary(recording.memoir, opening), recording.memoir.language
    begin = 0
    for piece in pieces(decoded(opening.file(recording_file(recording)))):
        end = begin + milliseconds(piece)
        if end > row.through:
            heard = engine.hear(piece, language=language, vocabulary=names, scope=recording.memoir_id)
            words += as_kept(heard, begin=begin)
            row.through = end
            opening.seal(row, words=words)
            row.save()
            progress(end, recording.milliseconds)
        begin = end
    _finish(row, by)
    return row


def _begun(recording: Recording, engine: Transcriber, opening: Opening) -> tuple[Transcript, list[Heard]]:
    row = Transcript.objects.filter(recording=recording).first()
    if row:
        return row, opening.read(row, "words")
    return Transcript(id=new_id(), recording=recording, engine=engine.name[:MOST_NAME]), []


@transaction.atomic
def _finish(row: Transcript, by: Actor) -> None:
    row.heard_at = now()
    row.save(update_fields=["heard_at"])
    audit.record(by, "recording.heard", row.recording, scope=row.scope_id, fields=("words",))
