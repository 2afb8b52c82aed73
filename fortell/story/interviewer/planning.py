"""What to ask next: about a photo, presence, a follow-up, the family's, somebody she comes back to, the bank's.

When all of that is done, an open invitation.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

from fortell.story.interviewer.about_photos import about_photo
from fortell.story.interviewer.bank import BankQuestion, bank, questions_by_id
from fortell.story.interviewer.closing import is_closed
from fortell.story.interviewer.exchange import Asked, Exchange
from fortell.story.interviewer.following_up import Passed, follow_up
from fortell.story.interviewer.from_family import WaitingQuestion, from_family
from fortell.story.interviewer.inviting import beside_the_bank, invitation, may_be_taken_up
from fortell.story.interviewer.manner import USUAL, Manner
from fortell.story.interviewer.off_limits import WHY as OFF_LIMITS
from fortell.story.interviewer.off_limits import Bounds, bounds
from fortell.story.interviewer.phrases import phrases
from fortell.story.interviewer.picture import Picture, mark
from fortell.story.language import Language, phases

# First a little of every phase, so that a whole life is there early; then the rest, phase by phase again.
FIRST_LAP: Final = 1
# An answer that came so near to a question of whatever phase leads over to it.
BRIDGE: Final = 0.4
# What is heavy is asked of somebody who has been telling for a while, and not twice within so many exchanges.
ANSWERS_BEFORE_HEAVY: Final = 12
HEAVY: Final = 3
# A question put aside for later comes back once, so many exchanges after.
MUCH_LATER: Final = 25
# Somebody named in so many answers, and never asked about, is asked about.
OFTEN: Final = 3
_GRAVE: Final = frozenset({"heavy", "acute", "reluctant", "refused"})
_EASED: Final = frozenset({"brief", "heavy", "acute", "reluctant", "asking"})


class Plan(NamedTuple):
    """The one question to ask now, and what was passed over on the way to it.

    `family` names it if it is theirs, `photo` the photo that it is about.
    """

    asked: Asked
    passed: tuple[Passed, ...]
    family: str = ""
    photo: str = ""


@cache
def _by_phase(language: Language) -> tuple[tuple[BankQuestion, ...], ...]:
    return tuple(tuple(question for question in bank(language) if question.phase == phase.id) for phase in phases())


@cache
def _marks(language: Language) -> Mapping[str, int]:
    return {question.id: mark(question.text) for question in bank(language)}


def _needs_ease(picture: Picture, last: Exchange) -> bool:
    """Whether an easy question of another theme is due: after a short, a heavy or a reluctant answer, or none."""
    return last.outcome != "answered" or picture.mood in _EASED


def _laps(picture: Picture, language: Language) -> Iterator[BankQuestion]:
    """Questions not asked yet, in the order of asking: the first lap never turns back, the second takes the rest."""
    rows = _by_phase(language)
    asked = [sum(question.id in picture.used for question in row) for row in rows]
    reached = max((number for number, count in enumerate(asked) if count), default=0)
    first = [row for number, row in enumerate(rows) if number >= reached and asked[number] < FIRST_LAP]
    rest = [row for row in rows if row not in first]
    return (question for row in [*first, *rest] for question in row if question.id not in picture.used)


def _heaviest(picture: Picture, ease: bool) -> int:  # noqa: FBT001
    """How heavy the next question of the bank may be: an easy one comes first, and after something heavy only that."""
    if ease:
        return 1 if picture.mood in _GRAVE else HEAVY - 1
    calm = not {"heavy", "acute"} & set(picture.moods)
    return HEAVY if picture.answered >= ANSWERS_BEFORE_HEAVY and calm else HEAVY - 1


def _against_manner(question: BankQuestion, manner: Manner) -> str:
    """Empty where it may be asked in this manner."""
    if "year" in question.hints and not manner.dates:
        return "its answer wants a year"
    return "too heavy for a calm conversation" if question.weight > manner.heaviest else ""


def _why_not(question: BankQuestion, picture: Picture, shut: Bounds, heaviest: int, language: Language) -> str:
    """Empty where nothing speaks against asking."""
    if shut.meet_question(question):
        return OFF_LIMITS
    if _marks(language)[question.id] in picture.asked:
        return "asked before in these words"
    if is_closed(question, picture.closed, language):
        return "she would rather not speak of it"
    if question.id in picture.matters:
        return "told already without being asked"
    if not question.needs <= picture.facts:
        return "nothing told yet that leads to it"
    return "too heavy now" if question.weight > heaviest else ""


def _from_bank(
    picture: Picture, last: Exchange | None, language: Language, manner: Manner
) -> tuple[Asked | None, list[Passed]]:
    ease = last is not None and _needs_ease(picture, last)
    heaviest, fitting, passed, shut = _heaviest(picture, ease), [], [], bounds(picture, language)
    for question in _laps(picture, language):
        if why := _against_manner(question, manner) or _why_not(question, picture, shut, heaviest, language):
            passed.append(Passed(question.id, why))
        else:
            fitting.append(question)
    if not fitting:
        return None, passed
    fitting = _of_manner(fitting, manner)
    # Sorting is stable, so the order of the laps holds otherwise.
    nearest, why = fitting[0].phase, "the next question in the order of a life"
    if ease:
        fitting.sort(key=lambda q: (q.weight, q.theme == picture.theme))
        why = "an easy question of another theme"
    elif near := [question for question in fitting if picture.touched.get(question.id, 0.0) >= BRIDGE]:
        fitting = sorted(near, key=lambda q: -picture.touched[q.id])
        why = "what the last answer came near to"
    else:
        fitting.sort(key=lambda q: _distance(q, picture, nearest))
    return _as_asked(fitting[0], fitting[0].text, why), passed


def _of_manner(fitting: list[BankQuestion], manner: Manner) -> list[BankQuestion]:
    """Those that this manner puts first; `fitting` is not empty."""
    if manner.lightest_first:
        lightest = min(question.weight for question in fitting)
        fitting = [question for question in fitting if question.weight == lightest]
    return [question for question in fitting if question.kind in manner.first] or fitting


def _distance(question: BankQuestion, picture: Picture, nearest: str) -> int:
    """Within the phase whose turn it is: first what the last answer came near, then another theme than the last."""
    if question.phase != nearest or picture.turns < 2:  # noqa: PLR2004 - the first questions keep their order
        return 1
    if question.id in picture.touched:
        return 0
    return 2 if question.theme == picture.theme else 1


def _as_asked(question: BankQuestion, text: str, why: str) -> Asked:
    return Asked(
        text=text,
        kind=question.kind,
        phase=question.phase,
        theme=question.theme,
        weight=question.weight,
        bank_id=question.id,
        refers_to=None,
        reason=f"{why} ({question.id})",
    )


def _put_aside(picture: Picture, last: Exchange, language: Language, manner: Manner) -> Asked | None:
    """A question she wanted to answer later, if it is much later now and it has not come back yet."""
    if _needs_ease(picture, last) or not manner.reminds:
        return None
    for name, turn in picture.later.items():
        question = questions_by_id(language).get(name)
        if question is None or turn > picture.turns - MUCH_LATER or name in picture.matters:
            continue
        if is_closed(question, picture.closed, language) or bounds(picture, language).meet_question(question):
            continue
        text = phrases(language).again.format(question=question.text)
        if mark(text) not in picture.asked:
            return _as_asked(question, text, "put aside much earlier")
    return None


def _recurring(picture: Picture, last: Exchange, language: Language, manner: Manner) -> Asked | None:
    """Somebody whom she comes back to now, as so often, and of whom nobody has asked."""
    if _needs_ease(picture, last) or "recurring" in picture.lately or not manner.reminds:
        return None
    shut = bounds(picture, language)
    for person in picture.people:
        now = person.last == picture.turns and person.answers >= OFTEN
        if now and person.kind != "name" and may_be_taken_up(person.name, picture, shut):
            templates = phrases(language).recurring
            text = templates[picture.kinds.get("recurring", 0) % len(templates)].format(words=person.name)
            if mark(text) not in picture.asked and not shut.meet(text):
                reason = f"somebody named in {person.answers} answers"
                return beside_the_bank(text, "recurring", picture, reason)
    return None


def plan(
    *,
    picture: Picture,
    last: Exchange | None,
    language: Language,
    manner: Manner = USUAL,
    family: Sequence[WaitingQuestion] = (),
    wished: bool = False,
) -> Plan:
    """What to ask after `last`, the newest exchange of the picture; None before the first.

    `family`: what waits of theirs; `wished`: she asked for one of those.

    The same picture and exchange always get the same question, and no question comes twice.
    """
    passed: list[Passed] = []
    of_photos: tuple[Passed, ...] = ()
    if last and not wished:
        photo = about_photo(picture=picture, language=language, manner=manner)
        if photo.asked:
            return Plan(photo.asked, photo.passed, photo=photo.name)
        of_photos = photo.passed
    if last:
        further, passed = follow_up(picture=picture, last=last, language=language, never=manner.never)
        passed[:0] = of_photos
        if further:
            asked = beside_the_bank(further.text, further.kind, picture, further.reason)
            return Plan(replace(asked, refers_to=further.refers_to), tuple(passed))
    theirs = from_family(
        picture=picture,
        waiting=family,
        heaviest=_heaviest(picture, ease=False),
        language=language,
        manner=manner,
        wished=wished,
    )
    passed += theirs.passed
    if theirs.asked:
        return Plan(theirs.asked, tuple(passed), theirs.name)
    if last:
        returning = _put_aside(picture, last, language, manner) or _recurring(picture, last, language, manner)
        if returning:
            return Plan(returning, tuple(passed))
    asked_of_bank, passed_of_bank = _from_bank(picture, last, language, manner)
    return Plan(asked_of_bank or invitation(picture, language, reminds=manner.reminds), (*passed, *passed_of_bank))
