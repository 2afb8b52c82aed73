"""Questions that the family wrote: they come before the bank's, one at a time, and when the moment is good."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fortell.story.interviewer.closing import cue_is_closed
from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.exchange import Asked
from fortell.story.interviewer.following_up import Passed
from fortell.story.interviewer.inviting import beside_the_bank
from fortell.story.interviewer.manner import Manner
from fortell.story.interviewer.mood import is_heavy
from fortell.story.interviewer.off_limits import WHY as OFF_LIMITS
from fortell.story.interviewer.off_limits import bounds
from fortell.story.interviewer.phrases import phrases
from fortell.story.interviewer.picture import Picture, mark
from fortell.story.language import Language, fold, words

KIND: Final = "family"
# Words of death, loss or violence make it as heavy as the bank's heaviest; what else it is, nobody weighed.
_HEAVY: Final = 3
_PLAIN: Final = 2
# Whoever has just told of something hard, or would not, is not given a task by somebody dear to her.
_NOT_NOW: Final = frozenset({"heavy", "acute", "reluctant", "refused"})


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """One that waits: `name` is an id, `by` how she calls who asks; `phase` is empty where nobody said of what part
    of her life it is; `returns`: she put it off much earlier.
    """

    name: str
    by: str
    text: str
    phase: str = ""
    returns: bool = False


@dataclass(frozen=True, slots=True)
class FromFamily:
    """What is put to her, if anything, and of which question; and what was passed over."""

    asked: Asked | None
    name: str
    passed: tuple[Passed, ...]


def from_family(
    *,
    picture: Picture,
    waiting: Sequence[WaitingQuestion],
    heaviest: int,
    language: Language,
    manner: Manner,
    wished: bool = False,
) -> FromFamily:
    """The first of those waiting that may come now. `heaviest`: how heavy a question may be at this point; `wished`:
    she asked for one of theirs, so the moment is good.
    """
    passed: list[Passed] = []
    for one in waiting:
        text = phrases(language).again.format(question=one.text) if one.returns else one.text
        why = _why_not(one, text, picture, min(heaviest, manner.heaviest), language, manner)
        why = why or ("" if wished else _why_not_now(picture))
        if not why:
            return FromFamily(_as_asked(one, text, picture, language), one.name, tuple(passed))
        passed.append(Passed(f"{KIND}:{one.name}", why))
    return FromFamily(None, "", tuple(passed))


def _why_not(
    one: WaitingQuestion, text: str, picture: Picture, heaviest: int, language: Language, manner: Manner
) -> str:
    """Empty where nothing speaks against asking it."""
    if mark(text) in picture.asked:
        return "asked before in these words"
    shut = bounds(picture, language)
    if one.phase in shut.phases or shut.meet(text):
        return OFF_LIMITS
    if cue_is_closed(Cue("", one.text, 0, 0, 0.0), picture.closed, language):
        return "she would rather not speak of it"
    if against := _against_manner(one, manner, language):
        return against
    return "too heavy now" if _weight(one.text, language) > heaviest else ""


def _why_not_now(picture: Picture) -> str:
    """Empty where the moment is good."""
    if picture.lately[-1:] == (KIND,):
        return "one of the family's came just before"
    return "not after what she has just told" if picture.mood in _NOT_NOW else ""


def _against_manner(one: WaitingQuestion, manner: Manner, language: Language) -> str:
    if one.returns and not manner.reminds:
        return "a calm conversation reminds of nothing put off"
    return "its answer wants a year" if not manner.dates and _wants_a_date(one.text, language) else ""


def _weight(text: str, language: Language) -> int:
    # A question is read as a plain sentence here: in an answer, what she asks back says nothing about her mood.
    return _HEAVY if is_heavy(answer=text.replace("?", "."), language=language) else _PLAIN


def _wants_a_date(text: str, language: Language) -> bool:
    said = " ".join(fold(word.text) for word in words(text))
    return any(phrase in f" {said} " for phrase in phrases(language).dates)


def _as_asked(one: WaitingQuestion, text: str, picture: Picture, language: Language) -> Asked:
    asked = beside_the_bank(text, KIND, picture, f"asked by the family ({one.name})")
    return Asked(
        text=asked.text,
        kind=KIND,
        phase=one.phase or asked.phase,
        theme=asked.theme,
        weight=_weight(one.text, language),
        bank_id=None,
        refers_to=None,
        reason=asked.reason,
        by=one.by,
    )
