"""Which phase of life an answer speaks of."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from fortell.story.language import Language, fold, lexicon, phases, words
from fortell.story.writing.draft import Told

# The question decides unless the answer names this many different things of another phase …
CLEARLY: Final = 3
# … and this many times as many as of the question's own.
TIMES: Final = 3


def _cues(text: str, language: Language) -> Counter[str]:
    """How many different cue words of each phase the text holds."""
    said = {fold(word.text) for word in words(text)}
    found = {phase: sum(word in cues for word in said) for phase, cues in lexicon(language).phases.items()}
    return Counter({phase: count for phase, count in found.items() if count})


def phase_of(*, told: Told, language: Language) -> str | None:
    """The phase of the question, or another that the answer clearly speaks of; None when neither says."""
    cues = _cues(told.text, language)
    spoken_of, count = next(iter(cues.most_common(1)), (None, 0))
    known = {phase.id for phase in phases()}
    asked = told.phase if told.phase in known else None
    needed = max(CLEARLY, TIMES * cues[asked]) if asked else 1
    return spoken_of if count >= needed and spoken_of in known else asked


def sort_by_phase(*, told: Sequence[Told], language: Language) -> dict[str, list[Told]]:
    """Answers by phase in the order of a life; one that says nothing of its time stays with the answer before it."""
    sorted_out: dict[str, list[Told]] = {phase.id: [] for phase in phases()}
    said = [phase_of(told=one, language=language) for one in told]
    at = next((phase for phase in said if phase), next(iter(sorted_out)))
    for one, phase in zip(told, said, strict=True):
        at = phase or at
        sorted_out[at].append(one)
    return {phase: answers for phase, answers in sorted_out.items() if answers}
