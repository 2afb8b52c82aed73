"""Every place in a sentence where she says when something was, before anything is worked out of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from fortell.story.interviewer.cues import years
from fortell.story.language import Language, fold, lexicon, words
from fortell.story.structure.speaking_of_time import Speaking, any_event, events, speaking

Kind = Literal["year", "short", "corrected", "decade", "age", "event", "own", "shift"]
# Facts of a life that happen once, so that what is said beside them dates them.
OWN: Final = ("wedding", "retired")
# Half a decade, which "early" and "late" leave: 1950–1954, 1955–1959.
_HALF: Final = 5
_CENTURY: Final = 1900
_YEARS_OF_ONE: Final = 100
_BEFORE: Final = 40
# Nobody tells of an age of less; what is said in so small figures counts something else.
_YOUNGEST: Final = 2
_SIGN: Final = re.compile(r"\s*(?:[.,;:!?…)\"”»–-]|$)")


@dataclass(frozen=True, slots=True)
class Mention:
    """`start` and `end` are characters of the sentence. `low` to `high`: years, or for an age years of age."""

    kind: Kind
    start: int
    end: int
    low: int
    high: int
    about: bool = False
    name: str = ""
    years: tuple[tuple[int, int], ...] = ()  # of an event: all that may be meant
    # An event with "after" before it, which is some time after it; years that are counted from what follows them.
    loose: bool = False


def _year(said: str, century: int, how: Speaking) -> int:
    value = how.number(said)
    return century + value if value < _YEARS_OF_ONE else value


def _about(text: str, start: int, end: int, how: Speaking) -> bool:
    return bool(how.about.search(text[max(0, start - _BEFORE) : start]) or how.about_after.match(text, end))


def _dated(text: str, start: int, end: int, year: int, how: Speaking, kind: Kind) -> Iterator[Mention]:
    """A year with what follows it: "1951, no, 52", "1951 or 52", "1956 and 57"."""
    century = year // _YEARS_OF_ONE * _YEARS_OF_ONE
    if better := how.corrected.match(text, end):
        meant = _year(better.group("n"), century, how)
        yield Mention("corrected", start, better.end(), meant, meant)
    elif other := how.alternative.match(text, end):
        meant = _year(other.group("n"), century, how)
        yield Mention(kind, start, other.end(), min(year, meant), max(year, meant), about=True)
    else:
        yield Mention(kind, start, end, year, year, about=_about(text, start, end, how))
        if more := how.ranged.match(text, end):
            meant = _year(more.group("n"), century, how)
            yield Mention("short", more.start("n"), more.end(), meant, meant)


def _years(text: str, how: Speaking, language: Language) -> Iterator[Mention]:
    for cue in years(text=text):
        yield from _dated(text, cue.start, cue.end, int(cue.words), how, "year")
    for said in how.year_words.finditer(text):
        century = _CENTURY if said.group("century").casefold().startswith("ni") else _CENTURY - _YEARS_OF_ONE
        yield from _dated(text, said.start(), said.end(), century + how.number(said.group("n")), how, "year")
    for said in how.short.finditer(text):
        group = "n" if said.group("n") else "m"
        if _ends_as_year(text, said.end(), language):
            year = _CENTURY + how.number(said.group(group))
            yield from _dated(text, said.start(group), said.end(), year, how, "short")


def _ends_as_year(text: str, end: int, language: Language) -> bool:
    """Whether nothing follows that the number could count: a sign, a small word, a verb with its subject after it."""
    sign = _SIGN.match(text, end)
    following = [fold(word.text) for word in words(text[end : end + _BEFORE])[:2]]
    lists = lexicon(language)
    if sign or not following or lists.has("stopwords", following[0]):
        return True
    return len(following) > 1 and (lists.has("pronouns", following[1]) or lists.has("subjects", following[1]))


def _decades(text: str, how: Speaking) -> Iterator[Mention]:
    for pattern in how.decades:
        for said in pattern.finditer(text):
            found = said.groupdict()
            first = _CENTURY + (how.tens[fold(found["tens"])] if found.get("tens") else 10 * int(found["digit"]))
            before = text[max(0, said.start() - _BEFORE) : said.start()]
            if not how.no_decade.search(before):
                near = before[-16:] + said.group()
                low = first + _HALF * bool(how.late.search(near))
                high = first + 9 - _HALF * bool(how.early.search(near))
                yield Mention("decade", said.start(), said.end(), low, high)


def _ages(text: str, how: Speaking) -> Iterator[Mention]:
    for pattern in how.ages:
        for said in pattern.finditer(text):
            low = how.number(said.group("n"))
            high = how.number(said["m"]) if "m" in pattern.groupindex else low
            if _YOUNGEST <= low <= high:
                about = low != high or bool(how.unsure.search(said.group()))
                yield Mention("age", said.start(), said.end(), low, high, about)


def _shifts(text: str, how: Speaking, language: Language) -> Iterator[Mention]:
    if not how.year.search(text):  # most sentences, and the patterns are wide
        return
    for sign, patterns in ((1, how.later), (-1, how.earlier)):
        for pattern in patterns:
            for said in pattern.finditer(text):
                number = sign * (how.number(said["n"]) if "n" in pattern.groupindex and said["n"] else 1)
                name = "war_ends" if sign > 0 else "war_begins"
                to_war = how.war.match(text, said.end())
                end = to_war.end() if to_war else said.end()
                loose = bool(how.open.search(said.group())) and not _stops(text, end, language)
                yield Mention("shift", said.start(), end, number, number, name=name if to_war else "", loose=loose)


def _stops(text: str, end: int, language: Language) -> bool:
    """Whether no clause or name follows: a sign does, or a verb ("the year before came snow")."""
    following = words(text[end : end + _BEFORE])[:1]
    if _SIGN.match(text, end) or not following:
        return True
    lists, first = lexicon(language), fold(following[0].text)
    opens_clause = any(lists.has(listed, first) for listed in ("stopwords", "pronouns", "subjects", "subordinators"))
    return following[0].text.islower() and not opens_clause


def _loose(text: str, at: int, how: Speaking) -> bool:
    return bool(how.loose.search(text[max(0, at - _BEFORE) : at]))


def _events(text: str, how: Speaking, language: Language) -> Iterator[Mention]:
    if not any_event(language).search(text):  # most sentences: one look instead of one for each event
        return
    for event in events(language):
        for said in event.said.finditer(text):
            low, high = min(first for first, _ in event.years), max(last for _, last in event.years)
            start, loose = said.start(), _loose(text, said.start(), how)
            yield Mention("event", start, said.end(), low, high, name=event.id, years=event.years, loose=loose)


def _own(text: str, how: Speaking, language: Language) -> Iterator[Mention]:
    said, facts = fold(text), lexicon(language).facts
    for name in OWN:
        for phrase in facts[name]:
            if (at := said.find(phrase)) >= 0:
                yield Mention("own", at, at + len(phrase), 0, 0, name=name, loose=_loose(text, at, how))
                break


def mentions(*, text: str, language: Language) -> list[Mention]:
    """In the order said. Where two overlap, what says more exactly is kept: a year before a decade before an age."""
    how, kept = speaking(language), list[Mention]()
    found = (
        *_years(text, how, language),
        *_decades(text, how),
        *_shifts(text, how, language),
        *_ages(text, how),
        *_events(text, how, language),
        *_own(text, how, language),
    )
    taken = bytearray(len(text))  # by character, so that a very long sentence takes no quadratic time
    for one in found:
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
