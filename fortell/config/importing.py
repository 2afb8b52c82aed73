"""From an interview file to a memoir, with the operator's statement of consent first."""

from dataclasses import dataclass
from pathlib import Path

from fortell.people.models import Role
from fortell.people.permissions import OPERATOR
from fortell.story.actions import Given, NewMember, consent_by_statement, create_memoir, import_answers
from fortell.story.interviews import Interview, exchanges, language_of, read_interview, storyteller_in
from fortell.story.models import Memoir

UNKNOWN = {
    "en": "Speakers unknown",
    "nb": "Ukjente stemmer",
    "nn": "Ukjende stemmer",
    "sv": "Okända röster",
}
UNNAMED = {
    "en": "Who says what is not known",
    "nb": "Hvem som sier hva, er ikke kjent",
    "nn": "Kven som seier kva, er ikkje kjent",
    "sv": "Vem som säger vad är inte känt",
}
CONVERSATION = {"en": "A conversation", "nb": "En samtale", "nn": "Ein samtale", "sv": "Ett samtal"}


@dataclass(frozen=True, kw_only=True)
class Imported:
    code: str
    storyteller: str
    language: str
    answers: int
    note: str


def import_file(
    *,
    file: Path,
    speakers: Path | None,
    storyteller: str | None,
    language: str | None,
    title: str | None,
    statement: str,
    dial: Memoir.Dial = Memoir.Dial.LIGHT,
) -> Imported:
    """Make a memoir of a recorded interview: all of it or, where it is broken, nothing. Raises InterviewUnreadable."""
    interview = read_interview(file.read_bytes(), speakers=speakers.read_bytes() if speakers else None)
    spoken = language_of(interview, wanted=language, file_name=file.name)
    teller = storyteller_in(interview, storyteller)
    known = interview.speakers_known
    pairs = exchanges(interview, storyteller=teller)
    memoir = create_memoir(
        title=title or interview.title or (CONVERSATION[spoken] if not known else teller),
        subtitle=interview.place_and_date if known else UNNAMED[spoken],
        language=spoken,
        form=Memoir.Form.INTERVIEW if known else Memoir.Form.CONVERSATION,
        dial=dial,
        people=(NewMember(role=Role.STORYTELLER, name=teller or UNKNOWN[spoken]),),
        by=OPERATOR,
    )
    consent_by_statement(memoir=memoir, statement=statement, by=OPERATOR)
    given = [Given.in_reply_to(question, text) for question, text in pairs]
    count = import_answers(memoir=memoir, given=given, by=OPERATOR)
    note = "" if known else _note(interview)
    return Imported(code=memoir.code, storyteller=teller, language=spoken, answers=count, note=note)


def _note(interview: Interview) -> str:
    unknown = sum(not turn.speaker for turn in interview.turns)
    return (
        f"{unknown} of {len(interview.turns)} utterances have no speaker. They are kept as speaker unknown and "
        "the book is headed as a conversation; --speakers FILE names them."
    )
