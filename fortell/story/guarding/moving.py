"""Which words a rewriter may move without saying anything else."""

from collections.abc import Iterator, Sequence
from typing import Final

from fortell.story.guarding.aligning import same
from fortell.story.guarding.sides import Sides
from fortell.story.guarding.terms import Term

_YEAR: Final = 1000
_HEAD: Final = 3


class Moves:
    """Words of the sentence that the source has in another place of the same sentence."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._lone = self._lone_content()

    def allowed(self, at: int) -> bool:
        """Whether the term was moved as a rewriter may; its place in the source then counts as taken."""
        for place in self._candidates(at):
            if self._fits(at, place):
                self._sides.moved.add(place)
                return True
        return False

    def _candidates(self, at: int) -> Iterator[int]:
        sides = self._sides
        taken = sides.used | sides.moved
        for place, term in enumerate(sides.said):
            if term.place in sides.told_places and place not in taken and same(sides.written[at], term):
                yield place

    def _fits(self, at: int, place: int) -> bool:
        term = self._sides.written[at]
        if term.sort == "negation":
            return self._same_clause(at, place)
        if self._same_head(at, place):
            return True
        if term.sort == "number":
            return self._number_fits(at, place)
        if term.sort in ("name", "kin"):
            return self._sole_person(at, place)
        return term.sort == "content" and at == self._lone and not self._counted(at, place)

    def _counted(self, at: int, place: int) -> bool:
        """Whether a number stands right before one of the two: "two cows and a pig" is not "two pigs and a cow"."""
        written, said = self._sides.written, self._sides.said
        sides = ((written, at), (said, place))
        return any(k > 0 and side[k - 1].sort == "number" and not side[k].pause for side, k in sides)

    def _lone_content(self) -> int | None:
        sides = self._sides
        unmatched = [at for at, t in enumerate(sides.written) if t.weighs and sides.match[at] is None]
        return unmatched[0] if len(unmatched) == 1 else None

    def _same_head(self, at: int, place: int) -> bool:
        """Whether the same preposition stands before both: "in 1963", "på Solheim"."""
        one, other = self._head(self._sides.written, at), self._head(self._sides.said, place)
        return one is not None and one == other

    def _head(self, side: Sequence[Term], at: int) -> str | None:
        for near in range(at - 1, max(-1, at - 1 - _HEAD), -1):
            if side[near].key in self._sides.lists.prepositions:
                return side[near].key
            if side[near].sort in ("name", "kin") or side[near].pause:
                return None
        return None

    def _number_fits(self, at: int, place: int) -> bool:
        sides = self._sides
        if int(sides.written[at].key[1:]) >= _YEAR:
            years = {t.key for t in sides.said if t.sort == "number" and t.place == sides.said[place].place}
            return sum(int(key[1:]) >= _YEAR for key in years) == 1
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
        mine = self._clause(sides.written, at)
        theirs = [t for t, clause in zip(sides.said, sides.clauses, strict=True) if clause == sides.clauses[place]]
        return self._persons(mine) == 1 and self._persons(theirs) == 1 and self._same_clause(at, place)

    def _persons(self, clause: Sequence[Term]) -> int:
        lists = self._sides.lists
        return sum(t.sort in ("name", "kin") or t.key in lists.first or t.key in ("he", "she") for t in clause)

    def _clause(self, side: Sequence[Term], at: int) -> list[Term]:
        first = next((k for k in range(at, -1, -1) if side[k].pause), 0)
        last = next((k for k in range(at + 1, len(side)) if side[k].pause), len(side))
        return list(side[first:last])

    def _same_clause(self, at: int, place: int) -> bool:
        """Whether all that its clause says is said in the clause of the source that holds it."""
        sides = self._sides
        first = next((k for k in range(at, -1, -1) if sides.written[k].pause), 0)
        last = next((k for k in range(at + 1, len(sides.written)) if sides.written[k].pause), len(sides.written))
        matched = [sides.match[k] for k in range(first, last) if sides.written[k].weighs and k != at]
        return bool(matched) and all(p is not None and sides.clauses[p] == sides.clauses[place] for p in matched)
