"""Scenes that were told twice: what people put together or kept apart, and how it stands in every later draft.

Answers of one scene stand one behind the other where the first told of them stands, each in its own words.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Protocol, Self

from fortell.book.models import Passage

Group = tuple[str, ...]  # ids of answers, in the order told


class Standing(Protocol):
    """A passage, as proposed."""

    @property
    def kind(self) -> str: ...
    @property
    def answers(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, kw_only=True)
class Scenes:
    """`together`: put together by people; `apart`: two of them, said to be different things; `alike`: what is asked."""

    together: tuple[Group, ...] = ()
    apart: tuple[Group, ...] = ()
    alike: tuple[Group, ...] = ()

    @classmethod
    def stored(cls, json: Mapping[str, Any] | None) -> Self:
        return cls(**{name: tuple(map(tuple, groups)) for name, groups in (json or {}).items()})

    def to_json(self) -> dict[str, list[list[str]]]:
        chosen = {"together": self.together, "apart": self.apart, "alike": self.alike}
        return {name: [list(group) for group in groups] for name, groups in chosen.items()}

    def among(self, answers: Sequence[str], *, alike: Iterable[Group]) -> "Scenes":
        """What is left of it where these were told, in this order. Of what is gone nothing is remembered."""
        told = set(answers)
        kept = [tuple(one for one in answers if one in group) for group in self.together if told.intersection(group)]
        return Scenes(
            together=tuple(group for group in kept if len(group) > 1),
            apart=tuple(pair for pair in self.apart if told.issuperset(pair)),
            alike=tuple(alike),
        )

    def with_together(self, pair: Group) -> "Scenes":
        """One scene of the two and of all that either was put together with."""
        meeting = [group for group in self.together if not set(group).isdisjoint(pair)]
        grown = tuple(dict.fromkeys(one for group in (*meeting, pair) for one in group))
        others = tuple(group for group in self.together if group not in meeting)
        return replace(self, together=(*others, grown))

    def with_apart(self, pair: Group) -> "Scenes":
        return replace(self, apart=(*self.apart, pair))

    def without(self, pair: Group) -> "Scenes":
        """As if nobody had said anything of the scene that holds both."""
        return replace(self, together=_but(self.together, pair), apart=_but(self.apart, pair))

    @property
    def unanswered(self) -> tuple[Group, ...]:
        return tuple(pair for pair in self.alike if self.without(pair) == self)


def _but(groups: Iterable[Group], pair: Group) -> tuple[Group, ...]:
    return tuple(group for group in groups if not set(group).issuperset(pair))


def answer_of(name: str) -> str:
    """The answer that a passage is named after."""
    return name.partition(":")[2].partition(":")[0]


def whole(chapters: Iterable[Iterable[Standing]]) -> set[str]:
    """The answers that can be moved without taking a word of another along, or a question from another answer."""
    stretches = [stretch for chapter in chapters for stretch in _stretches(chapter)]
    drawn = [{answer for one in stretch for answer in one.answers} for stretch in stretches]
    seen = Counter(answer for answers in drawn for answer in answers)
    return {answer for answers in drawn if len(answers) == 1 for answer in answers if seen[answer] == 1}


def _stretches(chapter: Iterable[Standing]) -> list[list[Standing]]:
    """A question with all that is told upon it; without questions, what draws on the same answers."""
    found: list[list[Standing]] = []
    for one in chapter:
        asked = bool(found) and found[-1][0].kind == Passage.Kind.QUESTION
        if found and one.kind != Passage.Kind.QUESTION and (asked or one.answers == found[-1][-1].answers):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def gathered(names: Mapping[str, Sequence[str]], together: Iterable[Group]) -> dict[str, list[str]]:
    """Names of passages by chapter, those of each group behind the ones of its first answer; no name is lost."""
    stand = {key: list(chapter) for key, chapter in names.items()}
    for first, *others in together:
        key = next(key for key, chapter in stand.items() if any(answer_of(name) == first for name in chapter))
        moving = [name for one in others for chapter in stand.values() for name in chapter if answer_of(name) == one]
        stand = {key: [name for name in chapter if name not in moving] for key, chapter in stand.items()}
        behind = max(at for at, name in enumerate(stand[key]) if answer_of(name) == first) + 1
        stand[key][behind:behind] = moving
    return stand


def neighbours(names: Mapping[str, Sequence[str]]) -> set[frozenset[str]]:
    """Pairs of answers that stand one right behind the other."""
    follow: set[frozenset[str]] = set()
    for chapter in names.values():
        answers = list(dict.fromkeys(answer_of(name) for name in chapter))
        follow |= {frozenset(pair) for pair in pairwise(answers)}
    return follow
