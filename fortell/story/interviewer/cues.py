"""What an answer offers to take up: names, kin, places, years and phrases, each with its place in the answer."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.mood import recent
from fortell.story.interviewer.names import names
from fortell.story.language import Clause, Language, clauses, fold, lexicon, mask, words

_YEAR: Final = re.compile(r"(?<![\w.,-])(?:18[6-9]\d|19\d\d|20[0-3]\d)(?![\w-])(?![.,]\d)")
# What she quotes, a song or somebody's words, is not hers to be asked about as a name or a phrase.
_REPORTED: Final = re.compile(r"\"[^\"\n]{1,300}\"|“[^“”\n]{1,300}”|«[^«»\n]{1,300}»|”[^”\n]{1,300}”")
# A question within the answer is put to somebody; what it names is not told.
_BETWEEN_ENDS: Final = re.compile(r"[^.!?…\n]+\??")
_LONGEST_QUESTION: Final = 600
# Names that a source has masked.
_MASKED: Final = re.compile(r"[a-zæøåäö]{1,2}\d+")
PHRASES: Final = frozenset({"quote", "state", "sense", "denial"})
_CONCRETE_WORTH: Final = 1.5
_TODAY: Final = 1.5
_THING_WORTH: Final = 2.7
# Two words that begin with the same letters, so many, are taken for one.
_ALIKE: Final = 4
_IMPERSONAL: Final = 1.0
_CANNOT: Final = 2.0


def _blanked(quoted: re.Match[str]) -> str:
    """The same length, the quotation marks kept: after them a capital still says nothing."""
    inside = quoted.group()
    return f"{inside[0]}{' ' * (len(inside) - 2)}{inside[-1]}"


def kin(*, text: str, language: Language) -> Iterator[Cue]:
    """The storyteller's own people, as she names them and as we speak of them to her."""
    lists, said = lexicon(language), words(mask(text))
    rule, folded = lists.kin_rule, [fold(word.text) for word in said]
    for number, word in enumerate(folded):
        if word not in lists.kin:
            continue
        owned = not rule.owned_before.isdisjoint(folded[max(0, number - 2) : number])
        owned = owned or not rule.owned_after.isdisjoint(folded[number + 1 : number + 2])
        beside = folded[max(0, number - 1) : number] + folded[number + 1 : number + 2]
        if (owned or word in rule.alone) and not any(lists.has("second_person", near) for near in beside):
            yield Cue("kin", lists.kin[word], said[number].start, said[number].end, 4.5)


def years(*, text: str) -> Iterator[Cue]:
    for year in _YEAR.finditer(mask(text)):
        yield Cue("year", year.group(), year.start(), year.end(), 3.0)


def _is_thing(before: str, word: str, after: str, again: int, language: Language) -> bool:
    """Whether it can be seen or touched, or is spoken of again and again and looks like a thing."""
    lists = lexicon(language)
    if not lists.has("before_thing", before) or len(word) < _ALIKE:
        return False
    if lists.has("concrete", word):
        return True
    plain = any(lists.has(listed, word) for listed in ("stopwords", "general", "heavy", "grave"))
    # "The black horse": what stands between an article and another word of content says how the thing is.
    last = not after or lists.has("stopwords", after)
    looks = (lists.has("articles", before) and last) or word.endswith(lists.phrases["definite"])
    return again > 0 and looks and not plain and len(word) > _ALIKE


def things(*, text: str, language: Language) -> Iterator[Cue]:
    """What she speaks of, as she named it; what comes again and again in the answer is worth more."""
    said = words(mask(text))
    folded = [fold(word.text) for word in said]
    alike = Counter(word[: _ALIKE + 1] for word in folded)
    for before, word, after, one in zip(folded, folded[1:], [*folded[2:], ""], said[1:], strict=False):
        again = alike[word[: _ALIKE + 1]] - 1
        if one.text.islower() and _is_thing(before, word, after, again, language):
            worth = _THING_WORTH + 0.4 * min(again, 3) + one.start / (len(text) + 1)
            yield Cue("thing", one.text, one.start, one.end, worth)


