"""A recorded interview, put to the interviewer turn by turn: what it would have asked. Nothing is stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fortell.story.interviewer import USUAL, Asked, Exchange, Language, Manner, Picture, grow, plan

# The first stretch of a conversation, by which a whole life should have been touched here and there.
FIRST: int = 20


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What would have been asked after the answer of this number, counted from 1.

    `refers_to` are the words of hers that the question takes up, as she said them; None where it takes up none.
    """

    answer: int
    question: str
    kind: str
    phase: str
    weight: int
    refers_to: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Tally:
    answers: int
    referring: int
    repeats: int
    phases_early: int


def replay(answers: Iterable[str], *, language: Language, manner: Manner = USUAL) -> Iterator[Replayed]:
    """One question for each answer. The answers were given to other questions, and are taken as they are."""
    picture = Picture()
    asked = plan(picture=picture, last=None, language=language, manner=manner).asked
    for number, answer in enumerate(answers, start=1):
        told = Exchange(asked.text, asked.bank_id, asked.phase, asked.kind, "answered", answer)
        picture = grow(picture=picture, exchange=told, language=language)
        asked = plan(picture=picture, last=told, language=language, manner=manner).asked
        yield _replayed(number, asked, answer)


def _replayed(number: int, asked: Asked, answer: str) -> Replayed:
    return Replayed(
        answer=number,
        question=asked.text,
        kind=asked.kind,
        phase=asked.phase,
        weight=asked.weight,
        refers_to=answer[slice(*asked.refers_to)] if asked.refers_to else None,
        reason=asked.reason,
    )


def tally(replayed: Sequence[Replayed]) -> Tally:
    """How many questions took up something just said, how many came twice, how many phases the first ones touched."""
    return Tally(
        answers=len(replayed),
        referring=sum(one.refers_to is not None for one in replayed),
        repeats=len(replayed) - len({one.question for one in replayed}),
        phases_early=len({one.phase for one in replayed[:FIRST]}),
    )
