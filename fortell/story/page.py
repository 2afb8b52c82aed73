"""What stands on the storyteller's page, gathered for its template."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString

from fortell.kit.ids import new_id
from fortell.privacy.vault.opening import Opening
from fortell.story.actions import can_be_taken_back
from fortell.story.interviewer import Asked, acknowledge
from fortell.story.language import phases
from fortell.story.models import Memoir, Turn
from fortell.story.queries import (
    AnswerRead,
    answers_of,
    asked_by_phase,
    asked_in,
    language_of,
    last_ended,
    read_answers,
)
from fortell.story.slots import parts_for

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
    undo: str  # how the question before ended, where that can be taken back
    begun: AnswerRead | None  # what she took back, to say it otherwise
    delivery: str
    largest: int  # bytes of one file
    answers: list[AnswerRead]
    earlier: int
    phases: list[PhaseToldOf]
    beside: list[SafeString]


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
    quoted = last.text[slice(*asked.refers_to)] if last and asked.refers_to else ""
    return TellPage(
        memoir=memoir,
        turn=turn,
        asked=asked,
        question=_shown(asked.text, quoted),
        quoted=quoted,
        heard=acknowledge(answer=last.text, language=language_of(memoir)) if last and _just_given(last, ended) else "",
        undo=ended.outcome if ended and can_be_taken_back(ended) else "",
        begun=begun,
        delivery=str(new_id()),
        largest=settings.UPLOAD_BYTES,
        answers=shown,
        earlier=rows.count() - len(read),
        phases=told_so_far(memoir, opening),
        beside=parts_for(request, memoir),
    )


def _shown(question: str, quoted: str) -> QuestionShown:
    before, found, after = question.partition(quoted) if quoted else (question, "", "")
    return QuestionShown(before=before, quoted=found, after=after)


def _just_given(last: AnswerRead, ended: Turn | None) -> bool:
    return ended is not None and ended.outcome == Turn.Outcome.ANSWERED and last.answer.turn_id == ended.id


def told_so_far(memoir: Memoir, opening: Opening) -> list[PhaseToldOf]:
    """The map of her life: of each phase in its order, whether she has told of it, begun, or not yet."""
    counts, states = asked_by_phase(memoir, opening), {0: "open", 1: "begun"}
    return [
        PhaseToldOf(name=phase.names[memoir.language], state=states.get(counts.get(phase.id, 0), "told"))
        for phase in phases()
    ]