def _worth(clause: Clause, language: Language) -> float:
    """How much a phrase carries: content and things one can see, her own "I" or "we" before the general "you"."""
    lists, said = lexicon(language), clause.folded
    content = sum(not lists.has("stopwords", word) for word in said)
    concrete = sum(lists.has("concrete", word) for word in said)
    own = 1.5 if lists.has("first_person", said[0]) else 0.7 * any(lists.has("first_person", word) for word in said)
    other = any(lists.has("second_person", word) for word in said)
    subject = any(lists.has("pronouns", word) for word in said)
    today = any(lists.has("now", word) for word in said)
    return (
        0.9 * min(content, 3)
        + _CONCRETE_WORTH * min(concrete, 2)
        + own
        + subject
        - 2.5 * other
        - _TODAY * today
        - _IMPERSONAL * (not own and any(lists.has("impersonal", word) for word in said[:2]))
        - 0.3 * abs(len(said) - 5)
    )


def _has_subject(said: Sequence[str], language: Language) -> bool:
    """Whether somebody does or is it, named by a pronoun near the beginning; what can be an article, right there."""
    lists = lexicon(language)
    named = any(lists.has(listed, word) for word in said[:3] for listed in ("subjects", "first_person"))
    dangling = lists.has("modals", said[0]) and not lists.has("pronouns", said[1])
    return not dangling and (named or any(lists.has("pronouns", word) for word in said[:2]))


def _stands_alone(clause: Clause, language: Language, *, typed: bool) -> bool:
    """Whether the phrase says something by itself: it has content and a subject, or is a sentence that was `typed`."""
    lists, said = lexicon(language), clause.folded
    content = any(not lists.has("stopwords", word) for word in said)
    subject = _has_subject(said, language) or (clause.whole and typed)
    own_name, masked = lists.says("own_name", " ".join(said)), any(_MASKED.fullmatch(word) for word in said)
    return content and subject and len(said[-1]) > 1 and not own_name and not masked


def _phrase_kind(clause: Clause, language: Language) -> str:
    lists = lexicon(language)
    if any(lists.has("negations", word) for word in clause.folded):
        return "denial"
    # Nobody sees before them what might have been, nor what is so today.
    real = not any(lists.has(listed, word) for word in clause.folded for listed in ("modals", "now"))
    if real and any(lists.has("concrete", word) for word in clause.folded):
        return "sense"
    return "quote" if real and not any(lists.has("states", word) for word in clause.folded) else "state"


def phrases_said(*, text: str, language: Language) -> list[Cue]:
    """Phrases that can be quoted, best first, by what they are: a "denial", a "sense" to see or hear, or a "quote"."""
    found = []
    for clause in clauses(text=text, language=language):
        if not _stands_alone(clause, language, typed=text[clause.start].isupper()):
            continue
        kind = _phrase_kind(clause, language)
        spoken = text[clause.start : clause.end]
        # What she came to last is nearest to her: later phrases win over earlier ones of nearly the same worth.
        worth = _worth(clause, language) + clause.start / (len(text) + 1)
        if kind == "denial" and any(lexicon(language).has("modals", word) for word in clause.folded):
            worth -= _CANNOT
        found.append(Cue(kind, spoken, clause.start, clause.end, worth))
    return sorted(found, key=lambda cue: -cue.worth)


def _untold(stretch: re.Match[str]) -> str:
    said = stretch.group()
    if not said.endswith("?"):
        return said
    asked = min(len(said) - 1, _LONGEST_QUESTION)
    return f"{said[: -asked - 1]}{' ' * asked}?"


def _told(text: str) -> str:
    """The same length, without what the answer asks."""
    return _BETWEEN_ENDS.sub(_untold, text)


def named(*, text: str, language: Language) -> list[Cue]:
    """The names and the kin that a text tells of, not those in what it quotes or asks."""
    told = _told(_REPORTED.sub(_blanked, text))
    return [*names(text=told, language=language), *kin(text=told, language=language)]


def cues(*, answer: str, language: Language) -> list[Cue]:
    """All cues of the answer, of a very long one those of its end; offsets are those of the whole answer."""
    text = _REPORTED.sub(_blanked, recent(answer))
    told = _told(text)
    found = [
        *named(text=text, language=language),
        *years(text=text),
        *phrases_said(text=text, language=language),
        *things(text=told, language=language),
    ]
    skipped = len(answer) - len(text)
    return [cue._replace(start=cue.start + skipped, end=cue.end + skipped) for cue in found]
