"""An answer as sentences, every word kept: what is removed or set is listed, sentence by sentence."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from fortell.story.language import REMOVALS, Language, has_word, mask, sentence_spans, words
from fortell.story.writing.draft import Edit, EditKind, Sentence, Span, Told

_QUOTES: Final = "\"'”’»"
_UNNAMED: Final = re.sub(r"\(\?P<\w+>", "(?:", REMOVALS.pattern)
# Not possessive: CPython before 3.11.5 matches too much after a failed lookahead in a repeated group (gh-106052).
_GAP: Final = re.compile(rf"(?:\s|{_UNNAMED})+")
# Dots of omission keep the blank before them: Norwegian and Swedish spelling sets it where a whole word is missing.
_CLOSING: Final = re.compile(rf"(?!\.\.)[.,!?;:]+[{_QUOTES}]*(?=\s|\[|$)|[{_QUOTES}]+$")
_SIGNS: Final = ".,!?;:…"
_FULL_STOP: Final = re.compile(r"\.(?=\s|$)")
# What may stand within a word: taking out what lies between two of these would make one word of two.
_OF_WORDS: Final = re.compile(r"[\w'’\-\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u200c\u200d]")
_STRAY: Final = re.compile(r"(?:[,;:!?]+|\.(?![.\d]))\s*")
_KINDS: Final[tuple[EditKind, ...]] = ("stage-note", "pause", "bracket")


class _Region(NamedTuple):
    """A sentence from `core` to `core_end`, and the wordless pieces around it that are removed with it."""

    start: int
    core: int
    core_end: int
    end: int


class _Change(NamedTuple):
    kind: EditKind
    start: int
    end: int
    after: str


def _cores(masked: str, language: Language) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sentence_spans(masked, language=language):
        if has_word(masked[start:end]):
            found.append((start, end))
        elif found and not masked[start:end].strip(_QUOTES):
            # A quotation mark that a stage note parts from its sentence still closes it.
            found[-1] = (found[-1][0], end)
    return found


def _regions(text: str, masked: str, language: Language) -> Iterator[_Region]:
    """Tiles of the text: what lies outside all regions is white space."""
    cores = _cores(masked, language)
    first = len(text) - len(text.lstrip())
    for number, ((core, core_end), (following, _)) in enumerate(pairwise([*cores, (len(text), len(text))])):
        yield _Region(
            core if number else min(first, core), core, core_end, core_end + len(text[core_end:following].rstrip())
        )


def _kind(piece: str) -> EditKind:
    """Of several things removed at once the first of `_KINDS`: a stage note may hold words, the others never do."""
    found = [sign.lastindex for sign in REMOVALS.finditer(piece) if sign.lastindex]
    if found:
        return _KINDS[min(found) - 1]
    return "no-word" if piece.strip() else "space"


def _joint(text: str, start: int, end: int, region: _Region) -> str:
    """What stands in place of a gap: nothing before a closing sign, a blank between words."""
    if _CLOSING.match(text, end, region.core_end):
        return ""
    parted = _OF_WORDS.match(text[start - 1]) and _OF_WORDS.match(text, end)
    return " " if parted or any(sign.isspace() for sign in text[start:end]) else ""


def _gap_end(text: str, gap: re.Match[str], region: _Region) -> int:
    """Where the gap ends: after a full stop that ends nothing, since a sign stands before it ("I, [laughs].")."""
    alone = text[gap.start() - 1] in _SIGNS and _FULL_STOP.match(text, gap.end(), region.core_end)
    return gap.end() + 1 if alone else gap.end()


def _gaps(text: str, region: _Region, core: int) -> Iterator[_Change]:
    for gap in _GAP.finditer(text, core, region.core_end):
        end = _gap_end(text, gap, region)
        after = "" if end == region.core_end else _joint(text, gap.start(), end, region)
        if text[gap.start() : end] != after:
            yield _Change(_kind(text[gap.start() : end]), gap.start(), end, after)


def _capital(text: str, masked: str, core: int, core_end: int) -> Iterator[_Change]:
    first = words(masked[core:core_end])[0]
    at, letter = core + first.start, first.text[0]
    thought_goes_on = text[core:at].startswith(("…", "..."))
    if first.text.islower() and letter.islower() and len(letter.upper()) == 1 and not thought_goes_on:
        yield _Change("capital", at, at + 1, letter.upper())


def _changes(text: str, masked: str, region: _Region) -> Iterator[_Change]:
    """In order, none overlapping another."""
    stray = _STRAY.match(text, region.core, region.core_end)
    core = stray.end() if stray else region.core
    if core > region.start:
        yield _Change(_kind(text[region.start : core]), region.start, core, "")
    inner = [*_capital(text, masked, core, region.core_end), *_gaps(text, region, core)]
    yield from sorted(inner, key=lambda change: change.start)
    if region.end > region.core_end:
        yield _Change(_kind(text[region.core_end : region.end]), region.core_end, region.end, "")


def _sentence(told: Told, masked: str, region: _Region) -> Sentence:
    changes = list(_changes(told.text, masked, region))
    kept, at = [], region.start
    for change in changes:
        kept += [told.text[at : change.start], change.after]
        at = change.end
    edits = tuple(
        Edit(kind, told.text[start:end], after, Span(told.answer, told.version, start, end))
        for kind, start, end, after in changes
    )
    source = Span(told.answer, told.version, region.start, region.end)
    return Sentence(text="".join([*kept, told.text[at : region.end]]), sources=(source,), edits=edits)


def verbatim(*, told: Told, language: Language) -> tuple[Sentence, ...]:
    """The sentences of an answer, in order; none when it holds no word outside stage notes."""
    masked = mask(told.text)
    return tuple(_sentence(told, masked, region) for region in _regions(told.text, masked, language))
