"""When each answer happened as a whole, as far as it is sure: what a chapter is put in order by."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from fortell.story.language import Language, mask, sentence_spans
from fortell.story.structure.dating import timeline
from fortell.story.structure.moments import Entry
from fortell.story.writing import Told, Years

# A time belongs to the whole answer where she sets out with it; a year that comes later is of one thing among others.
_OPENING: Final = 2


def years_told(*, told: Sequence[Told], language: Language) -> dict[str, Years]:
    """By answer's id: from the first to the last year it tells of, where one of its first sentences surely names one.

    What comes later or is only guessed dates no answer, but makes the time of one that is dated wider: so fewer move.
    """
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in timeline(told=told, language=language):
        found[entry.sentence.answer].append(entry)
    return {
        one.answer: _whole(found[one.answer])
        for one in told
        if one.answer in found and _sets_out(one, found[one.answer], language)
    }


def _sets_out(one: Told, entries: Sequence[Entry], language: Language) -> bool:
    opening = {start for start, _end in list(sentence_spans(mask(one.text), language=language))[:_OPENING]}
    return any(entry.sentence.start in opening and not entry.moment.about for entry in entries)


def _whole(entries: Sequence[Entry]) -> Years:
    return Years(min(one.moment.earliest for one in entries), max(one.moment.latest for one in entries))
