"""A follow-up on the last answer: takes up her own words, at most twice in a row."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.cues import PHRASES, cues
from fortell.story.interviewer.exchange import Exchange
from fortell.story.interviewer.mood import is_brief, is_heavy, is_reluctant
from fortell.story.interviewer.phrases import phrases
from fortell.story.language import Language, fold, lexicon, words

KINDS: Final = frozenset(
    {
        "quote",
        "sense",
        "denial",
        "person",
        "kin",
        "name",
        "place",
        "year",
        "unsure-year",
        "sequence",
        "meaning",
        "presence",
    }
)
MOST_IN_A_ROW: Final = 2
# A second follow-up needs an answer of so many words, and a cue of so much worth.
SECOND_NEEDS_WORDS: Final = 20
FIRST_WORTH: Final = 3.0
SECOND_WORTH: Final = 4.5
# A kind asked lately is worth less, so that questions do not sound alike.
SAMENESS: Final = 1.4
_LATELY: Final = 5
_STORY_NEEDS_WORDS: Final = 25
# What happened then is asked of what she came to last, in this share of the answer.
NEAR_THE_END: Final = 0.85


class FollowUp(NamedTuple):
    text: str
    kind: str
    refers_to: tuple[int, int] | None
    reason: str


def streak(history: Sequence[Exchange]) -> int:
    """How many follow-ups were asked since the last question of another kind."""
    count = 0
    while count < len(history) and _is_follow_up(history[-1 - count]):
        count += 1
    return count


def _is_follow_up(exchange: Exchange) -> bool:
    # The bank has questions of the kind "person" too.
    return exchange.bank_id is None and exchange.kind in KINDS


def _further_kinds(answer: str, cue: Cue, second: bool, language: Language) -> Iterator[Cue]:  # noqa: FBT001
    """The ways a phrase can be taken up: as it is, by what came next, by what it meant."""
    yield cue
    said = [fold(word.text) for word in words(answer[-2000:])]
    steps = sum(lexicon(language).has("sequence", word) for word in said)
    happens = cue.kind != "denial" and not any(
        lexicon(language).has("states", fold(word.text)) for word in words(cue.words)
    )
    if happens and steps > 1 and len(said) >= _STORY_NEEDS_WORDS and cue.end > len(answer) * NEAR_THE_END:
        yield cue._replace(kind="sequence", worth=cue.worth + 0.5)
    if cue.kind == "quote" and second:
        yield cue._replace(kind="meaning")


def _presence(answer: str, language: Language) -> list[Cue]:
    """The phrase that bears what is heavy, if she put it into one."""
    lists = lexicon(language)
    for cue in cues(answer=answer, language=language):
        heavy = any(lists.has(listed, fold(word.text)) for word in words(cue.words) for listed in ("heavy", "grave"))
        if cue.kind in PHRASES and heavy:
            return [cue._replace(kind="presence", worth=9.0)]
    return []


def _offered(answer: str, second: bool, language: Language) -> list[Cue]:  # noqa: FBT001
    if is_heavy(answer=answer, language=language):
        return _presence(answer, language)
    found: list[Cue] = []
    for cue in cues(answer=answer, language=language):
        found += _further_kinds(answer, cue, second, language) if cue.kind in PHRASES else [cue]
    if lexicon(language).says("unsure_year", fold(answer[-2000:])):
        found.append(Cue("unsure-year", "", 0, 0, 6.0))
    return found


def _fresh_text(cue: Cue, uses: int, asked: Collection[str], language: Language) -> str | None:
    """A sentence for the cue that was never asked, the templates taken in turn."""
    templates = phrases(language).follow_ups[cue.kind.replace("-", "_")]
    for turn in range(len(templates)):
        text = templates[(uses + turn) % len(templates)].format(words=cue.words)
        if text not in asked:
            return text
    return None


def _known(cue: Cue, history: Sequence[Exchange]) -> bool:
    """Whether a question already took up these words."""
    return bool(cue.words) and any(cue.words in exchange.question for exchange in history)


def follow_up(*, history: Sequence[Exchange], asked: Collection[str], language: Language) -> FollowUp | None:
    """None when it is better to move on: nothing to take up, she would rather not, or two were asked already."""
    last, count = history[-1], streak(history)
    if last.outcome != "answered" or count >= MOST_IN_A_ROW or is_reluctant(answer=last.answer, language=language):
        return None
    second, kinds = count > 0, [exchange.kind for exchange in history]
    heavy = is_heavy(answer=last.answer, language=language)
    if second and not heavy and len(words(last.answer)) < SECOND_NEEDS_WORDS:
        return None
    offered = [
        cue._replace(worth=cue.worth - SAMENESS * kinds[-_LATELY:].count(cue.kind))
        for cue in _offered(last.answer, second, language)
        if not (second and cue.kind == last.kind) and not _known(cue, history)
    ]
    brief = is_brief(answer=last.answer, language=language)
    needed = SECOND_WORTH if second else FIRST_WORTH
    for cue in sorted(offered, key=lambda cue: -cue.worth):
        text = _fresh_text(cue, kinds.count(cue.kind), asked, language)
        if cue.worth >= needed and text and (not brief or cue.kind in {"person", "place", "name"}):
            span = (cue.start, cue.end) if cue.end else None
            return FollowUp(text, cue.kind, span, f"takes up {cue.kind} from the last answer, worth {cue.worth:.1f}")
    return None
