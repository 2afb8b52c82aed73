"""A text as terms: what each word stands for, so that the same said in another form is the same."""

import re
import unicodedata
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import Any, Final, Literal

from fortell.story.guarding import numbers
from fortell.story.guarding.lists import Lists, lists
from fortell.story.language import Language, Word, fold, words

Sort = Literal["function", "negation", "order", "number", "name", "kin", "content"]
_STEMMERS: Final = {"nb": "norwegian", "nn": "norwegian", "sv": "swedish", "en": "english"}
_FIGURES: Final = re.compile(r"(\d+)(?:st|nd|rd|th|:?[ae])?")
_END: Final = re.compile(r"[.!?…\n]")
_PAUSE: Final = re.compile(r"[,;:–—()\"«»“”]|\s-\s")
_CONTRACTED: Final = re.compile(r"(\w+?)n't")
_WHOLE: Final = {"can't": "can", "won't": "will", "shan't": "shall", "ain't": "is", "cannot": "can"}
_INNER: Final = re.compile(r"[\w,;)][^\S\n]*[-–]?[^\S\n]*$")
_CUT: Final = re.compile(r"[-–](?!\w)")
_SHORT: Final = 3
_EARLIEST: Final = 1000


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several that are one number. `key` is what it stands for; `place` counts sentences of the text.

    `cut`: it was broken off ("wint-"). `pause`: a clause begins with it, since a sign stands right before it or it is
    itself a joining word.
    """

    text: str
    key: str
    sort: Sort
    place: int
    pause: bool
    start: int
    end: int
    cut: bool = False

    @property
    def person(self) -> bool:
        """Whether it may be somebody: a name, or a word of kin."""
        return self.sort in ("name", "kin")

    @property
    def year(self) -> bool:
        return self.sort == "number" and int(self.key[1:]) >= _EARLIEST

    @property
    def weighs(self) -> bool:
        """Whether it may not be added, lost or exchanged unseen."""
        return self.sort != "function"


@cache
def _stemmer(language: Language) -> Any:
    # By name: the package loads the rules of every language it knows, a third of a second that no start should pay.
    return import_module("snowballstemmer").stemmer(_STEMMERS[language])


@cache
def stem(word: str, language: Language) -> str:
    if len(word) <= _SHORT:
        return word
    shortened: str = _stemmer(language).stemWord(word)
    # Nynorsk feminines and plurals that the stemmer of bokmål leaves: soger, soga, sogene.
    return shortened if language == "en" else shortened.rstrip("ae") or shortened


def raised(text: str) -> frozenset[str]:
    """Folded words that have a capital where no sentence begins: they name somebody or something."""
    whole = unicodedata.normalize("NFC", text)
    capitals = [word for word in words(whole) if word.text[0].isupper()]
    inner = (fold(word.text) for word in capitals if _INNER.search(whole, max(0, word.start - 8), word.start))
    return frozenset(inner) - {"i"}


def terms(text: str, language: Language, raised: Container[str]) -> tuple[Term, ...]:
    """The text's terms in order; their spans are those of the text in NFC."""
    whole = unicodedata.normalize("NFC", text)
    found = words(whole)
    said = lists(language)
    made: list[Term] = []
    at, place = 0, 0
    for word, figures in _numbered(whole, found, said):
        between = whole[at : word.start]
        place += bool(made) and bool(_END.search(between))
        pause = not made or bool(_PAUSE.search(between) or _END.search(between)) or fold(word.text) in said.boundaries
        cut = _CUT.match(whole, word.end) is not None
        here = _made(word, figures, place, raised, said, language, pause=pause)
        made += (replace(term, cut=True) for term in here) if cut else here
        at = word.end
    return tuple(made)


def _numbered(text: str, found: Sequence[Word], said: Lists) -> Iterator[tuple[Word, int | None]]:
    """Words, those of one number as one with its value."""
    at = 0
    while at < len(found):
        word, last = found[at], at
        values = _values(word, said)
        while values and (further := _further(text, found, last, values, said)) is not None:
            last, more = further
            values += more
        whole = Word(word.text if last == at else text[word.start : found[last].end], word.start, found[last].end)
        yield whole, numbers.together(values) if values else None
        at = last + 1


