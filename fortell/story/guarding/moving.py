"""Which words a rewriter may move without saying anything else."""

from collections.abc import Container, Iterator, Sequence
from typing import Final

from fortell.story.guarding.aligning import same
from fortell.story.guarding.sides import Sides
from fortell.story.guarding.terms import Term

_HEAD: Final = 3


def moved(sides: Sides) -> dict[int, int]:
    """Words that the source has in another place of the same sentence and a rewriter may move, with those places."""
    unmatched = [at for at, term in enumerate(sides.written) if term.weighs and sides.match[at] is None]
    moves, found = _Moves(sides, unmatched[0] if len(unmatched) == 1 else None), dict[int, int]()
    for at in unmatched:
        place = moves.place(at, sides.used.union(found.values()))
        if place is not None:
            found[at] = place
    return found


class _Moves:
    """`lone`: the one term that has no match where it stands, if it is only one."""

    def __init__(self, sides: Sides, lone: int | None) -> None:
        self._sides, self._lone = sides, lone

    def place(self, at: int, taken: Container[int]) -> int | None:
        """Where the source has the term, if it was moved as a rewriter may."""
        return next((place for place in self._candidates(at, taken) if self._fits(at, place)), None)

    def _candidates(self, at: int, taken: Container[int]) -> Iterator[int]:
        sides = self._sides
        for place, term in enumerate(sides.said):
            if term.place in sides.told_places and place not in taken and same(sides.written[at], term):
                yield place

    def _fits(self, at: int, place: int) -> bool:
        term = self._sides.written[at]
        if term.sort == "negation":
            return self._same_clause(at, place) and not self._denied_more(at, place)
        if self._same_head(at, place):
            return True
        if term.sort == "number":
            return self._number_fits(at, place)
        if term.person:
            return self._sole_person(at, place)
        return term.sort == "content" and at == self._lone and not self._counted(at, place)

    def _denied_more(self, at: int, place: int) -> bool:
        """Whether the sentence denies more often than the clause of the source."""
        sides = self._sides
        mine = sum(sides.written[k].sort == "negation" for k in sides.clause(at))
        clauses = zip(sides.said, sides.clauses, strict=True)
        return mine > sum(t.sort == "negation" and clause == sides.clauses[place] for t, clause in clauses)

    def _counted(self, at: int, place: int) -> bool:
        """Whether a number stands right before one of the two: "two cows and a pig" is not "two pigs and a cow"."""
        written, said = self._sides.written, self._sides.said
        sides = ((written, at), (said, place))
        return any(k > 0 and side[k - 1].sort == "number" and not side[k].pause for side, k in sides)

    def _same_head(self, at: int, place: int) -> bool:
        """Whether the same preposition stands before both: "in 1963", "på Solheim"."""
        one, other = self._head(self._sides.written, at), self._head(self._sides.said, place)
        return one is not None and one == other

    def _head(self, side: Sequence[Term], at: int) -> str | None:
        for near in range(at - 1, max(-1, at - 1 - _HEAD), -1):
            if side[near].key in self._sides.lists.prepositions:
                return side[near].key
            if side[near].person or side[near].pause:
                return None
        return None

    def _number_fits(self, at: int, place: int) -> bool:
        sides = self._sides
        if sides.written[at].year:
            return len({term.key for term in sides.said if term.year and term.place == sides.said[place].place}) == 1
        return self._after(sides.written, at) == self._after(sides.said, place) or self._month_by(at, place)

    def _after(self, side: Sequence[Term], at: int) -> str | None:
        """What is counted: the next word that weighs."""
        return next((term.key for term in side[at + 1 : at + 4] if term.weighs), None)

    def _month_by(self, at: int, place: int) -> bool:
        months = self._sides.lists.months
        near = [
            {t.text.casefold() for t in side[max(0, k - 2) : k + 3]} & months
            for side, k in ((self._sides.written, at), (self._sides.said, place))
        ]
        return bool(near[0] & near[1])

    def _sole_person(self, at: int, place: int) -> bool:
        """Whether nobody else stands in both clauses, so that only the word order differs: "da kom Turid"."""
        sides = self._sides
        mine = [sides.written[k] for k in sides.clause(at)]
        theirs = [t for t, clause in zip(sides.said, sides.clauses, strict=True) if clause == sides.clauses[place]]
        return self._persons(mine) == 1 and self._persons(theirs) == 1 and self._same_clause(at, place)

    def _persons(self, clause: Sequence[Term]) -> int:
        lists = self._sides.lists
        return sum(t.person or t.key in lists.first or t.key in ("he", "she") for t in clause)

    def _same_clause(self, at: int, place: int) -> bool:
        """Whether all that its clause says is said in the clause of the source that holds it."""
        sides = self._sides
        matched = [sides.match[k] for k in sides.clause(at) if sides.written[k].weighs and k != at]
        return bool(matched) and all(p is not None and sides.clauses[p] == sides.clauses[place] for p in matched)
