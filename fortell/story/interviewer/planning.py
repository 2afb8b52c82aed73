"""What to ask next: a follow-up, else a question of the bank in the order of a life, else an open invitation."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Final

from fortell.story.interviewer.bank import BankQuestion, bank
from fortell.story.interviewer.cues import phrases_said
from fortell.story.interviewer.exchange import Asked, Exchange
from fortell.story.interviewer.facts import known
from fortell.story.interviewer.following_up import follow_up
from fortell.story.interviewer.mood import is_brief, is_heavy, is_reluctant, recent
from fortell.story.interviewer.phrases import phrases
from fortell.story.language import Language, phases

# First a little of every phase, so that a whole life is there early; then the rest, phase by phase again.
FIRST_LAP: Final = 2
# What is heavy is asked of somebody who has been telling for a while.
ANSWERS_BEFORE_HEAVY: Final = 12
HEAVY: Final = 3
# A question put aside for later comes back once, so many exchanges after.
MUCH_LATER: Final = 25
# An earlier answer may be quoted again after so many exchanges.
EARLIER: Final = 6
# So many earlier answers are read for one invitation, however long the memoir; the next begins so much further on.
LOOKED_THROUGH: Final = 8
STRIDE: Final = 7


@cache
def _by_phase(language: Language) -> tuple[tuple[BankQuestion, ...], ...]:
    return tuple(tuple(question for question in bank(language) if question.phase == phase.id) for phase in phases())


def _needs_ease(last: Exchange, language: Language) -> bool:
    """Whether an easy question of another theme is due: after a short, a heavy or a reluctant answer, or none."""
    if last.outcome != "answered":
        return True
    checks = (is_brief, is_heavy, is_reluctant)
    return any(check(answer=last.answer, language=language) for check in checks)


def _theme(history: Sequence[Exchange], language: Language) -> str:
    """The theme of the last question of the bank, empty before the first."""
    themes = {question.id: question.theme for question in bank(language)}
    asked = (exchange.bank_id for exchange in reversed(history))
    return next((themes[name] for name in asked if name in themes), "")


def _laps(used: Collection[str], language: Language) -> Iterator[BankQuestion]:
    """Questions not asked yet, in the order of asking: the first lap never turns back, the second takes the rest."""
    rows = _by_phase(language)
    asked = [sum(question.id in used for question in row) for row in rows]
    reached = max((number for number, count in enumerate(asked) if count), default=0)
    first = [row for number, row in enumerate(rows) if number >= reached and asked[number] < FIRST_LAP]
    rest = [row for row in rows if row not in first]
    return (question for row in [*first, *rest] for question in row if question.id not in used)


def _from_bank(history: Sequence[Exchange], asked: Collection[str], language: Language) -> Asked | None:
    ease = bool(history) and _needs_ease(history[-1], language)
    told = sum(exchange.outcome == "answered" for exchange in history)
    heaviest = 1 if ease else HEAVY if told >= ANSWERS_BEFORE_HEAVY else HEAVY - 1
    used = {exchange.bank_id for exchange in history if exchange.bank_id}
    fitting = [q for q in _laps(used, language) if q.weight <= heaviest and q.text not in asked]
    theme = _theme(history, language)
    # Another theme within the same phase comes first; sorting is stable, so the order of the laps holds otherwise.
    nearest = fitting[0].phase if fitting else ""
    if ease:
        fitting.sort(key=lambda q: q.theme == theme)
    else:
        fitting.sort(key=lambda q: q.phase == nearest and q.theme == theme and len(history) > 1)
    facts = known(history=history, language=language) if fitting else frozenset()
    question = next((q for q in fitting if q.needs <= facts), None)
    why = "an easy question of another theme" if ease else "the next question in the order of a life"
    return _as_asked(question, question.text, why) if question else None


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


def _put_aside(history: Sequence[Exchange], language: Language) -> Asked | None:
    """A question she wanted to answer later, if it is much later now and it has not come back yet."""
    if not history or history[-1].outcome != "answered" or _needs_ease(history[-1], language):
        return None
    times = [exchange.bank_id for exchange in history]
    questions = {question.id: question for question in bank(language)}
    for exchange in history[: max(0, len(history) - MUCH_LATER)]:
        question = questions.get(exchange.bank_id or "")
        if exchange.outcome == "later" and question and times.count(question.id) == 1:
            return _as_asked(question, phrases(language).again.format(question=question.text), "put aside much earlier")
    return None


def _open(text: str, history: Sequence[Exchange], reason: str) -> Asked:
    phase = next((exchange.phase for exchange in reversed(history) if exchange.phase), "today")
    return Asked(text, "invitation", phase, "things", 1, None, None, reason)


def _earlier_answers(history: Sequence[Exchange], turn: int) -> list[Exchange]:
    """Some answers of an earlier time, others at every turn, so that in the end all have had theirs."""
    earlier = [exchange for exchange in history[: max(0, len(history) - EARLIER)] if exchange.outcome == "answered"]
    start = turn * STRIDE % max(1, len(earlier))
    return [*earlier[start:], *earlier[:start]][:LOOKED_THROUGH]


def _quoting(history: Sequence[Exchange], asked: Collection[str], language: Language) -> Asked | None:
    """An invitation that quotes an earlier answer in words that no question has quoted yet."""
    questions = "\n".join(exchange.question for exchange in history)
    templates = phrases(language).invitations
    turn = sum(exchange.kind == "invitation" for exchange in history)
    for exchange in _earlier_answers(history, turn):
        if is_heavy(answer=exchange.answer, language=language):
            continue
        for cue in phrases_said(text=recent(exchange.answer), language=language)[:2]:
            text = templates[turn % len(templates)].format(words=cue.words)
            if cue.words not in questions and text not in asked:
                return _open(text, history, "the bank is empty; quotes an earlier answer")
    return None


def _invitation(history: Sequence[Exchange], asked: Collection[str], language: Language) -> Asked:
    fresh = next((text for text in phrases(language).open if text not in asked), None)
    quoting = _quoting(history, asked, language)
    # By turns, so that neither her own words nor open questions tire.
    if quoting and (len(history) % 2 or not fresh):
        return quoting
    if fresh:
        return _open(fresh, history, "an open invitation")
    number = len(history) + 1
    while phrases(language).numbered.format(number=number) in asked:
        number += 1
    return _open(phrases(language).numbered.format(number=number), history, "everything else has been asked")


def next_question(*, history: Sequence[Exchange], language: Language) -> Asked:
    """The one question to ask now; `history` holds all exchanges of the memoir, newest last.

    The same history always gets the same question, and no question comes twice.
    """
    asked = frozenset(exchange.question for exchange in history)
    if history:
        further = follow_up(history=history, asked=asked, language=language)
        if further:
            phase = history[-1].phase or "today"
            theme = _theme(history, language) or "things"
            return Asked(further.text, further.kind, phase, theme, 1, None, further.refers_to, further.reason)
    return (
        _put_aside(history, language) or _from_bank(history, asked, language) or _invitation(history, asked, language)
    )
