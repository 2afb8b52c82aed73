"""The ways in which time is spoken of in a language, read once from `times/<language>.toml` and `events.toml`."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

from fortell.story.language import Language

YEAR: Final = r"(?:18[6-9]\d|19\d\d|20[0-3]\d)"
_FLAGS: Final = re.IGNORECASE
_TENS: Final = 10


@dataclass(frozen=True, slots=True)
class Event:
    """`years`: first and last; several pairs where the language leaves open which is meant."""

    id: str
    years: tuple[tuple[int, int], ...]
    names: Mapping[str, str]
    said: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Speaking:
    """Patterns name what they hold: n, m numbers in words or figures; tens and digit those of a decade."""

    numbers: Mapping[str, int]
    tens: Mapping[str, int]
    year_words: re.Pattern[str]
    short: re.Pattern[str]
    corrected: re.Pattern[str]
    alternative: re.Pattern[str]
    ranged: re.Pattern[str]
    decades: Sequence[re.Pattern[str]]
    early: re.Pattern[str]
    late: re.Pattern[str]
    no_decade: re.Pattern[str]
    about: re.Pattern[str]
    about_after: re.Pattern[str]
    unsure: re.Pattern[str]
    born: re.Pattern[str]
    ages: Sequence[re.Pattern[str]]
    later: Sequence[re.Pattern[str]]
    earlier: Sequence[re.Pattern[str]]
    war: re.Pattern[str]
    loose: re.Pattern[str]
    open: re.Pattern[str]
    year: re.Pattern[str]

    def number(self, words: str) -> int:
        said = " ".join(words.casefold().split())
        return int(said) if said.isdigit() else self.numbers[said]


def _numbers(data: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """All ways to say one to ninety-nine."""
    units = [(form, number) for number, forms in enumerate(data["units"], 1) for form in forms.split("|")]
    tens = [(form, _TENS * number) for number, forms in enumerate(data["tens"], 2) for form in forms.split("|")]
    yield from units
    yield from tens
    for (ten, tenfold), (unit, number) in product(tens, units[: sum(number < _TENS for _form, number in units)]):
        yield from ((f"{ten}{sign}{unit}", tenfold + number) for sign in ("", "-", " "))
        if data["units_first"]:  # the older way: "to og femti"
            yield from ((f"{unit}{sign}{ten}", tenfold + number) for sign in data["units_first"].split("|"))


def _any(entries: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(entries, key=len, reverse=True)) + ")"


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", _FLAGS)


@cache
def speaking(language: Language) -> Speaking:
    """Raises FileNotFoundError for a language without data."""
    data = tomllib.loads(files(__package__).joinpath("times", f"{language}.toml").read_text(encoding="utf-8"))
    numbers = dict(_numbers(data))
    number = rf"(?:{_any(numbers)}|\d\d?)\b"
    tens = {form: 10 * n for n, forms in enumerate(data["decade_tens"], 2) for form in forms.split("|")}
    compound = _any(form for form, value in numbers.items() if value > 2 * _TENS and value % _TENS)
    after_two = rf"(?!\s*(?:{_any(data['not_after'])})\b)"

    def filled(pattern: str) -> re.Pattern[str]:
        spoken = pattern.replace("@SOFT@", _any(data["soft"])).replace("@TENS@", rf"(?P<tens>{_any(tens)})\b")
        spoken = spoken.replace("@DIGITS@", r"(?P<digit>[2-9])").replace("@M@", rf"(?P<m>{number})")
        return _word(spoken.replace("@N@", rf"(?P<n>{number}|{_any(data['one'])}\b)"))

    meant = rf"['’]?(?P<n>{YEAR}|\d\d|{compound})\b"
    season = rf"(?:{_any(data['seasons'])}(?: (?:of|in|i))?)"
    before = rf"(?:{_any(data['short_before'])}|{season})"
    return Speaking(
        numbers=numbers | dict.fromkeys(data["one"], 1),
        tens=tens,
        year_words=_word(rf"(?P<century>{'|'.join(data['centuries'])}){data['hundred']}(?P<n>{_any(numbers)})\b"),
        short=_word(rf"{before} (?:['’-](?P<n>\d\d)\b|(?P<m>(?:[2-9]\d|{compound})\b){after_two})"),
        corrected=re.compile(rf"[\s,.–-]*(?:{data['correction']})[\s,]+{meant}", _FLAGS),
        alternative=re.compile(
            rf",? (?:{data['alternative']}) ['’]?(?P<n>{YEAR}|\d\d|{compound})\b{after_two}", _FLAGS
        ),
        ranged=re.compile(rf" (?:{data['range']}) ['’]?(?P<n>[2-9]\d|{compound})\b{after_two}", _FLAGS),
        decades=[filled(pattern) for pattern in data["decade"]],
        early=re.compile(rf"\b{_any(data['early'])}", _FLAGS),
        late=re.compile(rf"\b{_any(data['late'])}", _FLAGS),
        no_decade=re.compile(rf"\b{_any(data['not_decade_after'])}\s+(?:early |mid |late )?$", _FLAGS),
        about=re.compile(rf"\b{_any(data['about'])}\s+$", _FLAGS),
        about_after=re.compile(rf",?\s+{_any(data['about_after'])}\b", _FLAGS),
        unsure=_word(rf"{_any(data['unsure'])}\b"),
        born=_word(rf"{_any(data['born'])}\b"),
        ages=[filled(pattern) for pattern in data["age"]],
        later=[filled(pattern) for pattern in data["later"]],
        earlier=[filled(pattern) for pattern in data["earlier"]],
        war=re.compile(rf"\s+{data['war']}\b", _FLAGS),
        loose=re.compile(rf"\b{_any(data['loose'])}(?:\s+\w+)?\s+$", _FLAGS),
        year=_word(data["year"]),
        open=re.compile(rf"\b{_any(data['open'])}$", _FLAGS),
    )


@cache
def events(language: Language) -> tuple[Event, ...]:
    """Public events as they are spoken of in the language."""
    data = tomllib.loads(files(__package__).joinpath("events.toml").read_text(encoding="utf-8"))
    return tuple(
        Event(
            id=name,
            years=tuple((first, last) for first, last in row["years"][language]),
            names=row["names"],
            said=_word(rf"{_any(row[language])}\b"),
        )
        for name, row in data.items()
    )


@cache
def any_event(language: Language) -> re.Pattern[str]:
    """What speaks of one of them, whichever it is."""
    return _word(_any(one.said.pattern.removeprefix(r"\b") for one in events(language)))


def event_names(language: Language) -> dict[str, str]:
    """What the events are called, by their ids."""
    return {event.id: event.names[language] for event in events(language)}
