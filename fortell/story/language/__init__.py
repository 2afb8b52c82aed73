"""Words, sentences and word lists of the four languages, for everything in the story that reads an answer.

Pure: no network, no database, and nothing else of the package.
"""

from fortell.story.language.clauses import Clause, clauses
from fortell.story.language.lexicon import LANGUAGES, Language, Lexicon, Stems, lexicon
from fortell.story.language.notes import REMOVALS, mask
from fortell.story.language.phases import Phase, phases
from fortell.story.language.sentences import sentence_spans
from fortell.story.language.stems import SHORTEST_STEM, content_stems, stem
from fortell.story.language.tokens import Word, fold, has_word, has_words, words

__all__ = [
    "LANGUAGES",
    "REMOVALS",
    "SHORTEST_STEM",
    "Clause",
    "Language",
    "Lexicon",
    "Phase",
    "Stems",
    "Word",
    "clauses",
    "content_stems",
    "fold",
    "has_word",
    "has_words",
    "lexicon",
    "mask",
    "phases",
    "sentence_spans",
    "stem",
    "words",
]
