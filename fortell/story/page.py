"""What stands on the storyteller's page, gathered for its template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString

from fortell.gateways import speech
from fortell.kit.ids import new_id
from fortell.kit.jobs import latest
from fortell.kit.models import Job
from fortell.privacy.vault.opening import Opening
from fortell.story.actions import can_be_taken_back
from fortell.story.album import PhotoRead, Twins, first_twins, read_photo
from fortell.story.family import somebody_waits
from fortell.story.helping import Help, help_for
from fortell.story.interviewer import ANSWERS_OF_A_SITTING, CALM, Asked, acknowledge, told_so_far
from fortell.story.language import phases
from fortell.story.models import Memoir, Recording, Turn
from fortell.story.queries import (
    AnswerRead,
    answers_of,
    answers_of_sitting,
    asked_in,
    language_of,
    last_ended,
    manner_of,
    read_answers,
    wish_of,
)
from fortell.story.remembering import picture_now
from fortell.story.slots import parts_for
from fortell.story.transcripts import TranscriptRead, read_transcript

RECENT = 8  # answers shown before she asks for all


@dataclass(frozen=True, kw_only=True)
class PhaseToldOf:
    name: str
    state: str  # told, begun, open


@dataclass(frozen=True, kw_only=True)
class QuestionShown:
    """The question in three pieces: her own words that it takes up stand in the middle, where it quotes them."""

    before: str
    quoted: str
    after: str


@dataclass(frozen=True, kw_only=True)
class TellPage:
    """Everything the template shows."""

    memoir: Memoir
    turn: Turn
    asked: Asked
    question: QuestionShown
    quoted: str
    heard: str
    undo: str  # how the question before ended, where that can be taken back; "dated" by a day for its photo
    undone: UUID | None  # that question's turn
    begun: AnswerRead | None  # what she took back, to say it otherwise
    delivery: str
    largest: int  # bytes of one file
    answers: list[AnswerRead]
    earlier: int
    phases: list[PhaseToldOf]
    photo: PhotoRead | None  # what the question asks about
    twin: Twins | None  # a photo added lately that she had already
    help: tuple[Help, ...]
    wished: bool  # it is calm because the owner wished so
    enough: bool  # whether to ask if she would like to stop here
    of_family: bool  # whether she can have one that the family wrote, instead of this
    beside: list[SafeString]
    minutes: int  # the longest voice message
    hears: bool  # whether it is written down for her
    listener: str  # who gets her voice for that; empty where it stays in this house


def tell_page(
    request: HttpRequest, *, memoir: Memoir, turn: Turn, opening: Opening, all_answers: bool = False
) -> TellPage:
    """The open question, what was heard of the last answer, what has been told, and what other rooms add."""
    rows = answers_of(memoir).order_by("-number")
    read = read_answers(rows if all_answers else rows[:RECENT], opening)
    begun = next((one for one in read if one.answer.turn_id == turn.id and one.answer.withheld_at), None)
    shown = [one for one in read if one is not begun]
    ended = last_ended(memoir)
    asked = asked_in(turn, opening)
    last = shown[0] if shown else None
    picture = picture_now(memoir, opening)
    processor = speech.chosen_processor()
    quoted = last.text[slice(*asked.refers_to)] if last and asked.refers_to else ""
    return TellPage(
        memoir=memoir,
        turn=turn,
        asked=asked,
        question=_shown(asked.text, quoted),
        quoted=quoted,
        heard=acknowledge(answer=last.text, language=language_of(memoir)) if last and _just_given(last, ended) else "",
        undo=_undo(ended, opening),
        undone=ended.id if ended else None,
        begun=begun,
        delivery=str(new_id()),
        largest=settings.UPLOAD_BYTES,
        answers=shown,
        earlier=rows.count() - len(read),
        phases=_phases(told_so_far(picture), memoir),
        photo=read_photo(turn.of_photo, opening) if turn.of_photo else None,
        twin=first_twins((photo for one in shown for photo in one.photos), memoir, opening),
        help=help_for(picture=picture, language=language_of(memoir), country=settings.FORTELL.controller.country),
        wished=_is_wished(memoir, opening),
        enough=_enough(memoir, opening),
        of_family=not asked.by and somebody_waits(memoir),
        beside=parts_for(request, memoir),
        minutes=settings.FORTELL.limits.recording_minutes,
        hears=speech.is_offered(),
        listener=processor.name if processor else "",
    )


def _undo(ended: Turn | None, opening: Opening) -> str:
    if ended is None or not can_be_taken_back(ended):
        return ""
    left = ended.outcome == Turn.Outcome.SKIPPED
    dated = left and ended.of_photo and read_photo(ended.of_photo, opening).about.day
    return "dated" if dated else ended.outcome


def _is_wished(memoir: Memoir, opening: Opening) -> bool:
    wish = wish_of(memoir, opening)
    return wish.calm and wish.counts


def _enough(memoir: Memoir, opening: Opening) -> bool:
    """In a calm conversation, after every few answers of a sitting."""
    if manner_of(memoir, opening) is not CALM:
        return False
    told = answers_of_sitting(memoir)
    return told > 0 and told % ANSWERS_OF_A_SITTING == 0


def _shown(question: str, quoted: str) -> QuestionShown:
    before, found, after = question.partition(quoted) if quoted else (question, "", "")
    return QuestionShown(before=before, quoted=found, after=after)


def _just_given(last: AnswerRead, ended: Turn | None) -> bool:
    return ended is not None and ended.outcome == Turn.Outcome.ANSWERED and last.answer.turn_id == ended.id


def _phases(told: Mapping[str, int], memoir: Memoir) -> list[PhaseToldOf]:
    """The map of her life: of each phase in its order, whether she has told of it, begun, or not yet."""
    states = {0: "open", 1: "begun"}
    return [
        PhaseToldOf(name=phase.names[memoir.language], state=states.get(told.get(phase.id, 0), "told"))
        for phase in phases()
    ]


@dataclass(frozen=True, kw_only=True)
class RecordingPage:
    """A recording on the page of its answer, with what was heard in it, and the work on it."""

    recording: Recording
    transcript: TranscriptRead | None
    job: Job | None

    @property
    def is_whole(self) -> bool:
        return self.transcript is not None and self.transcript.is_whole

    @property
    def waiting(self) -> bool:
        return self.job is not None and not self.job.ended and not self.is_whole

    @property
    def failed(self) -> bool:
        return self.job is not None and bool(self.job.ended) and not self.is_whole

    @property
    def may_be_heard(self) -> bool:
        """Whether she can have it written down now: an engine is there, and has not done it nor is it at it."""
        return speech.is_offered() and not self.is_whole and not self.waiting


def recording_page(recording: Recording, opening: Opening) -> RecordingPage:
    return RecordingPage(
        recording=recording,
        transcript=read_transcript(recording, opening),
        job=latest("story.transcribe", scope=recording.memoir_id, dedupe=str(recording.id)),
    )


def heard_in(spoken: Iterable[RecordingPage]) -> str:
    """The words to begin with where she has written none: what was heard, once all of it was."""
    pages = list(spoken)
    if not all(page.is_whole for page in pages):
        return ""
    return "\n\n".join(page.transcript.text for page in pages if page.transcript and page.transcript.words)
