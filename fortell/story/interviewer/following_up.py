"""A follow-up on the last answer: takes up her own words, a few times in a row where she tells at length."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from fortell.story.interviewer.bank import questions_by_id
from fortell.story.interviewer.closing import cue_is_closed
from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.cues import PHRASES, cues
from fortell.story.interviewer.exchange import Exchange
from fortell.story.interviewer.hinting import HINTED, hint_kind, hinted
from fortell.story.interviewer.off_limits import WHY as OFF_LIMITS
from fortell.story.interviewer.off_limits import Bounds, bounds
from fortell.story.interviewer.phrases import phrases
from fortell.story.interviewer.picture import Picture, mark, taken_mark
from fortell.story.language import Language, fold, has_words, lexicon, words

KINDS: Final = frozenset(
    {
        "quote",
        "state",
        "sense",
        "denial",
        "thing",
        "person",
        "kin",
        "name",
        "place",
        "year",
        "unsure-year",
        "landmark",
        "sequence",
        "meaning",
        "company",
        "example",
        "more",
        "presence",
        "quiet",
    }
    | HINTED
)
# Nothing is asked by these: they leave room.
PRESENT: Final = frozenset({"presence", "quiet"})
PRESENT_IN_A_ROW: Final = 2
# A year that does not come is let be for so many exchanges.
DATING: Final = frozenset({"year", "unsure-year", "landmark", hint_kind("year")})
DATED_LATELY: Final = 3
# What even a very short answer can be asked about.
FOR_A_WORD: Final = frozenset({"person", "place", "name", "unsure-year", "landmark"})
MOST_IN_A_ROW: Final = 3
# A second follow-up needs an answer of so many words, a third one of so many, and both a cue of so much worth.
NEEDED_WORDS: Final = (0, 10, 40)
FIRST_WORTH: Final = 3.0
# A phrase with nothing in it to see or hear must say more to be quoted.
QUOTE_WORTH: Final = 3.4
SECOND_WORTH: Final = 3.4
# Two phrases that share so much of their matter are not taken up one after the other.
ALIKE: Final = 0.6
_BEGINNING: Final = 3  # by so many letters two words are taken for one
# A kind asked lately is worth less, so that questions do not sound alike.
SAMENESS: Final = 0.7
STORY_WORDS: Final = 25
# An answer of fewer words is let be, where it offers nothing that can be taken up.
HINT_WORDS: Final = 12
# By so much the best hint comes before what a story leaves room for; her own words that are worth more come first.
_ABOVE: Final = 0.03
# What happened then is asked of what she came to last, in this share of the answer.
NEAR_THE_END: Final = 0.85


class FollowUp(NamedTuple):
    text: str
    kind: str
    refers_to: tuple[int, int] | None
    reason: str


class Passed(NamedTuple):
    """Something that could have been asked and was not: what it was, by kind or id, and why not. None of her words."""

    what: str
    why: str


def is_follow_up(exchange: Exchange) -> bool:
    # The bank has questions of the kind "person" too.
    return exchange.bank_id is None and exchange.kind in KINDS


def _is_story(answer: str, language: Language) -> bool:
    """Whether it tells at some length what came after what."""
    told = [fold(word.text) for word in words(answer[-2000:])]
    return len(told) >= STORY_WORDS and sum(lexicon(language).has("sequence", word) for word in told) > 1


def _ways(answer: str, cue: Cue, language: Language, *, story: bool, second: bool) -> Iterator[Cue]:
    """The ways a phrase can be taken up: as it is, by what came next, who was there, an example, what it meant."""
    yield cue
    lists, said = lexicon(language), [fold(word.text) for word in words(cue.words)]
    real = not any(lists.has("modals", word) for word in said)
    happens = real and cue.kind != "denial" and not any(lists.has("states", word) for word in said)
    before = [fold(word.text) for word in words(answer[max(0, cue.start - 15) : cue.start])][-1:]
    narrated = any(lists.has("sequence", word) for word in [*before, said[0]])
    if happens and narrated and story and cue.end > len(answer) * NEAR_THE_END:
        yield cue._replace(kind="sequence", worth=cue.worth + 0.5)
    if cue.kind == "denial":
        return
    if any(lists.has("habits", word) for word in said):
        yield cue._replace(kind="example", worth=cue.worth + 0.6)
    if happens and lists.has("together", said[0]):
        yield cue._replace(kind="company", worth=cue.worth + 0.3)
    if cue.kind in {"quote", "state"} and second and real:
        yield cue._replace(kind="meaning")


def _dated(picture: Picture, answer: str, language: Language) -> Iterator[Cue]:
    """An uncertain year, to be dated by an event that she has told of, else by whatever she can think of."""
    if not lexicon(language).says("unsure_year", fold(answer[-2000:])):
        return
    for name in reversed(picture.landmarks):
        yield Cue("landmark", phrases(language).landmarks[name], 0, 0, 6.5)
    yield Cue("unsure-year", "", 0, 0, 6.0)


def _presence(answer: str, language: Language) -> Iterator[Cue]:
    """The phrase that bears what is heavy, if she put it into one; and no words of hers, if she did not."""
    lists = lexicon(language)
    for cue in cues(answer=answer, language=language):
        heavy = any(lists.has(listed, fold(word.text)) for word in words(cue.words) for listed in ("heavy", "grave"))
        if cue.kind in PHRASES and heavy:
            yield cue._replace(kind="presence", worth=9.0)
    yield Cue("quiet", "", 0, 0, 8.0)


def _ways_on(picture: Picture, last: Exchange, told: set[str], language: Language) -> Iterator[Cue]:
    """Where her answer offers nothing better: what its question promises, else what a story leaves room for."""
    question = questions_by_id(language).get(last.bank_id or "")
    if question and has_words(last.answer, HINT_WORDS):
        yield from hinted(question=question, told=told, picture=picture, worth=FIRST_WORTH + _ABOVE)
    if has_words(last.answer, STORY_WORDS):
        yield Cue("more", "", 0, 0, FIRST_WORTH)


def _offered(picture: Picture, last: Exchange, language: Language) -> Iterator[Cue]:
    answer, told = last.answer, set[str]()
    if picture.mood == "acute":
        yield Cue("quiet", "", 0, 0, 9.0)
    elif picture.mood == "heavy":
        yield from _presence(answer, language)
    else:
        story = _is_story(answer, language)
        for cue in cues(answer=answer, language=language):
            ways = [cue]
            if cue.kind in PHRASES:
                ways = list(_ways(answer, cue, language, story=story, second=picture.streak > 0))
            told.update(way.kind for way in ways)
            yield from ways
        yield from _dated(picture, answer, language)
        if picture.mood == "plain":
            yield from _ways_on(picture, last, told, language)


def _fresh_text(cue: Cue, picture: Picture, shut: Bounds, language: Language) -> str | None:
    """A sentence for the cue that was never asked and speaks of nothing off limits, the templates taken in turn."""
    templates, uses = phrases(language).follow_ups[cue.kind.replace("-", "_")], picture.kinds.get(cue.kind, 0)
    for turn in range(len(templates)):
        text = templates[(uses + turn) % len(templates)].format(words=cue.words)
        if mark(text) not in picture.asked and not shut.meet(text):
            return text
    return None


def _alike(one: str, other: str, language: Language) -> bool:
    """Whether two phrases say nearly the same: most of what the shorter one is about stands in the other."""
    lists = lexicon(language)
    first, second = (
        {fold(word.text)[:_BEGINNING] for word in words(text) if not lists.has("stopwords", fold(word.text))}
        for text in (one, other)
    )
    fewer = min(len(first), len(second))
    return fewer > 0 and len(first & second) >= ALIKE * fewer


def _said_before(cue: Cue, picture: Picture, language: Language) -> str:
    """Whether it was asked already, or nearly; empty where not."""
    if cue.kind in DATING and DATING & set(picture.lately[-DATED_LATELY:]):
        return "asked for a year just now"
    if cue.words and taken_mark(cue.kind, cue.words, language) in picture.taken:
        return "taken up before"
    if cue.kind in PHRASES and any(_alike(cue.words, quoted, language) for quoted in picture.quoted):
        return "almost the same was taken up just now"
    return ""


def _why_not(cue: Cue, picture: Picture, language: Language) -> str:
    """Empty where nothing speaks against asking."""
    if cue_is_closed(cue, picture.closed, language):
        return "she would rather not speak of it"
    if before := _said_before(cue, picture, language):
        return before
    needed = SECOND_WORTH if picture.streak else QUOTE_WORTH if cue.kind in {"quote", "state"} else FIRST_WORTH
    if cue.worth < needed:
        return f"worth {cue.worth:.1f}, and {needed:.1f} is needed"
    return "too little was said" if picture.mood == "brief" and cue.kind not in FOR_A_WORD else ""


def _why_none(picture: Picture, last: Exchange) -> str:
    """Why there is no follow-up at all; empty where there may be one."""
    if last.outcome != "answered":
        return f"the last question was {last.outcome}"
    if picture.mood in {"reluctant", "asking"}:
        return f"the last answer was {picture.mood}"
    # What is heavy is met with presence, however many questions came before it; but not for ever.
    grave = picture.mood in {"heavy", "acute"} and not set(picture.lately[-PRESENT_IN_A_ROW:]) <= PRESENT
    if picture.streak >= MOST_IN_A_ROW and not grave:
        return f"{picture.streak} in a row"
    if not grave and not has_words(last.answer, NEEDED_WORDS[picture.streak]):
        return "another one needs a longer answer"
    return ""


def follow_up(
    *, picture: Picture, last: Exchange, language: Language, never: frozenset[str] = frozenset()
) -> tuple[FollowUp | None, list[Passed]]:
    """None when it is better to move on; with it what was passed over, best first. `never` are kinds not to ask."""
    if why := _why_none(picture, last):
        return None, [Passed("follow-up", why)]
    heavy, shut = picture.mood == "heavy", bounds(picture, language)
    # Where she came to it herself we listen, and nothing follows on it: a question that leaves room is none.
    near = shut.meet_exchange(last, questions_by_id(language).get(last.bank_id or ""))
    passed: list[Passed] = []
    offered = [
        cue._replace(worth=cue.worth - SAMENESS * picture.lately.count(cue.kind) * (not heavy))
        for cue in _offered(picture, last, language)
        if heavy or not (picture.streak and cue.kind == last.kind)
    ]
    for cue in sorted(offered, key=lambda cue: -cue.worth):
        why = "not asked in this manner" if cue.kind in never else _why_not(cue, picture, language)
        why = OFF_LIMITS if near and cue.kind != "quiet" else why
        text = None if why else _fresh_text(cue, picture, shut, language)
        if text:
            span = (cue.start, cue.end) if cue.end else None
            whence = "where its question leads to it" if cue.kind in HINTED else "from the last answer"
            reason = f"takes up {cue.kind} {whence}, worth {cue.worth:.1f}"
            return FollowUp(text, cue.kind, span, reason), passed
        passed.append(Passed(cue.kind, why or "every way of asking it was used"))
    return None, passed
