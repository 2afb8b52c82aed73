"""Numbers as a reader expects them in a book: years in digits, two to twelve in words.

Norwegian and Swedish spelling guides write numbers up to twelve in words where they count something; English ones go
further, and twelve keeps on the side of leaving be. One is left as it is: which form it has depends on its noun.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Final

from fortell.story.language import Language
from fortell.story.writing.cleaning.piece import Piece
from fortell.story.writing.cleaning.speech import Numbers, numbers
from fortell.story.writing.cleaning.stream import Said

_FROM, _TO = 2, 12
_CENTURIES: Final = (17, 18, 19)
_THOUSANDS: Final = 2000
# The longest spoken year: "nitten hundre og fem og førti".
_LONGEST: Final = 6
_COUNT: Final = re.compile(r"(?<!\S)\d{1,2}(?= [^\W\d_])")
_COUNTED: Final = re.compile(r"(?<![\d.,])\d{1,3}(?!\d)")
_SENTENCE: Final = re.compile(r"[^.!?\n]*")

Spoken = tuple[str, ...]


def _below_hundred(told: Numbers) -> Iterator[tuple[Spoken, int]]:
    """Every way in which one to ninety-nine is said or written, as words."""
    yield from (((word,), value) for value, word in enumerate(told.small) if value)
    for ten, tens in enumerate(told.tens, start=2):
        yield (tens,), 10 * ten
        for one in range(1, 10):
            unit, value = told.small[one], 10 * ten + one
            yield from (((f"{tens}{unit}",), value), ((f"{tens}-{unit}",), value), ((tens, unit), value))
            yield from (((f"{unit}{told.also}{tens}",), value), ((unit, told.also, tens), value))


def _years_of(century: int, told: Numbers, below: Sequence[tuple[Spoken, int]]) -> Iterator[tuple[Spoken, int]]:
    head = told.small[century]
    hundreds: list[Spoken] = [(head, told.hundred), (head + told.hundred,)]
    yield from ((hundred, 100 * century) for hundred in hundreds)
    for rest, value in below:
        year = 100 * century + value
        for hundred, joint in product(hundreds, ((), (told.also,))):
            yield (*hundred, *joint, *rest), year
        yield (head + told.hundred + "".join(rest),), year
        if value >= len(told.small):
            yield from (((head, *rest), year), ((head + "".join(rest),), year))
        elif told.zero and value < len(told.small) // 2:
            yield (head, told.zero, *rest), year


def _since_two_thousand(told: Numbers, below: Sequence[tuple[Spoken, int]]) -> Iterator[tuple[Spoken, int]]:
    two = told.small[2]
    heads: list[Spoken] = [(two, told.thousand), (two + told.thousand,)]
    for head in heads:
        yield head, _THOUSANDS
        for (rest, value), joint in product(below, ((), (told.also,))):
            yield (*head, *joint, *rest), _THOUSANDS + value


@cache
def spoken_years(language: Language) -> Mapping[Spoken, int]:
    told = numbers(language)
    below = list(_below_hundred(told))
    found = dict(_since_two_thousand(told, below))
    for century in _CENTURIES:
        found |= dict(_years_of(century, told, below))
    return found


def _year_at(said: Sequence[Said], at: int, language: Language) -> int:
    """How many words of a year begin at `at`, where what stands before says that it is one; else 0."""
    told, years = numbers(language), spoken_years(language)
    if not at or said[at - 1].folded not in told.before_a_year or said[at].gap != "plain":
        return 0
    for length in range(_LONGEST, 0, -1):
        stretch = said[at : at + length]
        joined = len(stretch) == length and all(word.gap == "plain" for word in stretch[1:])
        if joined and tuple(word.folded for word in stretch) in years:
            return length
    return 0


def _years(said: Sequence[Said], language: Language) -> Iterator[Piece]:
    for at, word in enumerate(said):
        if length := _year_at(said, at, language):
            year = spoken_years(language)[tuple(one.folded for one in said[at : at + length])]
            yield Piece("number", word.start, said[at + length - 1].end, str(year))


def _counts(text: str, said: Sequence[Said], language: Language) -> Iterator[Piece]:
    told, by_start = numbers(language), {word.start: at for at, word in enumerate(said)}
    for found in _COUNT.finditer(text):
        at, value = by_start.get(found.start()), int(found.group())
        if at is None or not _FROM <= value <= _TO or str(value) != found.group():
            continue
        before, following = said[at - 1].folded if at else "", said[at + 1] if at + 1 < len(said) else None
        if before in told.before_digits or not following or following.name or following.folded in told.units:
            continue
        sentence = _SENTENCE.search(text, found.end())
        around = text[max(text.rfind(sign, 0, found.start()) for sign in ".!?\n") + 1 : found.start()]
        # Where the sentence has other numbers than years, one way of writing them all reads better.
        if not _COUNTED.search(around + (sentence.group() if sentence else "")):
            yield Piece("number", found.start(), found.end(), told.small[value])


def numerals(text: str, said: Sequence[Said], language: Language) -> Iterator[Piece]:
    yield from _years(said, language)
    yield from _counts(text, said, language)
