"""Whole conversations with the interviewer, for trying it."""

from collections.abc import Iterable

from fortell.story.interviewer import Asked, Exchange, Language, next_question
from fortell.story.interviewer.exchange import Outcome

Turn = tuple[Outcome, str]


def exchange(asked: Asked, outcome: Outcome, answer: str = "") -> Exchange:
    return Exchange(asked.text, asked.bank_id, asked.phase, asked.kind, outcome, answer)


def replay(turns: Iterable[Turn], language: Language) -> list[Asked]:
    """All questions, the one after the last turn included."""
    history: list[Exchange] = []
    asked = [next_question(history=history, language=language)]
    for outcome, answer in turns:
        history.append(exchange(asked[-1], outcome, answer))
        asked.append(next_question(history=history, language=language))
    return asked


def after(answer: str, language: Language = "en", *, kind: str = "opener") -> Asked:
    """The question that follows this one answer."""
    first = Exchange("How did it begin?", "early_home.kitchen", "early_home", kind, "answered", answer)
    return next_question(history=[first], language=language)
