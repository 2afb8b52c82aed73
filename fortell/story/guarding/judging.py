"""What in a sentence the sources do not say, by rules that hold in all four languages."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal, get_args

from fortell.story.guarding.aligning import align
from fortell.story.guarding.certainty import surer
from fortell.story.guarding.lists import lists
from fortell.story.guarding.moving import moved
from fortell.story.guarding.sides import Sides
from fortell.story.guarding.tenses import shifted
from fortell.story.guarding.terms import Term, raised, terms, without
from fortell.story.language import Language

Kind = Literal[
    "name",
    "place",
    "number",
    "year",
    "relation",
    "negation",
    "order",
    "quotation",
    "who",
    "added",
    "feeling",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_QUOTED: Final = re.compile(r"[«“\"”]([^«»“”\"]+)[»”\"“]")
# What a clause may leave out of its source between two of its words: a false start is shorter.
_LONGEST_SKIP: Final = 14
_STAMMER: Final = 2
# A clause fetched from elsewhere is known by so many words that weigh, or by all its words.
_ENOUGH: Final = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence is refused: the words it is about, and where it is plain what the source says instead."""

    kind: Kind
    word: str
    instead: str = ""
    rule: str = ""

    def told(self, language: Language) -> str:
        """One plain line."""
        said = lists(language).reasons
        line = said[self.rule or self.kind].format(word=self.word)
        return line + (said["instead"].format(word=self.instead) if self.instead else "")


@dataclass(frozen=True, slots=True)
class Judgement:
    reasons: tuple[Reason, ...]

    @property
    def verdict(self) -> Literal["supported", "refused"]:
        return "refused" if self.reasons else "supported"


def judge(*, language: Language, sources: Sequence[str], sentence: str) -> Judgement:
    """Holds the sentence against the sources. A sentence without a word claims nothing and is supported."""
    names = frozenset[str]().union(*map(raised, (*sources, sentence)))
    written = terms(sentence, language, names)
    asides = lists(language).asides_but_of(sentence)
    said = _joined([without(terms(source, language, names), asides) for source in sources])
    if not written:
        return Judgement(())
    sides = Sides(written, said, align(written, said), lists(language))
    sides = replace(sides, moved=moved(sides))
    found = (
        *_unsaid(sides),
        *_lost(sides),
        *_exchanged(sides),
        *(Reason("number", written[at].text, said, "hedged") for at, said in surer(sides)),
        *(Reason("order", written[at].text, said, "tense") for at, said in shifted(sides)),
        *_subjects(sides),
        *_pronouns(sides),
        *_pieces(sides),
        *_thin(sides),
    )
    return Judgement(tuple(dict.fromkeys((*found, *_quotations(sentence, sides)))))


def _joined(sources: Sequence[tuple[Term, ...]]) -> tuple[Term, ...]:
    """All sources as one; a sentence of one never goes on in the next."""
    joined: list[Term] = []
    for source in sources:
        first = joined[-1].place + 1 if joined else 0
        joined += (replace(term, place=term.place + first) for term in source) if first else source
    return tuple(joined)


def _unsaid(sides: Sides) -> Iterator[Reason]:
    """Words that weigh and have no match where they stand."""
    for at, term in enumerate(sides.written):
        if term.weighs and sides.match[at] is None and at not in sides.moved and not _one(sides, at):
            yield _reason(sides, at)


def _one(sides: Sides, at: int) -> bool:
    """Whether it is the figure 1 of an article ("et barn", "1 barn")."""
    ones = ("en", "ei", "et", "ein", "eit", "ett", "one", "a", "an")
    return sides.written[at].key == "#1" and any(sides.said[place].key in ones for place in sides.gap(at))


def _reason(sides: Sides, at: int) -> Reason:
    term = sides.written[at]
    instead = next((sides.said[place].text for place in sides.gap(at) if sides.said[place].sort == term.sort), "")
    match term.sort:
        case "number":
            return Reason("year" if term.year else "number", term.text, instead)
        case "name":
            before = sides.written[at - 1].key if at else ""
            return Reason("place" if before in sides.lists.prepositions else "name", term.text, instead)
        case "kin":
            return Reason("relation", term.text, instead)
        case "negation":
            return Reason("negation", term.text, rule="negation_added")
        case "order":
            return Reason("order", term.text, instead)
        case _:
            return Reason("feeling" if term.text.casefold() in sides.lists.feelings else "added", term.text)


