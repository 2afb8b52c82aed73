"""Words said twice, and beginnings that were given up for another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from fortell.story.writing.cleaning.speech import Speech
from fortell.story.writing.cleaning.stream import Hand, Said, Stream

# The longest stretch of words that is looked for twice.
LONGEST: Final = 5
# So many words said twice without a sign of searching are a stumble still; more may be meant.
SHORT: Final = 2
# Words of a beginning that was given up: who, and what was to be said of them.
_BEGINNING: Final = 2
# Within so many words before a verb a relative clause may end with it ("der vi var var det kaldt").
_CLAUSE: Final = 4
# So many words that say nothing may stand between a beginning and its like.
_ASIDE: Final = 3
# Shorter words may be what a dialect says for something else.
_WORD: Final = 3


class Stumble(NamedTuple):
    """Words `first` to `last` (exclusive) were taken back by what follows them; left standing where `stands`."""

    kind: Literal["repetition", "restart"]
    first: int
    last: int
    stands: bool = False


@dataclass(frozen=True, slots=True)
class _Ear:
    """How a text is listened to. `bold` also takes longer stretches that are said twice without a sign of searching."""

    lists: Speech
    hand: Hand
    bold: bool


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


def _said_plainly_twice(said: Sequence[Said], at: int, ear: _Ear) -> bool:
    """Whether a word that no closed class holds is said twice by a stumble: only a transcript tells that."""
    word = said[at]
    if ear.hand == "typed" or not _goes_on(said, at + 2):
        return False
    if word.name and said[at + 1].name:
        return True
    return ear.hand == "transcript" and word.folded not in ear.lists.emphatic and len(word.folded) >= _WORD


def _doubles(said: Sequence[Said], at: int, ear: _Ear) -> bool:
    """Whether a single word is said twice by a stumble: small words, unless a sign shows the search for it."""
    lists, word, signed = ear.lists, said[at].folded, said[at + 1].gap == "sign"
    if word in lists.answers:
        return False
    if word in lists.loose:
        return True
    if word not in lists.twice:
        return signed or word in lists.small or _said_plainly_twice(said, at, ear)
    # "Slik var det. Det blei …" without its full stop: two clauses meet, and each keeps its word.
    opens = _opens(said, at, lists)
    if signed:
        return opens or word not in lists.subjects or _points_on(said[at + 2 : at + 3], lists)
    if ear.hand == "typed":
        return False
    return opens or _stuck(said, at, lists)


def _stuck(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether grammar can't have put a word twice here, where it could elsewhere."""
    word = said[at].folded
    if word in lists.subjects:
        return _points_on(said[at + 2 : at + 3], lists)
    return word in lists.verbs and _goes_on(said, at + 2) and not _subordinate(said, at, lists)


