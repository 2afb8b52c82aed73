"""The stem of a word, by rule: enough to see that "rowing" and "rowed" are of one matter, no more."""

from typing import Final

from fortell.story.language.lexicon import Language, lexicon
from fortell.story.language.tokens import fold, words

# What is left of a word has so many letters at least; a shorter word is its own stem.
SHORTEST_STEM: Final = 4


def stem(folded: str, *, language: Language) -> str:
    """Without its longest known ending. The lists say endings, longest first."""
    for ending in lexicon(language).phrases["endings"]:
        if folded.endswith(ending) and len(folded) - len(ending) >= SHORTEST_STEM:
            return folded[: -len(ending)]
    return folded


def content_stems(text: str, *, language: Language) -> list[str]:
    """The stems of its words in order; an empty one holds the place of each word that tells no matter from another."""
    lists, said = lexicon(language), [fold(word.text) for word in words(text)]
    empty = [len(word) < SHORTEST_STEM or lists.has("stopwords", word) or lists.has("general", word) for word in said]
    return ["" if gone else stem(word, language=language) for word, gone in zip(said, empty, strict=True)]
