"""Whole conversations with the interviewer, for trying it."""

from collections.abc import Iterable, Sequence

from fortell.story.interviewer import USUAL, Asked, Exchange, Language, Manner, Picture, Plan, grow, picture_of, plan
from fortell.story.interviewer.exchange import Outcome

Turn = tuple[Outcome, str]


def exchange(asked: Asked, outcome: Outcome, answer: str = "") -> Exchange:
    return Exchange(asked.text, asked.bank_id, asked.phase, asked.kind, outcome, answer)


def planned(history: Sequence[Exchange], language: Language) -> Plan:
    """The plan after these exchanges, the picture grown from nothing."""
    picture = picture_of(history=history, language=language)
    return plan(picture=picture, last=history[-1] if history else None, language=language)


def replay(turns: Iterable[Turn], language: Language, manner: Manner = USUAL) -> list[Asked]:
    """All questions, the one after the last turn included."""
    picture = Picture()
    asked = [plan(picture=picture, last=None, language=language, manner=manner).asked]
    for outcome, answer in turns:
        told = exchange(asked[-1], outcome, answer)
        picture = grow(picture=picture, exchange=told, language=language)
        asked.append(plan(picture=picture, last=told, language=language, manner=manner).asked)
    return asked


def after(answer: str, language: Language = "en", *, kind: str = "opener") -> Asked:
    """The question that follows this one answer."""
    first = Exchange("How did it begin?", "early_home.kitchen", "early_home", kind, "answered", answer)
    return planned([first], language).asked