def _subordinate(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether a clause that may end with its verb began shortly before."""
    subordinating = (lists.openings | lists.relative) - lists.joins - lists.commas_before
    return any(one.folded in subordinating for one in said[max(0, at - _CLAUSE) : at])


def _swings(said: Sequence[Said], at: int, length: int, lists: Speech) -> bool:
    """Whether the stretch is a figure that swings on: "år etter år etter år", "over and over, and"."""
    stretch, following = said[at : at + length], said[at + 2 * length : at + 2 * length + 1]
    before = said[at - 1].folded if at and said[at].gap != "wall" else ""
    if stretch[-1].folded in lists.joins and said[at + length].gap == "plain":
        return True
    on = bool(following) and following[0].folded == said[at].folded
    figure = any(word.folded in lists.joins or word.folded not in lists.small for word in stretch)
    return before == stretch[-1].folded or (on and figure)


def _answered(said: Sequence[Said], at: int, length: int, lists: Speech) -> bool:
    """Whether small words that open a clause are found again after an interjection ("det … ja, det er")."""
    return any(_taken_up(said, at, length, between, lists) for between in range(1, _ASIDE + 1))


def _taken_up(said: Sequence[Said], at: int, length: int, between: int, lists: Speech) -> bool:
    again, following = at + length + between, at + 2 * length + between
    if not _goes_on(said, following):
        return False
    pairs = zip(said[at : at + length], said[again:following], strict=True)
    same = all(one.folded == other.folded and one.folded in lists.small for one, other in pairs)
    aside = tuple(word.folded for word in said[at + length : again])
    idle = lists.answers.union(lists.stalling).issuperset(aside) or aside in lists.markers
    searched = said[at].gap in {"wall", "sign"} or said[at + length].gap == "sign"
    parted = _walled(said[at + 1 : following]) or said[following].gap != "plain"
    return same and idle and searched and not parted


def _denied(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether a small word led to one that was broken off and taken back outright ("to the sch- no, from the shop")."""
    word, following = said[at], said[at + 1 : at + 2]
    joins = word.folded in lists.small and word.folded not in lists.subjects and word.folded not in lists.verbs
    return joins and bool(following) and following[0].broken and following[0].folded in lists.denials


def _hangs(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether a word that needs another after it is left for a new beginning ("it was a # there were", "ein # ei")."""
    following = said[at + 1 : at + 2]
    if said[at].folded not in lists.needy or not following or following[0].gap != "sign":
        return False
    begun = following[0].folded
    return begun in lists.subjects or (begun in lists.needy and begun != said[at].folded)


def _rearranged(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether the clause was begun with its subject, and again with the word that joins it ("det om det er")."""
    later = said[at + 1 : at + 3]
    joined = [word.gap for word in later] == ["plain", "plain"] and later[0].folded in lists.whens
    same = joined and later[1].folded == said[at].folded and said[at].folded in lists.subjects
    return same and _opens(said, at, lists) and _goes_on(said, at + 3)


def _put_otherwise(said: Sequence[Said], at: int, ear: _Ear) -> bool:
    """Whether another form takes the place of a verb, or another person that of the first ("han # ho var")."""
    following, lists = said[at + 1 : at + 2], ear.lists
    if ear.hand == "typed" or not following or following[0].gap != "sign" or not _goes_on(said, at + 2):
        return False
    one, other = said[at].folded, following[0].folded
    if one == other:
        return False
    if one in lists.persons and other in lists.persons:
        return said[at + 2].folded in lists.verbs and _opens(said, at, lists)
    formed = any(one in forms and other in forms for forms in lists.forms)
    own = at > 0 and said[at].gap == "plain" and said[at - 1].folded in lists.subjects
    return formed and own and not _subordinate(said, at, lists)


def _goes_on(said: Sequence[Said], at: int) -> bool:
    return at < len(said) and said[at].gap != "wall"


def _said_twice(said: Sequence[Said], at: int, length: int) -> bool:
    if at + 2 * length > len(said) or said[at].folded != said[at + length].folded:
        return False
    first, second = said[at : at + length], said[at + length : at + 2 * length]
    return [word.folded for word in first] == [word.folded for word in second] and not _walled([*first[1:], *second])


def _repeats(said: Sequence[Said], at: int, length: int, ear: _Ear) -> bool:
    if not _said_twice(said, at, length):
        return False
    if length == 1:
        return _doubles(said, at, ear)
    lists, first, again = ear.lists, said[at : at + length], said[at + length]
    small = any(word.folded in lists.small for word in first) and first[0].folded not in lists.answers
    if not small or _swings(said, at, length, lists):
        return False
    # Without a sign of searching it may be meant: "we rowed, we rowed." is, "I was, I was bound" is not.
    empty = all(word.folded in lists.small for word in first)
    short = (ear.bold or length <= SHORT) and (again.gap == "plain" or empty)
    return again.gap == "sign" or (short and _goes_on(said, at + 2 * length))


def _restarts(said: Sequence[Said], at: int, lists: Speech) -> bool:
    """Whether a beginning of small words is begun anew after a sign ("han er # han har")."""
    beginning, again = said[at : at + _BEGINNING], said[at + _BEGINNING : at + _BEGINNING + 2]
    if _walled([*beginning[1:], *again]) or [word.folded for word in again[:1]] != [beginning[0].folded]:
        return False
    small = beginning[1].folded in lists.small and beginning[1].folded not in lists.openings
    return small and beginning[0].folded in lists.subjects and again[0].gap == "sign" and _opens(said, at, lists)


def _stumble_at(said: Sequence[Said], at: int, ear: _Ear) -> Stumble | None:
    for length in range(LONGEST, 0, -1):
        if _repeats(said, at, length, ear):
            return Stumble("repetition", at, at + length)
    for length in range(SHORT, 0, -1):
        if _answered(said, at, length, ear.lists):
            return Stumble("repetition", at, at + length)
    begun = (_denied, _hangs, _rearranged)
    if any(given_up(said, at, ear.lists) for given_up in begun) or _put_otherwise(said, at, ear):
        return Stumble("restart", at, at + 1)
    if not _restarts(said, at, ear.lists):
        return None if ear.bold else _standing(said, at, ear)
    # What was begun may be a thought of its own: then it goes only at the bold dial.
    return Stumble("restart", at, at + _BEGINNING, stands=not (ear.bold or _empty(said, at, ear)))


def _empty(said: Sequence[Said], at: int, ear: _Ear) -> bool:
    """Whether a beginning says nothing yet: it only has "is" or "had", and answers nothing by that."""
    answers = at > 0 and said[at].gap != "wall" and said[at - 1].folded in ear.lists.answers
    return ear.hand != "typed" and said[at + 1].folded in ear.lists.empty and not answers


def _standing(said: Sequence[Said], at: int, ear: _Ear) -> Stumble | None:
    """A longer stretch said twice with nothing to part it: only the bold dial takes one of the two."""
    for length in range(LONGEST, SHORT, -1):
        if (
            ear.hand != "typed"
            and _said_twice(said, at, length)
            and _repeats(said, at, length, replace(ear, bold=True))
        ):
            return Stumble("repetition", at, at + length, stands=True)
    return None


def stumbles(stream: Stream, lists: Speech, *, bold: bool) -> Iterator[Stumble]:
    """In order, none overlapping another; what is taken back three times comes as two."""
    ear, at = _Ear(lists, stream.hand, bold), 0
    while at < len(stream.said) - 1:
        found = _stumble_at(stream.said, at, ear)
        if found:
            yield found
        at = found.last if found else at + 1
