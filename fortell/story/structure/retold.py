"""Which answers seem to tell the same scene: by the words that both have close together and few others have at all.

It proposes; whether they do is for people to say. So it is careful: a pair that is missed stands as it stood.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2
from typing import Final, NamedTuple

from fortell.story.language import Language, Word, content_stems, mask, words
from fortell.story.writing import Told

# A scene is told in so many words, about; a long answer is looked at in pieces of that length that overlap by half.
_SCENE: Final = 90
# A word that more answers have tells of her life, not of one scene in it.
_MOST_ANSWERS: Final = 12
# Nor does one that is said all over; it also bounds the work: what is compared grows with the words, not their square.
_MOST_PIECES: Final = 40
# So many words in common; or fewer, where they are more than half of what the shorter one tells.
_SHARED: Final = 7
_FEWEST: Final = 6
# In bits, beyond what makes up for the number of pairs. Set so that of two English and Norwegian families' answers, and
# of real interviews, retellings lie above it (36 and more) and other answers about the same people below (28 and less).
_SURE: Final = 30.0
# What is shown of a pair, in words: those that both have, and how much of each.
_SHOWN: Final = 6
_EXCERPT: Final = 32


@dataclass(frozen=True, slots=True)
class Retold:
    """Two answers, in the order told. `bits`: how unlikely it is that they share so much by chance."""

    first: str
    second: str
    bits: float


class _Piece(NamedTuple):
    answer: int  # its place in the order told
    stems: frozenset[str]


def retold(*, told: Sequence[Told], language: Language) -> list[Retold]:
    """Each pair once, the surest first."""
    pieces = list(_pieces(told, language))
    spread = Counter(stem for stems in _by_answer(pieces).values() for stem in stems)
    strongest: dict[tuple[int, int], float] = {}
    for one, other in _close(pieces, spread):
        bits = _bits(one.stems & other.stems, spread, len(told))
        pair = (one.answer, other.answer)
        if bits >= max(_SURE, strongest.get(pair, 0)):
            strongest[pair] = bits
    found = [Retold(told[first].answer, told[second].answer, bits) for (first, second), bits in strongest.items()]
    return sorted(found, key=lambda pair: -pair.bits)


def _pieces(told: Iterable[Told], language: Language) -> Iterator[_Piece]:
    for number, one in enumerate(told):
        said = content_stems(mask(one.text), language=language)
        for start in range(0, max(1, len(said) - _SCENE // 2), _SCENE // 2):
            yield _Piece(number, frozenset(filter(None, said[start : start + _SCENE])))


def _by_answer(pieces: Iterable[_Piece]) -> dict[int, set[str]]:
    stems: dict[int, set[str]] = defaultdict(set)
    for piece in pieces:
        stems[piece.answer] |= piece.stems
    return stems


def _close(pieces: Sequence[_Piece], spread: Mapping[str, int]) -> Iterator[tuple[_Piece, _Piece]]:
    """Pieces of two answers with enough rare words in common; what is rare stands in two answers at least."""
    standing: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for stem in piece.stems:
            if 1 < spread[stem] <= _MOST_ANSWERS:
                standing[stem].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in standing.values():
        if len(numbers) <= _MOST_PIECES:
            shared.update(combinations(numbers, 2))
    for (first, second), count in shared.items():
        one, other = pieces[first], pieces[second]
        most = count >= _FEWEST and 2 * count > min(len(one.stems), len(other.stems))
        if one.answer != other.answer and (count >= _SHARED or most):
            yield one, other


def _bits(shared: Iterable[str], spread: Mapping[str, int], answers: int) -> float:
    """How surely it is no chance that two answers share these words, where there are so many answers to pair."""
    rare = (spread[stem] for stem in shared if spread[stem] <= _MOST_ANSWERS)
    return sum(2 * log2(answers / count) for count in rare) - 2 * log2(answers)


def in_both(one: str, other: str, *, language: Language) -> list[str]:
    """Up to six telling words of the first text that the other has too, in some form; names and figures first."""
    forms = {stem: word.text for word, stem in _shared_words(one, other, language) if stem}
    ranked = sorted(forms.values(), key=lambda form: (form.islower(), -len(form)))
    return [form for form in forms.values() if form in ranked[:_SHOWN]]


def where_alike(one: str, other: str, *, language: Language) -> str:
    """The piece of the first text that has most in common with the other, with dots where it is cut."""
    said = _shared_words(one, other, language)
    if len(said) <= _EXCERPT:
        return one
    first = max(range(len(said) - _EXCERPT + 1), key=lambda at: len({stem for _word, stem in said[at : at + _EXCERPT]}))
    start, end = said[first][0].start, said[first + _EXCERPT - 1][0].end
    return f"{'… ' * (first > 0)}{one[start:end]}{' …' * (first + _EXCERPT < len(said))}"


def _shared_words(one: str, other: str, language: Language) -> list[tuple[Word, str]]:
    """The words of the first text, each with its stem where the other has that too, else with none."""
    shared = set(content_stems(other, language=language))
    stems = content_stems(one, language=language)
    return [(word, stem if stem in shared else "") for word, stem in zip(words(one), stems, strict=True)]
