"""Chapter titles in the storyteller's own words: a short, clean, telling clause that stands in the chapter."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Final

from fortell.story.language import Clause, Language, clauses, lexicon, mask
from fortell.story.writing.cohesion import stems
from fortell.story.writing.draft import Span, Told

# The length, in words, at which a title reads best.
BEST: Final = 5


def _score(clause: Clause, own_stems: set[str], weights: Mapping[str, float], language: Language) -> float:
    """Words that tell of this chapter, with a liking for the storyteller's "we" and "I" and for things one can see."""
    lists = lexicon(language)
    telling = sum(sorted((weights.get(stem, 0.0) for stem in own_stems), reverse=True)[:3])
    seen = sum(lists.has("concrete", word) for word in clause.folded)
    own = any(lists.has("first_person", word) for word in clause.folded)
    subject = own or any(lists.has("pronouns", word) for word in clause.folded)
    other = any(lists.has("second_person", word) for word in clause.folded)
    return (
        telling
        + 1.2 * min(seen, 2)
        + 0.6 * own
        + 3 * (subject or clause.whole)
        - 1.5 * other
        + clause.whole
        - 0.5 * abs(len(clause.folded) - BEST)
    )


def _weights(texts: Iterable[str], everywhere: Counter[str], language: Language) -> dict[str, float]:
    """How much a word belongs to this chapter: what comes often here and seldom elsewhere."""
    here = Counter(stem for text in texts for stem in stems(text=text, language=language))
    return {stem: log(1 + count) * count / everywhere[stem] for stem, count in here.items() if count > 1}


def title_of(
    *, told: Sequence[Told], everywhere: Counter[str], taken: Sequence[str], language: Language
) -> tuple[str, Span] | None:
    """The best clause of `told`, unlike the titles `taken`; None when no clause is clean enough.

    `everywhere` counts the stems of the whole book.
    """
    weights = _weights((mask(one.text) for one in told), everywhere, language)
    used = {stem for title in taken for stem in stems(text=title, language=language)}
    best: tuple[float, Told, Clause] | None = None
    for answer in told:
        for clause in clauses(text=answer.text, language=language):
            own = set(stems(text=answer.text[clause.start : clause.end], language=language))
            score = _score(clause, own, weights, language)
            if own and not own & used and (best is None or score > best[0]):
                best = (score, answer, clause)
    return _as_title(best[1], best[2]) if best else None


def _as_title(told: Told, clause: Clause) -> tuple[str, Span]:
    title = told.text[clause.start : clause.end]
    return title[0].upper() + title[1:], Span(told.answer, told.version, clause.start, clause.end)