def _lost(sides: Sides) -> Iterator[Reason]:
    """Negations that a clause of the source has, and what the sentence makes of it has not."""
    for place in sorted({*sides.left_out(), *sides.stepped_over()}):
        if sides.said[place].sort == "negation" and not _repeated(sides, place) and not _tag(sides, place):
            yield Reason("negation", sides.said[place].text, rule="negation_dropped")


def _repeated(sides: Sides, place: int) -> bool:
    """Whether the sentence has the same negation from right here, or from where the clause was begun again."""
    return any(
        sides.said[near].key == sides.said[place].key
        and abs(near - place) <= _LONGEST_SKIP
        and (abs(near - place) <= _STAMMER or _begun_again(sides, place, near))
        for near in sides.used
    )


def _begun_again(sides: Sides, place: int, near: int) -> bool:
    first, last = sorted((near, place))
    between = [at for at in range(first + 1, last) if at in sides.used]
    if place and sides.said[place - 1].key == sides.said[near - 1].key and not between:
        return True
    return place - 1 not in sides.used and not any(sides.said[at].weighs for at in between)


def _tag(sides: Sides, place: int) -> bool:
    """Whether it is part of a phrase that only keeps the talk going: "ikke sant"."""
    for tag in sides.lists.tags:
        for first in range(max(0, place - len(tag) + 1), place + 1):
            stretch = range(first, min(first + len(tag), len(sides.said)))
            if tuple(sides.said[at].text.casefold() for at in stretch) == tag and sides.used.isdisjoint(stretch):
                return True
    return False


def _exchanged(sides: Sides) -> Iterator[Reason]:
    """Places where the sentence goes past a name, number or person that stood right where it goes on."""
    for left, right in sides.steps():
        first, last = sides.match[left], sides.match[right]
        assert first is not None and last is not None  # noqa: PT018 - steps are of matched terms
        skipped = [sides.said[place] for place in range(first + 1, last) if sides.tells(place)]
        one, other = sides.said[first], sides.said[last]
        if skipped and other.sort in ("number", "name", "kin") and not sides.joined(left, right):
            instead = next((term.text for term in skipped if term.sort == other.sort), "")
            if instead:
                yield Reason("who" if other.person else "number", sides.written[right].text, instead)
        if one.person and any(term.person for term in skipped):
            person = next(term.text for term in skipped if term.person)
            yield Reason("who", sides.written[left].text, person)
        elif one.person and not sides.joined(left, right) and sides.passes_by(first, last):
            yield Reason("who", sides.written[left].text)
        if (
            sum(not sides.empty(at) for at in range(first + 1, last)) > _LONGEST_SKIP // 2
            and not sides.written[right].pause
        ):
            yield Reason("added", sides.written[right].text)
        if one.sort == "number" and right == left + 1 and _counts_another(sides, first, last):
            yield Reason("number", sides.written[left].text)
        if other.person and not one.weighs and one.pause and sides.passes_by(first, last):
            yield Reason("who", sides.written[right].text)
        if one.place != other.place and (not sides.joined(left, right) or sides.alone(right) or sides.opens(left)):
            yield Reason("who", f"{sides.written[left].text} … {sides.written[right].text}")


def _subjects(sides: Sides) -> Iterator[Reason]:
    """Clauses that go on with somebody else than the source does."""
    for left, right in sides.steps(weighing=True):
        if sides.joined(left, right) and (subject := sides.lost_subject(left, right)):
            yield Reason("who", " ".join(term.text for term in sides.written[left : right + 1]), subject)


def _counts_another(sides: Sides, number: int, counted: int) -> bool:
    """Whether the source counts something else than the sentence: "two cows and a pig", "two pigs"."""
    key = sides.said[counted].key
    between = (sides.said[place] for place in range(number + 1, counted))
    return any(term.sort == "content" and term.key != key and not term.cut for term in between)


