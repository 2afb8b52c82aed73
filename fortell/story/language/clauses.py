"""Clean clauses: stretches of an answer that can be lifted out of it as they stand, to be quoted or to be a title."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from fortell.story.language.lexicon import Language, lexicon
from fortell.story.language.notes import mask
from fortell.story.language.tokens import Word, fold, words

SHORTEST: Final = 3
LONGEST: Final = 8
# A wide gap is where a pause or a stage note stood.
_BETWEEN_SIGNS: Final = re.compile(r"(?:(?!\s\s)[^.!?;:,…\n])+")
# A clause that touches another sign (a quotation mark, the hyphen of a cut-off word) or a wide gap is not taken.
_UNCLEAN: Final = re.compile(r"[^\w\s'’\-]|_|\d{5}|-(?!\w)|(?<!\w)-|\s{2}|\t")
# So many words must stand before an "and" for it to begin a new clause: "my brother and I" is one.
_BEFORE_CONJUNCTION: Final = 4


class Clause(NamedTuple):
    """Characters `start` to `end` of the answer; `folded` are its words, `whole` tells a sentence of its own."""

    start: int
    end: int
    folded: tuple[str, ...]
    whole: bool


def _hangs(folded: Sequence[str], ending: str, language: Language) -> bool:
    """Whether it is part of another clause: begins as one ("when I came"), or a comma cuts it off within one."""
    lists = lexicon(language)
    subordinate = any(lists.has("subordinators", word) for word in folded[:2])
    joined = lists.has("conjunctions", folded[0]) and lists.has("pronouns", folded[1])
    return subordinate or joined or (ending == "," and any(lists.has("subordinators", word) for word in folded))


def _inverted(folded: Sequence[str], opening: str, language: Language) -> bool:
    """Whether it is the Scandinavian main clause after a comma, which begins with its verb ("bodde vi på Myra")."""
    lists = lexicon(language)
    verb_first = lists.has("pronouns", folded[1]) and not lists.has("sequence", folded[0])
    # "Var han rå, …", "hadde eg …": what begins so is a condition, wherever it stands.
    condition = lists.has("states", folded[0]) or lists.has("modals", folded[0])
    return language != "en" and verb_first and (opening == "," or condition)


def _dangles(before: str, language: Language) -> bool:
    """Whether what stands before a pause wants to go on after it ("that", "and then a")."""
    said = words(before)
    lists = lexicon(language)
    return bool(said) and any(lists.has(listed, fold(said[-1].text)) for listed in ("subordinators", "no_end"))


def _clean(folded: Sequence[str], language: Language) -> bool:
    lists, said = lexicon(language), " ".join(folded)
    disfluent = any(lists.has("fillers", word) for word in folded) or any(one == two for one, two in pairwise(folded))
    loose = lists.has("no_end", folded[-1]) or lists.has("openers", folded[-1])
    small_talk = lists.says("small_talk", said) or lists.says("unknown", said)
    return not (disfluent or loose or small_talk)


def _trimmed(said: Sequence[Word], language: Language) -> Sequence[Word]:
    """Without the "and", "well" or "so" that it hangs on."""
    lists, start = lexicon(language), 0
    while start < len(said) and lists.has("openers", fold(said[start].text)):
        start += 1
    return said[start:]


def _parted(said: Sequence[Word], language: Language) -> Iterator[Sequence[Word]]:
    """At every conjunction that a pronoun follows."""
    lists, start = lexicon(language), 0
    for number in range(1, len(said) - 1):
        joins = lists.has("conjunctions", fold(said[number].text)) and lists.has(
            "pronouns", fold(said[number + 1].text)
        )
        if joins and number - start >= _BEFORE_CONJUNCTION:
            yield said[start:number]
            start = number
    yield from _heads(said[start:], language)


def _heads(said: Sequence[Word], language: Language) -> Iterator[Sequence[Word]]:
    """What is too long, up to the first "and" within it that leaves a clause before it; else all of it."""
    lists = lexicon(language)
    if len(said) > LONGEST:
        for number in range(_BEFORE_CONJUNCTION, min(len(said), LONGEST + 1)):
            if lists.has("joining", fold(said[number].text)):
                yield said[:number]
                return
    yield said


def _sign(character: str) -> str:
    return "," if character == " " else character


def _stretch_clauses(masked: str, at: int, end: int, language: Language) -> Iterator[Clause]:
    # A pause cuts as a comma does: what follows it can be the second half of something.
    said, ending = words(masked[at:end]), _sign(masked[end : end + 1])
    sentence = ending in ".\n" and masked[max(0, at - 1) : at] in ".!?\n"
    for part in _parted(said, language):
        kept = _trimmed(part, language)
        if SHORTEST <= len(kept) <= LONGEST:
            folded, closing = tuple(fold(word.text) for word in kept), ending if part[-1] is said[-1] else ""
            clause = Clause(at + kept[0].start, at + kept[-1].end, folded, sentence and len(part) == len(said))
            opening = _sign(masked[max(0, at - 1) : at]) if part[0] is said[0] else ""
            hanging = _hangs(folded, closing, language) or _inverted(folded, opening, language)
            hanging = hanging or (masked[at - 1 : at] == " " and _dangles(masked[max(0, at - 40) : at], language))
            if _clean(folded, language) and not hanging and not _touched(masked, clause):
                yield clause


def _touched(masked: str, clause: Clause) -> bool:
    """Whether a sign stands within the clause or right at it, other than those that part clauses."""
    before, after = masked[max(0, clause.start - 1) : clause.start], masked[clause.end : clause.end + 1]
    return bool(
        _UNCLEAN.search(masked[clause.start : clause.end]) or _UNCLEAN.search((before + after).strip(".,!?;:…\n "))
    )


def clauses(*, text: str, language: Language) -> Iterator[Clause]:
    """In order. Questions are left out, and so is what a stage note or a pause cuts through."""
    masked = mask(text)
    for stretch in _BETWEEN_SIGNS.finditer(masked):
        if masked[stretch.end() : stretch.end() + 1] != "?":
            yield from _stretch_clauses(masked, stretch.start(), stretch.end(), language)
