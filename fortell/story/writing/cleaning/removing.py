"""What goes: sounds, cut-off words, words said twice, beginnings given up, each with its commas."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fortell.story.language import Word, fold, words
from fortell.story.writing.cleaning.piece import Dial, Piece
from fortell.story.writing.cleaning.speech import Speech
from fortell.story.writing.cleaning.stream import Said, Stream
from fortell.story.writing.cleaning.stumbles import Stumble, stumbles

# Dots that end a sentence stay: it broke off there.
_TRAIL: Final = re.compile(r"-?(?:[^\S\n]*(?:,|(?:…|\.{3})(?=[^\S\n]*[\w#])|[–—]|--|-(?=\s)))?")
_SOUND_TRAIL: Final = re.compile(r"[^\S\n]*(?:…|\.{3})(?=\s*\w)")
_PARTED: Final = re.compile(r"[,…–—]|\.\.|--| - ")
_COMMA_AFTER: Final = re.compile(r"[^\S\n]*,")
_COMMA_BEFORE: Final = re.compile(r",[^\S\n]*$")
_STOPS: Final = (".", "!", "?")
_QUOTE: Final = re.compile(r"(?:^|\s)[«“\"(]$")
# No comma lies farther than this from the word that it belongs to.
_NEAR: Final = 20


def _trailed(text: str, end: int) -> int:
    match = _TRAIL.match(text, end)
    return match.end() if match else end


def _parts(text: str, before: int, after: int, lists: Speech) -> bool:
    """Whether a comma is needed where something between commas goes: a clause or the next of a list follows."""
    following = words(text[after : after + 3 * _NEAR])[:1]
    preceding = words(text[max(0, before - 3 * _NEAR) : before])[-1:]
    if not following:
        return True
    word = fold(following[0].text)
    listed = bool(preceding) and all(one.text[0].isupper() or one.text[0].isdigit() for one in (*preceding, *following))
    return listed or word in lists.pronouns or word in lists.openings or word in lists.answers


def _set_off(text: str, start: int, end: int, lists: Speech) -> tuple[int, int]:
    """Where a piece between commas begins and ends with those of them that nothing needs any more."""
    comma_after = _COMMA_AFTER.match(text, end)
    comma_before = _COMMA_BEFORE.search(text, max(0, start - _NEAR), start)
    before = text[max(0, start - _NEAR) : start].rstrip()
    opens = before[-1:] in {"", *".!?…"}
    if comma_before and text[end : end + 1] in _STOPS:
        return comma_before.start(), end
    if comma_before and comma_after:
        return (start if _parts(text, comma_before.start(), comma_after.end(), lists) else comma_before.start()), (
            comma_after.end()
        )
    if comma_after and (opens or not _parts(text, start, comma_after.end(), lists)):
        return start, comma_after.end()
    return start, end


def _sound(text: str, word: Word, lists: Speech) -> Piece:
    trail = _SOUND_TRAIL.match(text, word.end)
    start, end = _set_off(text, word.start, trail.end() if trail else word.end, lists)
    return Piece("filler", start, end)


def _marker_at(said: Sequence[Said], at: int, lists: Speech) -> int:
    """How many words of a set-off marker begin at `at`; none is 0."""
    for marker in lists.markers:
        here = said[at : at + len(marker)]
        after = said[at + len(marker) : at + len(marker) + 1]
        set_off = at > 0 and said[at].gap == "comma" and (not after or after[0].gap in {"comma", "wall"})
        if set_off and tuple(word.folded for word in here) == marker and all(one.gap == "plain" for one in here[1:]):
            return len(marker)
    return 0


def _markers(text: str, said: Sequence[Said], lists: Speech) -> Iterator[Piece]:
    for at in range(len(said)):
        if length := _marker_at(said, at, lists):
            comma = _COMMA_BEFORE.search(text, max(0, said[at].start - _NEAR), said[at].start)
            start, end = _set_off(text, said[at].start, said[at + length - 1].end, lists)
            ends = not _COMMA_AFTER.match(text, said[at + length - 1].end)
            yield Piece("marker", comma.start() if comma and ends else start, end)


def _taken_back(text: str, stream: Stream, found: Stumble, *, opens: bool) -> Piece:
    """The words up to what takes their place, with sounds and commas between; all of it where a quotation `opens`."""
    first, last, following = stream.said[found.first], stream.said[found.last - 1], stream.said[found.last]
    sounded = any(last.end <= sound.start < following.start for sound in stream.fillers)
    idle = sounded and not _PARTED.search(text.replace(",", " "), last.end, following.start)
    return Piece(found.kind, first.start, following.start if idle or opens else _trailed(text, last.end))


def _stumbled(text: str, stream: Stream, lists: Speech, dial: Dial) -> Iterator[Piece]:
    opened = -1
    for found in stumbles(stream, lists, bold=dial == "readable"):
        first, last, following = stream.said[found.first], stream.said[found.last - 1], stream.said[found.last]
        if not found.stands:
            opens = opened == found.first or bool(_QUOTE.search(text, max(0, first.start - 2), first.start))
            yield _taken_back(text, stream, found, opens=opens)
            if opens and not following.name:
                yield Piece("capital", following.start, following.start + 1, text[following.start].upper())
            opened = found.last if opens else -1
        elif not _PARTED.search(text, last.end, following.start):
            yield Piece("sign", last.end, last.end, " –")


def removed(text: str, stream: Stream, lists: Speech, dial: Dial) -> Iterator[Piece]:
    """In no order; a piece may lie within another."""
    yield from (_sound(text, word, lists) for word in stream.fillers)
    yield from (Piece("cut-off", word.start, _trailed(text, word.end)) for word in stream.cut_off)
    yield from _stumbled(text, stream, lists, dial)
    if dial == "readable":
        yield from _markers(text, stream.said, lists)
