"""Words said twice, and beginnings that were given up for another."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from fortell.story.writing.cleaning.speech import Speech
from fortell.story.writing.cleaning.stream import Said, Stream

# The longest stretch of words that is looked for twice.
LONGEST: Final = 5
# So many words said twice without a sign of searching are a stumble still; more may be meant.
SHORT: Final = 2
# Words of a beginning that was given up: who, and what was to be said of them.
_BEGINNING: Final = 2


class Stumble(NamedTuple):
    """Words `first` to `last` (exclusive) were taken back by what follows them."""

    kind: Literal["repetition", "restart"]
    first: int
    last: int


def _walled(said: Sequence[Said]) -> bool:
    return any(word.gap == "wall" for word in said)


def _opens(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether a clause begins with word `at`, so far as what stands before it tells."""
    before = said[at - 1].folded if at else ""
    return said[at].gap != "plain" or before in lists.openings or before in lists.answers


def _points_on(following: Sequence[Said], lists: Speech) -> bool:
    """Whether a pronoun before this belongs to it ("han Ola", "dei som"), so that it can't end a clause."""
    return (
        bool(following) and following[0].gap == "plain" and (following[0].name or following[0].folded in lists.relative)
    )


def _doubles(said: Sequence[Said], at: int, lists: Speech, *, transcript: bool) -> bool:
    """Whether a single word is said twice by a stumble: small words only, unless a sign shows the search for it."""
    word, signed = said[at].folded, said[at + 1].gap == "sign"
    if word in lists.answers:
        return False
    if word in lists.loose:
        return True
    if word not in lists.twice:
        named = transcript and said[at].name and said[at + 1].name and _goes_on(said, at + 2)
        return signed or word in lists.small or named
    # "Slik var det. Det blei …" without its full stop: two clauses meet, and each keeps its word.
    opens = _opens(said, at, lists)
    if signed:
        return opens or word not in lists.subjects
    return transcript and (opens or (word in lists.subjects and _points_on(said[at + 2 : at + 3], lists)))


def _swings(said: Sequence[Said], at: int, length: int, lists: Speech) -> bool:
    """Whether the stretch is a figure that swings on: "år etter år etter år", "more and more and more"."""
    stretch, following = said[at : at + length], said[at + 2 * length : at + 2 * length + 1]
    before = said[at - 1].folded if at and said[at].gap != "wall" else ""
    on = bool(following) and following[0].folded == said[at].folded
    figure = any(word.folded in lists.joins or word.folded not in lists.small for word in stretch)
    return before == stretch[-1].folded or (on and figure)


def _answered(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether a small word that opens a clause is found again after an interjection ("det … ja, det er")."""
    if not _goes_on(said, at + 3):
        return False
    word, answer, again, following = said[at : at + 4]
    same = word.folded in lists.small and word.folded == again.folded and answer.folded in lists.answers
    searched = word.gap in {"wall", "sign"} or answer.gap == "sign"
    return same and searched and not _walled((answer, again)) and following.gap == "plain"


def _goes_on(said: Sequence[Said], at: int) -> bool:
    return at < len(said) and said[at].gap != "wall"


def _repeats(said: Sequence[Said], at: int, length: int, lists: Speech, *, bold: bool, transcript: bool) -> bool:
    first, second = said[at : at + length], said[at + length : at + 2 * length]
    same = [word.folded for word in first] == [word.folded for word in second]
    if not same or _walled([*first[1:], *second]):
        return False
    if length == 1:
        return _doubles(said, at, lists, transcript=transcript)
    small = any(word.folded in lists.small for word in first) and first[0].folded not in lists.answers
    if not small or _swings(said, at, length, lists):
        return False
    # Without a sign of searching it may be meant: "we rowed, we rowed." is, "I was, I was bound" is not.
    empty = all(word.folded in lists.small for word in first)
    short = (bold or length <= SHORT) and (second[0].gap == "plain" or empty)
    return second[0].gap == "sign" or (short and _goes_on(said, at + 2 * length))


def _restarts(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether a beginning of small words is begun anew after a sign ("han er # han har")."""
    beginning, again = said[at : at + _BEGINNING], said[at + _BEGINNING : at + _BEGINNING + 2]
    if _walled([*beginning[1:], *again]) or [word.folded for word in again[:1]] != [beginning[0].folded]:
        return False
    small = beginning[1].folded in lists.small and beginning[1].folded not in lists.openings
    return small and beginning[0].folded in lists.subjects and again[0].gap == "sign" and _opens(said, at, lists)


def _stumble_at(said: Sequence[Said], at: int, lists: Speech, *, bold: bool, transcript: bool) -> Stumble | None:
    for length in range(LONGEST, 0, -1):
        if _repeats(said, at, length, lists, bold=bold, transcript=transcript):
            return Stumble("repetition", at, at + length)
    if _answered(said, at, lists):
        return Stumble("repetition", at, at + 1)
    return Stumble("restart", at, at + _BEGINNING) if _restarts(said, at, lists) else None


def stumbles(stream: Stream, lists: Speech, *, bold: bool) -> Iterator[Stumble]:
    """In order, none overlapping another; what is taken back three times comes as two.

    `bold` also takes longer stretches that are said twice without a sign of searching.
    """
    at = 0
    while at < len(stream.said) - 1:
        found = _stumble_at(stream.said, at, lists, bold=bold, transcript=stream.transcript)
        if found:
            yield found
        at = found.last if found else at + 1
