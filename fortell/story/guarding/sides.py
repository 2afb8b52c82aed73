"""The sentence and its sources side by side, and what lies between what they share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

from fortell.story.guarding.lists import Lists
from fortell.story.guarding.terms import Term

# How many words a false start may have before its words come again.
_STUMBLE: Final = 8


@dataclass(frozen=True)
class Sides:
    """`match` leads from each term of the sentence to its place in `said`, or None; `moved` does for those that a
    rewriter may have moved (`moving`).
    """

    written: Sequence[Term]
    said: Sequence[Term]
    match: tuple[int | None, ...]
    lists: Lists
    moved: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def used(self) -> frozenset[int]:
        return frozenset(place for place in self.match if place is not None)

    @cached_property
    def clauses(self) -> tuple[int, ...]:
        """For each term of the sources the number of its clause."""
        begins = (term.pause or term.place != before.place for before, term in pairwise(self.said))
        return tuple(accumulate(begins, initial=0)) if self.said else ()

    @cached_property
    def told_clauses(self) -> frozenset[int]:
        """Clauses of the sources of which the sentence says a word that weighs."""
        return frozenset(self.clauses[place] for place in self.used if self.said[place].weighs)

    @cached_property
    def told_places(self) -> frozenset[int]:
        """Sentences of the sources which the sentence speaks of."""
        return frozenset(self.said[place].place for place in self.used if self.said[place].weighs)

    def tells(self, place: int) -> bool:
        """Whether what stands there says something in a clause that the sentence tells in part."""
        return self.clauses[place] in self.told_clauses and not self.empty(place)

    def gap(self, at: int) -> range:
        """Places of the sources between the matches on both sides of a term that has none; a few where it is last."""
        left = next((p for p in reversed(self.match[:at]) if p is not None), None)
        right = next((p for p in self.match[at + 1 :] if p is not None), None)
        if left is not None and right is not None and left < right:
            return range(left + 1, right)
        if left is not None:
            return range(left + 1, min(left + 4, len(self.said)))
        return range(max(0, right - 3), right) if right is not None else range(0)

    def pieces(self) -> list[tuple[int, int]]:
        """Stretches of the sentence, first and last, whose matches go forward; a leap begins a new one."""
        found, first, last = [], 0, None
        for at, place in enumerate(self.match):
            if place is None:
                continue
            if last is not None and self._leaps(last[1], place):
                beginning = next(k for k in range(at, last[0], -1) if self.written[k].pause or k == last[0] + 1)
                found.append((first, beginning - 1))
                first = beginning
            last = (at, place)
        found.append((first, len(self.match) - 1))
        return found

    def _leaps(self, before: int, place: int) -> bool:
        return place <= before or self.said[place].place > self.said[before].place + 1

    def steps(self, *, weighing: bool = False) -> Iterator[tuple[int, int]]:
        """Neighbouring matched terms of one piece; all, or those that weigh."""
        for first, last in self.pieces():
            matched = [at for at in range(first, last + 1) if self.match[at] is not None]
            matched = [at for at in matched if self.written[at].weighs or not weighing]
            yield from pairwise(matched)

    def left_out(self) -> Iterator[int]:
        """Places that the sentence does not take from the clauses it tells."""
        taken = self.used.union(self.moved.values())
        for place, clause in enumerate(self.clauses):
            if clause in self.told_clauses and place not in taken:
                yield place

    def stepped_over(self) -> Iterator[int]:
        """Single places of the sources that two neighbouring words of the sentence stand on both sides of."""
        for one, other in pairwise(self.match):
            if one is not None and other == one + 2 and self.said[one].place == self.said[other].place:
                yield one + 1

    def joined(self, left: int, right: int) -> bool:
        """Whether a new clause of the sentence begins between them or with the second."""
        return any(self.written[at].pause for at in range(left + 1, right + 1))

    def passes_by(self, first: int, last: int) -> bool:
        """Whether a clause of the source that says something begins between two places."""
        return self.clauses[first] != self.clauses[last] and not all(map(self.empty, range(first + 1, last)))

    def empty(self, place: int) -> bool:
        """Whether what stands there says nothing of its own: a filler, or a word that was begun or is said again."""
        term = self.said[place]
        if not term.weighs or term.text.casefold() in self.lists.fillers:
            return True
        near = range(max(0, place - _STUMBLE), min(place + _STUMBLE + 1, len(self.said)))
        again = (self.said[at].key for at in near if at in self.used)
        return any(key == term.key or (key.startswith(term.key) and term.cut) for key in again)

    def known(self, pronoun: str, at: int) -> bool:
        """Whether the same pronoun stands in the sentence of the source that is told around the term."""
        near = [p for p in (*self.match[max(0, at - 4) : at], *self.match[at + 1 : at + 5]) if p is not None]
        places = {self.said[place].place for place in near}
        return any(term.key == pronoun and term.place in places for term in self.said)

    def near(self, piece: range) -> bool:
        """Whether the rest of the sentence stands in the same sentence of the source, or in the next one to it."""
        rest = [self.match[at] for at in range(len(self.match)) if at not in piece]
        others = {self.said[place].place for place in rest if place is not None}
        return any(abs(self.said[place].place - other) <= 1 for place in self._places(piece) for other in others)

    def same_sentence(self, piece: Iterable[int]) -> bool:
        """Whether a word that weighs, outside the piece, stands in the same sentence of the source."""
        inside = set(piece)
        rest = self._places(at for at, t in enumerate(self.written) if at not in inside and t.weighs)
        return bool({self.said[p].place for p in rest} & {self.said[p].place for p in self._places(inside)})

    def _places(self, piece: Iterable[int]) -> list[int]:
        return [place for at in piece if (place := self.match[at]) is not None]

    def clause(self, at: int) -> range:
        """The clause of the sentence that a term stands in."""
        first = next((k for k in range(at, -1, -1) if self.written[k].pause), 0)
        return range(
            first, next((k for k in range(at + 1, len(self.written)) if self.written[k].pause), len(self.written))
        )

    def alone(self, at: int) -> bool:
        """Whether a person or a number is all that its clause takes from its sentence of the source."""
        term = self.written[at]
        return (term.person or term.sort == "number") and not self._places(range(at + 1, self.clause(at).stop))

    def opens(self, at: int) -> bool:
        """Whether a person or a number is the first that the sentence takes from the sources."""
        term = self.written[at]
        return (term.person or term.sort == "number") and not self._places(range(at))

    def lost_subject(self, left: int, right: int) -> str:
        """Whom the source speaks of where the sentence, going on with a new clause, names nobody."""
        first, last = self.match[left], self.match[right]
        if first is None or last is None or self.written[right].sort != "content":
            return ""
        if any(map(self._subject, self.written[left + 1 : right + 1])):
            return ""
        skipped = [at for at in range(first + 1, last) if self._subject(self.said[at]) and not self._of_a_phrase(at)]
        spoken = {term.key for term in self.written}
        own = bool(skipped) and self.clauses[last] == self.clauses[skipped[-1]]
        follows = self.said[last - 1].pause and not self.said[last - 1].weighs
        if skipped and self.said[skipped[-1]].key not in spoken and (own or follows):
            return self.said[skipped[-1]].text
        return ""

    def _of_a_phrase(self, place: int) -> bool:
        return place > 0 and self.said[place - 1].key in self.lists.prepositions

    def borrows(self, piece: range) -> bool:
        """Whether what it says of nobody is said of somebody in another sentence of the source: ", called Anna"."""
        at = next((at for at in piece if self.match[at] is not None and self.written[at].weighs), None)
        place = self.match[at] if at is not None else None
        if at is None or place is None or self.written[at].sort != "content" or self.same_sentence(piece):
            return False
        if any(map(self._subject, self.written[piece.start : at])):
            return False
        first = next((k for k in range(place, 0, -1) if self.clauses[k] != self.clauses[k - 1]), 0)
        return any(self._subject(term) or term.weighs for term in self.said[first:place])

    def _subject(self, term: Term) -> bool:
        return term.person or term.text.casefold() in self.lists.subjects

    def follows_joiner(self, at: int) -> bool:
        before = self.written[at - 1]
        return before.pause and not before.weighs

    def taken_up(self, at: int) -> bool:
        """Whether a pronoun takes up the person just named, in the sentence of the source that goes on: "Far; han"."""
        person = next((k for k in range(at - 1, -1, -1) if self.written[k].person), None)
        goes_on = next((place for place in self.match[at + 1 :] if place is not None), None)
        before = self.match[person] if person is not None else None
        if person is None or before is None or goes_on is None or self.said[before].place != self.said[goes_on].place:
            return False
        others = self.lists.women if self.written[at].key == "he" else self.lists.men
        return before < goes_on and self.written[person].key.removeprefix("kin ") not in others

    def has_subject(self, piece: Iterable[int]) -> bool:
        """Whether somebody is named or meant among its first words."""
        beginning = [self.written[at] for at in piece][:4]
        return any(map(self._subject, beginning))
