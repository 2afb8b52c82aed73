"""What has been told so far, as far as asking on needs it. It grows by one exchange at a time.

It holds words of hers, so whoever stores it seals it; it is made anew from her answers at any time.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zlib import crc32

from fortell.story.interviewer.bank import bank
from fortell.story.language import Language, fold, phases, stem

# Raised whenever the same answers would grow into another picture than before.
RULES: Final = 4
# So much is kept, whatever the length of a life: a turn costs the same after a thousand answers.
MOST_PEOPLE: Final = 150
MOST_PLACES: Final = 100
MOST_YEARS: Final = 80
MOST_THREADS: Final = 60
LATELY: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody she named: `related` is how we speak of them to her ("your brother"), empty where she did not say."""

    name: str
    kind: str  # "person" or "kin" where her words say so, else "name", which a place can be
    related: str
    answers: int  # in how many of them
    last: int  # the exchange that named them last, counted from 1


@dataclass(frozen=True, slots=True)
class Thread:
    """Words of hers that could be taken up and were not yet."""

    words: str
    worth: float
    turn: int
    phase: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Numbers in `asked` and `taken` are marks of questions asked and of words taken up; ids are those of the bank."""

    turns: int = 0
    answered: int = 0
    told: Mapping[str, int] = field(default_factory=dict)  # answers by phase
    scenes: Mapping[str, int] = field(default_factory=dict)  # those of them that tell what happened, step by step
    people: tuple[Person, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)  # answers by place
    years: tuple[int, ...] = ()
    landmarks: tuple[str, ...] = ()  # events that others can be dated by, newest last
    threads: tuple[Thread, ...] = ()
    facts: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()  # what she would rather not speak of
    off_limits: frozenset[str] = frozenset()  # what she has named as never to be asked about (`off_limits.py`)
    matters: frozenset[str] = frozenset()  # questions that she has answered without being asked
    touched: Mapping[str, float] = field(default_factory=dict)  # questions her last answer came near, and how near
    moods: tuple[str, ...] = ()  # how the last exchanges went, newest last
    kinds: Mapping[str, int] = field(default_factory=dict)  # how often each kind was asked
    lately: tuple[str, ...] = ()  # the kinds asked last
    streak: int = 0  # follow-ups since the last question of another kind
    used: frozenset[str] = frozenset()
    later: Mapping[str, int] = field(default_factory=dict)  # questions put aside, by the turn
    asked: frozenset[int] = frozenset()
    taken: frozenset[int] = frozenset()
    quoted: tuple[str, ...] = ()  # the words taken up last
    photos: Mapping[str, str] = field(default_factory=dict)  # what is known of each, by kinds of question
    phase: str = ""
    theme: str = ""

    @property
    def mood(self) -> str:
        return self.moods[-1] if self.moods else ""


def mark(text: str) -> int:
    """Stands for a text where only sameness matters."""
    return crc32(fold(text).encode("utf-8", "replace"))


def taken_mark(kind: str, words: str, language: Language) -> int:
    """Stands for words that a question took up; for a thing, in whatever form it was named."""
    return mark(stem(fold(words), language=language) if kind == "thing" else words)


@cache
def rules(language: Language) -> int:
    """The rules and lists that a picture grew by, as a number: under another number it must grow anew."""
    lists = files("fortell.story.language").joinpath("data", f"{language}.toml").read_bytes()
    questions = "".join(f"{question.id}{question.text}" for question in bank(language))
    return crc32(f"{RULES}{questions}".encode(), crc32(lists))


def as_data(picture: Picture, *, language: Language) -> dict[str, Any]:
    """The picture as JSON can hold it, with the number of its rules."""
    data = asdict(picture)
    plain = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in data.items()}
    return plain | {"rules": rules(language)}


def from_data(data: Mapping[str, Any], *, language: Language) -> Picture | None:
    """None for one that other rules made."""
    if data.get("rules") != rules(language):
        return None
    kept = {one.name: _typed(one.name, data[one.name], one.type) for one in fields(Picture)}
    return Picture(**kept)


def _typed(name: str, value: Any, kind: Any) -> Any:
    if name in {"people", "threads"}:
        return tuple((Person if name == "people" else Thread)(**row) for row in value)
    if isinstance(value, list):
        return frozenset(value) if str(kind).startswith("frozenset") else tuple(value)
    return value


def told_so_far(picture: Picture) -> dict[str, int]:
    """How many answers there are of each phase of a life, in the order of a life."""
    return {phase.id: picture.told.get(phase.id, 0) for phase in phases()}
