"""How people stumble in a language: the word lists of the clean-up, read once from `data/<language>.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fortell.story.language import Language


@dataclass(frozen=True, slots=True)
class Speech:
    """Folded words; the data files say what each list is for."""

    fillers: frozenset[str]
    dialect: frozenset[str]
    written_out: frozenset[str]
    small: frozenset[str]
    twice: frozenset[str]
    loose: frozenset[str]
    verbs: frozenset[str]
    emphatic: frozenset[str]
    openings: frozenset[str]
    subjects: frozenset[str]
    relative: frozenset[str]
    joins: frozenset[str]
    answers: frozenset[str]
    denials: frozenset[str]
    stalling: frozenset[str]
    needy: frozenset[str]
    whens: frozenset[str]
    persons: frozenset[str]
    empty: frozenset[str]
    commas_before: frozenset[str]
    pronouns: frozenset[str]
    markers: tuple[tuple[str, ...], ...]
    halves: tuple[tuple[str, ...], ...]
    forms: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """`small` from nought to nineteen, `tens` from twenty to ninety; `zero` as it is said within a year ("oh")."""

    small: tuple[str, ...]
    tens: tuple[str, ...]
    hundred: str
    thousand: str
    also: str
    zero: str
    before_a_year: frozenset[str]
    before_digits: frozenset[str]
    units: frozenset[str]


def _data(language: Language) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("data", f"{language}.toml").read_text(encoding="utf-8"))


def _phrases(listed: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in listed)


@cache
def speech(language: Language) -> Speech:
    """Raises FileNotFoundError for a language without data, TypeError for a list too many or too few."""
    data = _data(language)
    del data["numbers"]
    markers, halves, forms = (_phrases(data.pop(name)) for name in ("markers", "halves", "forms"))
    lists = {name: frozenset(listed.split()) for name, listed in data.items()}
    return Speech(markers=markers, halves=halves, forms=forms, **lists)


@cache
def numbers(language: Language) -> Numbers:
    """Raises as `speech` does."""
    data = _data(language)["numbers"]
    lists = {name: frozenset(data[name].split()) for name in ("before_a_year", "before_digits", "units")}
    return Numbers(
        small=tuple(data["small"].split()),
        tens=tuple(data["tens"].split()),
        hundred=data["hundred"],
        thousand=data["thousand"],
        also=data["and"],
        zero=data["zero"],
        **lists,
    )
