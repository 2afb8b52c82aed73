"""The order that people choose for a draft: what it is made of, and how it holds when the draft is made anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Self, TypeVar

from fortell.book.models import Passage
from fortell.book.scenes import Group, answer_of

T = TypeVar("T")
Step = Literal[-1, 1]
UP: Final[Step] = -1
DOWN: Final[Step] = 1


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The keys of the chapters in the order somebody gave them, and the names of the passages in those she touched."""

    chapters: tuple[str, ...] = ()
    passages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.chapters or self.passages)

    @classmethod
    def stored(cls, json: Mapping[str, Any] | None) -> Self:
        if json is None:
            return cls()
        passages = {key: tuple(names) for key, names in json["passages"].items()}
        return cls(chapters=tuple(json["chapters"]), passages=passages)

    def to_json(self) -> dict[str, Any]:
        return {"chapters": list(self.chapters), "passages": {key: list(names) for key, names in self.passages.items()}}

    def among(self, proposed: Mapping[str, Sequence[str]]) -> "Chosen":
        """What is left of it in a draft with these passages by chapter. Of what is gone nothing is remembered."""
        passages = {
            key: tuple(name for name in names if name in proposed.get(key, ())) for key, names in self.passages.items()
        }
        return Chosen(
            chapters=tuple(key for key in self.chapters if key in proposed),
            passages={key: names for key, names in passages.items() if names},
        )


def arranged(proposed: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """All of `proposed` in the chosen order; what nobody has placed stands behind what it is proposed behind."""
    placed = [one for one in chosen if one in proposed]
    known = set(placed)
    for at, one in enumerate(proposed):
        if one not in known:
            placed.insert(placed.index(proposed[at - 1]) + 1 if at else 0, one)
    return placed


def moved(things: Sequence[T], thing: T, step: Step) -> list[T]:
    """The thing in its neighbour's place and the neighbour in its; at the end as they were."""
    ordered = list(things)
    at = ordered.index(thing)
    to = at + step
    if 0 <= to < len(ordered):
        ordered[at], ordered[to] = ordered[to], ordered[at]
    return ordered


def units(passages: Sequence[Passage], together: Iterable[Group] = ()) -> list[list[Passage]]:
    """What moves as one: a question with the passage that follows it, a scene that was put together with all of it."""
    scenes = {answer: group for group in together for answer in group}
    found: list[list[Passage]] = []
    for one in passages:
        scene = scenes.get(answer_of(one.name))
        same = bool(found) and scene is not None and scenes.get(answer_of(found[-1][-1].name)) == scene
        if found and (same or found[-1][-1].kind == Passage.Kind.QUESTION):
            found[-1].append(one)
        else:
            found.append([one])
    return found
