"""Long answers as paragraphs of about a hundred words, broken where the telling turns."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from fortell.story.language import Language, Word, fold, lexicon, words
from fortell.story.writing.draft import Sentence

TARGET: Final = 120
SHORTEST: Final = 70
LONGEST: Final = 190
# A rest shorter than this stays with the paragraph before it.
SHORTEST_REST: Final = 35


class _Step(NamedTuple):
    """A sentence as the breaking sees it: its words, whether a new step begins, whether she left an empty line."""

    length: int
    turns: bool
    new_line: bool


def _turns(said: Sequence[Word], language: Language) -> bool:
    lists = lexicon(language)
    opening = [fold(word.text) for word in said[:4]]
    first = next((word for word in opening if not lists.has("openers", word) or lists.has("shift", word)), "")
    return lists.has("shift", first)


def _new_line(before: Sentence, after: Sentence, texts: Mapping[str, str]) -> bool:
    end, start = before.sources[-1], after.sources[0]
    return end.answer == start.answer and texts[end.answer].count("\n", end.end, start.start) > 1


def _steps(sentences: Sequence[Sentence], texts: Mapping[str, str], language: Language) -> list[_Step]:
    steps = []
    for number, sentence in enumerate(sentences):
        said = words(sentence.text)
        new_line = number > 0 and _new_line(sentences[number - 1], sentence, texts)
        steps.append(_Step(length=len(said), turns=_turns(said, language), new_line=new_line))
    return steps


def _paragraph_end(steps: Sequence[_Step], start: int) -> int:
    """Where the paragraph that begins at `start` ends best: near the target, and rather where a new step begins."""
    at, best = 0, (float("inf"), len(steps))
    for number in range(start, len(steps) - 1):
        at += steps[number].length
        following = steps[number + 1]
        if following.new_line:
            return number + 1
        if at >= SHORTEST:
            best = min(best, (abs(at - TARGET) - 45 * following.turns, number + 1))
        if at > LONGEST:
            break
    return best[1]


def paragraphs(
    *, sentences: Sequence[Sentence], texts: Mapping[str, str], language: Language
) -> list[tuple[Sentence, ...]]:
    """The sentences in order, parted; `texts` are the answers they come from, by id."""
    steps = _steps(sentences, texts, language)
    words_left = sum(step.length for step in steps)
    found, start = [], 0
    while start < len(sentences):
        end = _paragraph_end(steps, start)
        words_left -= sum(step.length for step in steps[start:end])
        if words_left < SHORTEST_REST and not any(step.new_line for step in steps[end:]):
            end = len(sentences)
        found.append(tuple(sentences[start:end]))
        start = end
    return found
