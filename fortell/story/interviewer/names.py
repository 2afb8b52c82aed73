"""Names in an answer, by rule: a capital inside a sentence, and what stands before it.

A capital says less where sentences begin without a sign before them, as in speech written down by a machine: there,
what she also writes small, and every word that tells no matter from another, is no name.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fortell.story.interviewer.cue import Cue
from fortell.story.language import Language, Word, fold, lexicon, mask, words

# Before a word that begins a sentence, a quotation or a line, a capital says nothing; nor where a pause or a stage
# note stood, of which a wide gap is left.
_BREAK: Final = re.compile(r"[.!?:…\n\"“”‘«»#*()\[\]\-–—]['’]?\s*$|\n|\s{3}|(?:^|\s)'$")
# What joins clauses, negates or stands for somebody is never a name of its own; other small words seldom are.
_JOINING: Final = ("joining", "conjunctions", "subordinators")
_NEVER: Final = (*_JOINING, "pronouns", "subjects", "negations", "first_person", "not_names")
_LONGEST_NAME: Final = 3
_PERSON_WORTH: Final = 5.0
_OTHER_WORTH: Final = 4.0


def _is_written_as_name(word: Word) -> bool:
    return word.text[0].isupper() and word.text[1:].islower() and word.text.isalpha()


def _capitals(text: str, said: Sequence[Word], language: Language) -> list[bool]:
    """Of each word, whether it has a capital that says something."""
    lists, found, end, before = lexicon(language), list[bool](), 0, ""
    for word in said:
        cut_off = text[word.end : word.end + 1] == "-"
        # "Mrs. Larson" is no sentence's beginning.
        begins = not end or (bool(_BREAK.search(text, end, word.start)) and not lists.has("titles", before))
        found.append(_is_written_as_name(word) and not cut_off and not begins)
        end, before = word.end, fold(word.text)
    return found


def _no_names(folded: Sequence[str], said: Sequence[Word], capitals: Sequence[bool], language: Language) -> set[str]:
    """The words of the text that are no names for all their capitals; those written small where capitals say less."""
    lists = lexicon(language)
    written = {word for word, capital in zip(folded, capitals, strict=True) if capital}
    never = {word for word in written if any(lists.has(listed, word) for listed in _NEVER)}
    small_words = {word for word in written if lists.has("stopwords", word) or lists.has("openers", word)}
    never |= {word for word in small_words if not lists.has("names_too", word)}
    joined = {word for word in never if any(lists.has(listed, word) for listed in _JOINING)}
    if all(lists.has("not_names", word) for word in joined):
        return never
    small = {one for one, word in zip(folded, said, strict=True) if word.text.islower()}
    return never | small_words | (written & small)


def _name_runs(text: str, said: Sequence[Word], language: Language) -> Iterator[tuple[int, int]]:
    """Indexes of the first word of a name and of the one after its last."""
    folded, capitals, at = [fold(word.text) for word in said], _capitals(text, said, language), 0
    no_names = _no_names(folded, said, capitals, language)
    while at < len(said):
        end = at
        while end < len(said) and capitals[end] and folded[end] not in no_names:
            end += 1
            if end < len(said) and text[said[end - 1].end : said[end].start] != " ":
                break
        titles_only = all(lexicon(language).has("titles", word) for word in folded[at:end])
        if 0 < end - at <= _LONGEST_NAME and not titles_only and not _goes_on(said, end, language):
            yield at, end
        at = max(end, at + 1)


def _goes_on(said: Sequence[Word], end: int, language: Language) -> bool:
    """Whether the name is only the owner's in a longer one that ends in small letters ("Folkets hus")."""
    if end == len(said) or language == "en" or not said[end - 1].text.endswith("s"):
        return False
    return said[end].text.islower() and not lexicon(language).has("stopwords", fold(said[end].text))


def _name_kind(before: str, last: str, titled: bool, language: Language) -> str:  # noqa: FBT001
    """`before` is the word before the name, `last` its last one; both folded."""
    lists = lexicon(language)
    if titled or lists.has("person_titles", before) or before in lists.kin:
        return "person"
    ends = any(last.endswith(ending) and len(last) > len(ending) + 1 for ending in lists.phrases["place_endings"])
    return "place" if ends or lists.has("place_words", before) or lists.has("place_nouns", last) else "name"


def names(*, text: str, language: Language) -> Iterator[Cue]:
    """Capitalised words inside a sentence: a person after a title or kin word, a place after "in", else either.

    A place also where the name says so by its end ("North Avenue", "Sørdalen").

    Her own name is none of them.
    """
    lists, said = lexicon(language), words(mask(text))
    for first, after in _name_runs(text, said, language):
        start, end = said[first].start, said[after - 1].end
        if fold(text[max(0, start - 40) : start]).rstrip().endswith(lists.phrases["own_name"] + lists.phrases["self"]):
            continue
        before = fold(said[first - 1].text) if first else ""
        titled = lists.has("titles", before) and "," not in text[said[first - 1].end : start]
        kind = _name_kind(
            before,
            fold(said[after - 1].text),
            titled or (after - first > 1 and lists.has("titles", fold(said[first].text))),
            language,
        )
        start = said[first - 1].start if titled else start
        yield Cue(kind, text[start:end], start, end, _PERSON_WORTH if kind == "person" else _OTHER_WORTH)
