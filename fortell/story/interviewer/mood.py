"""How an answer was given: briefly, reluctantly, with something heavy in it. It reads words and guesses no feelings."""

from typing import Final

from fortell.story.language import Language, fold, lexicon, mask, words

BRIEF: Final = 3
# "I don't know, really, it was so long ago": up to here an answer that does not know is a short one.
BRIEF_UNKNOWN: Final = 12
# One heavy word weighs this many words of the answer, a grave one twice as much.
HEAVY_REACH: Final = 40
# Enough of an answer to judge it by, from its end: what she came to last is what she is in. In characters.
READ: Final = 6000


def recent(answer: str) -> str:
    return answer[-READ:]


def is_brief(*, answer: str, language: Language) -> bool:
    """Whether there is nothing in it to take up: no words, a yes, a "don't know"."""
    text = fold(mask(recent(answer)))
    count = len(words(text))
    return count <= BRIEF or (count <= BRIEF_UNKNOWN and lexicon(language).says("unknown", text))


def is_reluctant(*, answer: str, language: Language) -> bool:
    """Whether she says that she would rather not speak of it."""
    return lexicon(language).says("reluctant", fold(recent(answer)))


def is_heavy(*, answer: str, language: Language) -> bool:
    """Whether death, loss or violence fill the answer; a mere mention in a long one does not count."""
    lists, said = lexicon(language), [fold(word.text) for word in words(mask(recent(answer)))]
    weight = sum(lists.has("heavy", word) + 2 * lists.has("grave", word) for word in said)
    return weight * HEAVY_REACH >= len(said) > 0
