"""Where sentences begin and end, in typed and in transcribed speech."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from fortell.story.language.lexicon import Language, lexicon
from fortell.story.language.tokens import WORD, fold

# A run of signs is tried from its first one only: a hundred thousand exclamation marks must not take quadratic time.
_CLOSERS: Final = "\"'”’»)"
_ENDING: Final = re.compile(
    rf"(?:(?<![.!?…])[.!?…]++[{_CLOSERS}]*+(?=\s|$))|(?<=[^\W\d_]{{3}})\.(?=[A-ZÆØÅÄÖ][a-zæøåäö,])|\n+"
)
_SIGN: Final = re.compile(r"[^\S\n]*[.,!?;:…]")
_BEFORE: Final = re.compile(r"(\S+)$")
# A shorter line that a capital follows was ended on purpose; a longer one was wrapped by a mail program.
WRAPPED_LINE: Final = 60
# "17. mai" has as many digits; "i 1945." has more and ends its sentence.
ORDINAL: Final = 2


@cache
def _months(language: Language) -> frozenset[str]:
    return lexicon(language).words["months"].whole


def _abbreviates(text: str, at: int, following: str, language: Language) -> bool:
    """Whether the full stop at `at` belongs to the word before it: an abbreviation, an initial or an ordinal."""
    before = _BEFORE.search(text, max(0, at - 20), at)
    word = fold(before.group(1).lstrip("\"'“”«([")) if before else ""
    if lexicon(language).has("abbreviations", word):
        return True
    if len(word) == 1 and word.isalpha():
        return not (following[:1].isupper() and lexicon(language).has("stopwords", fold(following)))
    short_number = word.isdigit() and len(word) <= ORDINAL
    return short_number and (following[:1].islower() or fold(following) in _months(language)) and language != "en"


def _newline_ends(text: str, ending: re.Match[str]) -> bool:
    if len(ending.group()) > 1:
        return True
    line = ending.start() - (text.rfind("\n", 0, ending.start()) + 1)
    following = text[ending.end() : ending.end() + WRAPPED_LINE].lstrip()[:1]
    return line < WRAPPED_LINE and not following.islower()


def _ends(text: str, ending: re.Match[str], language: Language) -> bool:
    signs = ending.group()
    if signs[0] == "\n":
        return _newline_ends(text, ending)
    if _SIGN.match(text, ending.end()):
        return False
    ahead = WORD.search(text, ending.end(), ending.end() + 80)
    following = ahead.group() if ahead else ""
    if signs[-1] in _CLOSERS or signs.startswith(("...", "…")):
        # "Come in," may be followed by "she said", and three dots by the rest of the thought.
        return not following[:1].islower()
    return signs != "." or not _abbreviates(text, ending.start(), following, language)


def _cuts(text: str, language: Language) -> Iterator[int]:
    yield from (ending.end() for ending in _ENDING.finditer(text) if _ends(text, ending, language))
    yield len(text)


def sentence_spans(text: str, *, language: Language) -> list[tuple[int, int]]:
    """Half-open character spans in order; what lies between them is white space only."""
    spans, start = [], 0
    for cut in _cuts(text, language):
        piece = text[start:cut]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = cut
    return spans
