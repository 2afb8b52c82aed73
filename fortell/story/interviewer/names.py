"""Names in an answer, by rule: a capital inside a sentence, and what stands before it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fortell.story.interviewer.cue import Cue
from fortell.story.language import Language, Word, fold, lexicon, mask, words

# Before a word that begins a sentence, a quotation or a line, a capital says nothing.
_AFTER_BREAK: Final = re.compile(r"(?:^|[.!?:…\n\"“”«»#*()\[\]\-–—])\s*$")
_LONGEST_NAME: Final = 3
_PERSON_WORTH: Final = 5.0
_OTHER_WORTH: Final = 4.0


def _is_capital(text: str, word: Word, before: str, language: Language) -> bool:
    written, lists = word.text, lexicon(language)
    if text[word.end : word.end + 1] == "-":  # a word that was cut off
        return False
    if not (written[0].isupper() and written[1:].islower() and written.isalpha()) or lists.has(
        "not_names", fold(written)
    ):
        return False
    # "Mrs. Larson" is no sentence's beginning.
    return lists.has("titles", before) or not _AFTER_BREAK.search(text, max(0, word.start - 3), word.start)


def _name_runs(text: str, said: Sequence[Word], language: Language) -> Iterator[tuple[int, int]]:
    """Indexes of the first word of a name and of the one after its last."""
    folded, at = ["", *(fold(word.text) for word in said)], 0
    while at < len(said):
        end = at
        while end < len(said) and _is_capital(text, said[end], folded[end], language):
            end += 1
            if end < len(said) and text[said[end - 1].end : said[end].start] != " ":
                break
        if 0 < end - at <= _LONGEST_NAME and not _goes_on(said, end, language):
            yield at, end
        at = max(end, at + 1)


def _goes_on(said: Sequence[Word], end: int, language: Language) -> bool:
    """Whether the name is only the owner's in a longer one that ends in small letters ("Folkets hus")."""
    if end == len(said) or language == "en" or not said[end - 1].text.endswith("s"):
        return False
    return said[end].text.islower() and not lexicon(language).has("stopwords", fold(said[end].text))


def _name_kind(before: str, titled: bool, language: Language) -> str:  # noqa: FBT001
    lists = lexicon(language)
    if titled or lists.has("person_titles", before) or before in lists.kin:
        return "person"
    return "place" if lists.has("place_words", before) else "name"


def names(*, text: str, language: Language) -> Iterator[Cue]:
    """Capitalised words inside a sentence: a person after a title or kin word, a place after "in", else either.

    Her own name is none of them.
    """
    lists, said = lexicon(language), words(mask(text))
    for first, after in _name_runs(text, said, language):
        start, end = said[first].start, said[after - 1].end
        if fold(text[max(0, start - 40) : start]).rstrip().endswith(lists.phrases["own_name"] + lists.phrases["self"]):
            continue
        before = fold(said[first - 1].text) if first else ""
        titled = lists.has("titles", before)
        kind = _name_kind(
            before, titled or (after - first > 1 and lists.has("titles", fold(said[first].text))), language
        )
        start = said[first - 1].start if titled else start
        yield Cue(kind, text[start:end], start, end, _PERSON_WORTH if kind == "person" else _OTHER_WORTH)