def _pronouns(sides: Sides) -> Iterator[Reason]:
    """Him for her, or "I" for another."""
    for at, term in enumerate(sides.written):
        if sides.match[at] is not None:
            continue
        near = {sides.said[place].key for place in sides.gap(at)}
        if term.key in ("he", "she"):
            other = "she" if term.key == "he" else "he"
            if other in near or not (near & sides.lists.first or sides.known(term.key, at) or sides.taken_up(at)):
                yield Reason("who", term.text)
        elif term.key in sides.lists.first and near & {"he", "she"} and not near & sides.lists.first:
            yield Reason("who", term.text)


def _pieces(sides: Sides) -> Iterator[Reason]:
    """Clauses that were moved must say enough to be known again, and say of whom."""
    pieces = sides.pieces()
    for first, last in pieces if len(pieces) > 1 else ():
        piece = range(first, last + 1)
        said = [at for at in piece if sides.match[at] is not None]
        words = " ".join(sides.written[at].text for at in piece)
        if first and not (sides.written[first].pause or sides.follows_joiner(first)):
            yield Reason("who", sides.written[first].text)
        if not said:
            continue
        weighing = [at for at in said if sides.written[at].weighs]
        near = sides.near(piece)
        if first and sides.borrows(piece):
            yield Reason("who", words)
        elif len(weighing) < 2 and not (near and _light(sides, said, weighing)):  # noqa: PLR2004 - a word is found anywhere
            yield Reason("added", words)
        elif not near and ((len(weighing) < _ENOUGH and len(said) < len(piece)) or not sides.has_subject(piece)):
            yield Reason("who", words)
        elif not near and any(sides.written[at].text.casefold() in sides.lists.feelings for at in piece):
            yield Reason("feeling", words)


def _light(sides: Sides, said: Sequence[int], weighing: Sequence[int]) -> bool:
    """Whether a moved piece that has one word of weight is safe: no name by itself, a number only with its words."""
    if all(sides.written[at].sort == "content" for at in weighing):
        return True
    places = [sides.match[at] for at in said]
    in_a_row = all(b is not None and a is not None and b == a + 1 for a, b in pairwise(places))
    joined = sum(sides.written[at].weighs or not sides.written[at].pause for at in said)
    return joined > 1 and in_a_row and sides.same_sentence(said)


def _thin(sides: Sides) -> Iterator[Reason]:
    """A sentence of few words that weigh must share its small words too: they are most of what it says."""
    weight = sum(term.weighs for term in sides.written)
    small = [at for at, term in enumerate(sides.written) if not term.weighs]
    if weight <= 2 and sum(sides.match[at] is None for at in small) * 2 > len(small):  # noqa: PLR2004
        yield Reason("added", " ".join(term.text for term in sides.written))


def _quotations(sentence: str, sides: Sides) -> Iterator[Reason]:
    """What stands between quotation marks must have been said word for word, but for fillers and words said twice."""
    for quoted in _QUOTED.finditer(unicodedata.normalize("NFC", sentence)):
        inside = [at for at, t in enumerate(sides.written) if quoted.start(1) <= t.start and t.end <= quoted.end(1)]
        places = [sides.match[at] for at in inside]
        if any(place is None for place in places) or not _in_a_row(sides, inside):
            yield Reason("quotation", quoted[1].strip(" ,.;:"))


def _in_a_row(sides: Sides, inside: Sequence[int]) -> bool:
    places = [place for at in inside if (place := sides.match[at]) is not None]
    exact = all(
        sides.written[at].text.casefold() == sides.said[place].text.casefold()
        for at, place in zip(inside, places, strict=True)
    )
    between = (at for one, other in pairwise(places) for at in range(one + 1, other))
    spoken = {sides.said[place].key for place in places} | sides.lists.fillers
    return (
        exact and places == sorted(places) and all(sides.said[at].key in spoken or sides.said[at].cut for at in between)
    )