def _values(word: Word, said: Lists) -> tuple[int, ...] | None:
    if figures := _FIGURES.fullmatch(word.text):
        return (int(figures[1]),)
    return numbers.parts(fold(word.text), said.numbers)


def _further(
    text: str, found: Sequence[Word], at: int, values: tuple[int, ...], said: Lists
) -> tuple[int, tuple[int, ...]] | None:
    """Where the number goes on after the word `at`, and with what; a sign between two numbers parts them."""
    for step in (1, 2):
        if at + step >= len(found) or text[found[at + step - 1].end : found[at + step].start].strip(" -\n"):
            return None
        more = _values(found[at + step], said)
        if step == 1 and more is None and fold(found[at + 1].text) in numbers.JOINERS and values[-1] >= numbers.HUNDRED:
            continue
        figures = values[0] >= numbers.HUNDRED and found[at].text[0].isdigit()
        return (at + step, more) if more and not figures and numbers.may_follow(values, more) else None
    return None


def _made(
    word: Word, figures: int | None, place: int, raised: Container[str], said: Lists, language: Language, *, pause: bool
) -> Iterator[Term]:
    folded = fold(word.text)
    if figures is not None:
        yield Term(word.text, f"#{figures}", "number", place, pause, word.start, word.end)
        return
    if language == "en" and (bare := _WHOLE.get(folded) or (m[1] if (m := _CONTRACTED.fullmatch(folded)) else "")):
        yield Term(word.text, bare, "function", place, pause, word.start, word.end)
        yield Term(word.text, "not", "negation", place, False, word.start, word.end)  # noqa: FBT003 - no sign stands within a word
        return
    key, sort = _key(folded.removesuffix("'s"), raised, said, language)
    yield Term(word.text, key, sort, place, pause, word.start, word.end)


def _key(folded: str, raised: Container[str], said: Lists, language: Language) -> tuple[str, Sort]:
    listed = _listed(folded, said)
    if listed is None and language == "en":
        listed = _listed(folded.partition("'")[0], said)  # she'd, that's
    if listed:
        return listed
    if folded in raised and folded not in said.months:
        return _named(folded, language), "name"
    return stem(folded, language), "content"


def _listed(folded: str, said: Lists) -> tuple[str, Sort] | None:
    """What the lists say of a word, the weightier first."""
    ways: tuple[tuple[Container[str], str, Sort], ...] = (
        (said.plain_not, "not", "negation"),
        (said.negators, folded, "negation"),
        (said.he, "he", "function"),
        (said.she, "she", "function"),
        (said.kin, f"kin {said.kin.get(folded)}", "kin"),
        (said.order, folded, "order"),
        (said.function, folded, "function"),
    )
    return next(((key, sort) for words_of, key, sort in ways if folded in words_of), None)


def _named(folded: str, language: Language) -> str:
    """A name without its genitive's s, where that is added without a sign."""
    return folded[:-1] if language != "en" and folded.endswith("s") and len(folded) > _SHORT else folded


def without(said: Sequence[Term], asides: Collection[tuple[str, ...]]) -> tuple[Term, ...]:
    """The terms without phrases that only keep the talk going; a clause that begins with one begins after it."""
    kept: list[Term] = []
    spoken, begins = [fold(term.text) for term in said], {aside[0] for aside in asides}
    at, pause = 0, False
    while at < len(said):
        here = 0
        if spoken[at] in begins:
            here = next((len(aside) for aside in asides if tuple(spoken[at : at + len(aside)]) == aside), 0)
        pause |= said[at].pause
        if not here:
            kept.append(said[at] if pause == said[at].pause else replace(said[at], pause=pause))
            pause = False
        at += here or 1
    return tuple(kept)
