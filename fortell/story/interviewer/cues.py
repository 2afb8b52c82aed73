"""What an answer offers to take up: names, kin, places, years and phrases, each with its place in the answer."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from fortell.story.interviewer.mood import recent
from fortell.story.language import Clause, Language, Word, clauses, fold, lexicon, mask, words

_YEAR: Final = re.compile(r"(?<![\w.,-])(?:18[6-9]\d|19\d\d|20[0-3]\d)(?![\w-])(?![.,]\d)")
# Before a word that begins a sentence, a quotation or a line, a capital says nothing.
_AFTER_BREAK: Final = re.compile(r"(?:^|[.!?:…\n\"“”«»#*()\[\]\-–—])\s*$")
# What she quotes, a song or somebody's words, is not hers to be asked about as a name or a phrase.
_REPORTED: Final = re.compile(r"\"[^\"\n]{1,300}\"|“[^“”\n]{1,300}”|«[^«»\n]{1,300}»|”[^”\n]{1,300}”")
PHRASES: Final = frozenset({"quote", "sense", "denial"})
_LONGEST_NAME: Final = 3
_CONCRETE_WORTH: Final = 1.5


class Cue(NamedTuple):
    """`words` is how a question says it: her own words, or for kin how we speak of them to her."""

    kind: str
    words: str
    start: int
    end: int
    worth: float


def _blanked(quoted: re.Match[str]) -> str:
    """The same length, the quotation marks kept: after them a capital still says nothing."""
    inside = quoted.group()
    return f"{inside[0]}{' ' * (len(inside) - 2)}{inside[-1]}"


def _is_capital(text: str, word: Word, before: str, language: Language) -> bool:
    written, lists = word.text, lexicon(language)
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
        if fold(text[max(0, start - 40) : start]).rstrip().endswith(lists.phrases["own_name"]):
            continue
        before = fold(said[first - 1].text) if first else ""
        titled = lists.has("titles", before)
        kind = _name_kind(
            before, titled or (after - first > 1 and lists.has("titles", fold(said[first].text))), language
        )
        start = said[first - 1].start if titled else start
        yield Cue(kind, text[start:end], start, end, 5.0 if kind == "person" else 4.0)


def kin(*, text: str, language: Language) -> Iterator[Cue]:
    """The storyteller's own people, as she names them and as we speak of them to her."""
    lists, said = lexicon(language), words(mask(text))
    rule, folded = lists.kin_rule, [fold(word.text) for word in said]
    for number, word in enumerate(folded):
        if word not in lists.kin:
            continue
        owned = not rule.owned_before.isdisjoint(folded[max(0, number - 2) : number])
        owned = owned or not rule.owned_after.isdisjoint(folded[number + 1 : number + 2])
        if owned or word in rule.alone:
            yield Cue("kin", lists.kin[word], said[number].start, said[number].end, 4.5)


def years(*, text: str) -> Iterator[Cue]:
    for year in _YEAR.finditer(mask(text)):
        yield Cue("year", year.group(), year.start(), year.end(), 3.0)


def _worth(clause: Clause, language: Language) -> float:
    """How much a phrase carries: content and things one can see, her own "I" or "we" before the general "you"."""
    lists, said = lexicon(language), clause.folded
    content = sum(not lists.has("stopwords", word) for word in said)
    concrete = sum(lists.has("concrete", word) for word in said)
    own = 1.5 if lists.has("first_person", said[0]) else 0.7 * any(lists.has("first_person", word) for word in said)
    other = any(lists.has("second_person", word) for word in said)
    subject = any(lists.has("pronouns", word) for word in said)
    return (
        0.9 * min(content, 3)
        + _CONCRETE_WORTH * min(concrete, 2)
        + own
        + subject
        - 2.5 * other
        - 0.3 * abs(len(said) - 5)
    )


def _stands_alone(clause: Clause, language: Language) -> bool:
    """Whether the phrase says something by itself: it has content, and somebody who does or is it."""
    lists, said = lexicon(language), clause.folded
    content = any(not lists.has("stopwords", word) for word in said)
    subject = any(lists.has("pronouns", word) or lists.has("first_person", word) for word in said)
    return content and (subject or clause.whole) and len(said[-1]) > 1


def _phrase_kind(clause: Clause, language: Language) -> str:
    lists = lexicon(language)
    if any(lists.has("negations", word) for word in clause.folded):
        return "denial"
    return "sense" if any(lists.has("concrete", word) for word in clause.folded) else "quote"


def phrases_said(*, text: str, language: Language) -> list[Cue]:
    """Phrases that can be quoted, best first, by what they are: a "denial", a "sense" to see or hear, or a "quote"."""
    found = []
    for clause in clauses(text=text, language=language):
        if not _stands_alone(clause, language):
            continue
        kind = _phrase_kind(clause, language)
        spoken = text[clause.start : clause.end]
        # What she came to last is nearest to her: later phrases win over earlier ones of nearly the same worth.
        worth = _worth(clause, language) + clause.start / (len(text) + 1)
        found.append(Cue(kind, spoken, clause.start, clause.end, worth))
    return sorted(found, key=lambda cue: -cue.worth)


def cues(*, answer: str, language: Language) -> list[Cue]:
    """All cues of the answer, of a very long one those of its end; offsets are those of the whole answer."""
    text = _REPORTED.sub(_blanked, recent(answer))
    found = [
        *names(text=text, language=language),
        *kin(text=text, language=language),
        *years(text=text),
        *phrases_said(text=text, language=language),
    ]
    skipped = len(answer) - len(text)
    return [cue._replace(start=cue.start + skipped, end=cue.end + skipped) for cue in found]
