"""An answer as sentences: what is removed, set or written otherwise is listed, sentence by sentence.

At the verbatim dial every word is kept; what goes at the others is said in `cleaning`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from fortell.story.guarding import judge
from fortell.story.language import Language, has_word, sentence_spans, words
from fortell.story.writing.cleaning import Dial
from fortell.story.writing.draft import Edit, EditKind, Sentence, Span, Told
from fortell.story.writing.marks import Marked, marked

_QUOTES: Final = "\"'”’»"
_QUOTED: Final = re.compile(r"(?:^|\s)[«“\"(]$")
_GAP: Final = re.compile(r"\s+")
# Dots of omission keep the blank before them: Norwegian and Swedish spelling sets it where a whole word is missing.
_CLOSING: Final = re.compile(rf"(?!\.\.)[.,!?;:]+[{_QUOTES}]*(?=\s|\[|$)|[{_QUOTES}]+$")
_SIGNS: Final = ".,!?;:…"
_OPENING: Final = "\"'“”«([–-"
_FULL_STOP: Final = re.compile(r"\.(?=\s|$)")
# What may stand within a word: taking out what lies between two of these would make one word of two.
_OF_WORDS: Final = re.compile(r"[\w'’\-\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u200c\u200d]")
_STRAY: Final = re.compile(r"(?:[,;:!?]+|\.(?![.\d]))\s*")
# An answer that breaks off in the middle of a clause is closed; one that was only a word or two is let be.
_CLAUSE: Final = 3
_NOTHING_MORE: Final = re.compile(r"\s*\Z")
_LOOSE_ENDS: Final = ",;:"


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


def _joint(text: str, start: int, end: int, region: _Region) -> str:
    """What stands in place of a gap: a blank between words, nothing before a closing sign or after an opening one."""
    if _CLOSING.match(text, end, region.core_end):
        return ""
    if text[start:end].strip() and _QUOTED.search(text, max(0, start - 2), start):
        return ""
    parted = _OF_WORDS.match(text[start - 1]) and _OF_WORDS.match(text, end)
    return " " if parted or any(sign.isspace() for sign in text[start:end]) else ""


def _gap_end(text: str, gap: re.Match[str], region: _Region) -> int:
    """Where the gap ends: after a full stop that ends nothing, since a sign stands before it ("I, [laughs].")."""
    alone = text[gap.start() - 1] in _SIGNS and _FULL_STOP.match(text, gap.end(), region.core_end)
    return gap.end() + 1 if alone else gap.end()


def _emptied(this: Marked, start: int, end: int, after: str) -> Iterator[_Change]:
    """Characters `start` to `end` become `after`: one change for each mark in them, so that each can be undone."""
    text, marks = this.text, this.within(start, end)
    if not marks:
        if text[start:end] != after:
            yield _Change("no-word" if text[start:end].strip() else "space", start, end, after)
        return
    if after and text[start : marks[0].start] == after:
        start, after = marks[0].start, ""
    ends = [*(mark.start for mark in marks[1:]), end]
    for mark, last in zip(marks, ends, strict=True):
        yield _Change(mark.kind, start, last, after)
        start, after = last, ""


def _gaps(this: Marked, region: _Region, core: int) -> Iterator[_Change]:
    for gap in _GAP.finditer(this.masked, core, region.core_end):
        end = _gap_end(this.text, gap, region)
        after = "" if end == region.core_end else _joint(this.text, gap.start(), end, region)
        yield from _emptied(this, gap.start(), end, after)


def _capital(this: Marked, core: int, core_end: int) -> Iterator[_Change]:
    first = words(this.masked[core:core_end])[0]
    at, letter = core + first.start, first.text[0]
    thought_goes_on = this.text[core:at].startswith(("…", "..."))
    if first.text.islower() and letter.islower() and len(letter.upper()) == 1 and not thought_goes_on:
        yield _Change("capital", at, at + 1, letter.upper())


def _set(this: Marked, core: int, core_end: int) -> Iterator[_Change]:
    """What the dial sets or writes otherwise within a sentence; a number that opens it with a capital."""
    for piece in this.set_within(core, core_end):
        if piece.end <= core_end and not this.within(piece.start, piece.end):
            opens = not this.masked[core : piece.start].strip(f" {_OPENING}")
            yield _Change(piece.kind, piece.start, piece.end, piece.after.capitalize() if opens else piece.after)


def _inner(this: Marked, region: _Region, core: int) -> list[_Change]:
    """Within the sentence, in order; of two that meet, the one that begins first stands."""
    end = region.core_end
    candidates = (*_set(this, core, end), *_gaps(this, region, core), *_capital(this, core, end))
    found: list[_Change] = []
    for change in sorted(candidates, key=lambda one: (one.start, one.end)):
        if not found or change.start >= found[-1].end:
            found.append(change)
    return found


def _closing(this: Marked, region: _Region) -> Iterator[_Change]:
    """The full stop of an answer, or of a paragraph of it, that was left without one."""
    ends = _NOTHING_MORE.match(this.text, region.end) or "\n\n" in this.text[region.core_end : region.end + 2]
    said = this.masked[region.core : region.core_end].rstrip()
    if not this.closes or not ends or len(words(said)) < _CLAUSE:
        return
    at = region.core + len(said)
    if said[-1] in _LOOSE_ENDS:
        yield _Change("sign", at - 1, at, ".")
    elif said[-1].isalnum():
        yield _Change("sign", at, at, ".")


def _changes(told: Told, this: Marked, region: _Region) -> Iterator[_Change]:
    """In order, none overlapping another."""
    stray = _STRAY.match(this.masked, region.core, region.core_end)
    core = stray.end() if stray else region.core
    inner = [*_inner(this, region, core), *_emptied(this, region.core_end, region.end, "")]
    closing = list(_closing(this, region))
    for change in (*_emptied(this, region.start, core, ""), *inner, *closing):
        if not any(kept.covers(change.kind, change.start, change.end) for kept in told.kept):
            yield change


def _sentence(told: Told, this: Marked, region: _Region) -> Sentence:
    changes = sorted(_changes(told, this, region), key=lambda change: (change.start, change.end))
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


def _guarded(told: Told, this: Marked, plain_marks: Marked, region: _Region, language: Language) -> Sentence:
    """The sentence as the dial makes it; word for word where the guard finds that it would say something else."""
    proposed = _sentence(told, this, region)
    said = told.text[region.start : region.end]
    if proposed.text == said:
        return proposed
    judged = judge(language=language, sources=(said,), sentence=proposed.text)
    if not judged.reasons:
        return proposed
    plain = _sentence(told, plain_marks, region)
    return replace(plain, refused=proposed.text, doubts=judged.reasons) if plain.text != proposed.text else plain


def sentences(*, told: Told, language: Language, dial: Dial) -> tuple[Sentence, ...]:
    """The sentences of an answer, in order; none when it holds no word outside stage notes."""
    this = marked(told=told, language=language, dial=dial)
    regions = _regions(told.text, this.masked, language)
    if dial == "verbatim":
        return tuple(_sentence(told, this, region) for region in regions)
    plain = marked(told=told, language=language, dial="verbatim")
    return tuple(_guarded(told, this, plain, region, language) for region in regions)


def verbatim(*, told: Told, language: Language) -> tuple[Sentence, ...]:
    """The same with every word kept."""
    return sentences(told=told, language=language, dial="verbatim")
