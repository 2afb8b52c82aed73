"""Open invitations, for when the bank is empty: they come back to what she told, or leave the choice to her."""

from collections.abc import Iterator
from typing import Final

from fortell.story.interviewer.closing import cue_is_closed
from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.exchange import Asked
from fortell.story.interviewer.off_limits import Bounds, bounds
from fortell.story.interviewer.phrases import phrases
from fortell.story.interviewer.picture import Picture, mark
from fortell.story.language import Language, phases

# An earlier answer may be quoted again after so many exchanges.
EARLIER: Final = 6


def beside_the_bank(text: str, kind: str, picture: Picture, reason: str) -> Asked:
    """A question of ours that is not of the bank, in the phase that she is in."""
    phase = picture.phase or phases()[-2].id
    return Asked(text, kind, phase, picture.theme or "things", 1, None, None, reason)


def may_be_taken_up(words: str, picture: Picture, shut: Bounds) -> bool:
    """Whether no question took these words up yet, and they lead to nothing that she would rather not speak of."""
    closed = cue_is_closed(Cue("", words, 0, 0, 0.0), picture.closed, shut.language)
    return mark(words) not in picture.taken and not closed and not shut.meet(words)


def _earlier_words(picture: Picture) -> Iterator[str]:
    return (thread.words for thread in picture.threads if thread.turn <= picture.turns - EARLIER)


def _earlier_names(picture: Picture) -> Iterator[str]:
    yield from (person.name for person in picture.people if person.last <= picture.turns - EARLIER)
    yield from picture.places
    yield from (str(year) for year in picture.years)


def _fresh(templates: tuple[str, ...], words: Iterator[str], picture: Picture, shut: Bounds) -> str | None:
    """The first sentence that was never asked and may be, the templates in turn."""
    turn = picture.kinds.get("invitation", 0)
    template = templates[turn % len(templates)]
    texts = (template.format(words=said) for said in words)
    return next((text for text in texts if _may_be_asked(text, picture, shut)), None)


def _may_be_asked(text: str, picture: Picture, shut: Bounds) -> bool:
    return mark(text) not in picture.asked and not shut.meet(text)


def _choices(picture: Picture, language: Language, *, reminds: bool) -> list[tuple[str | None, str]]:
    """What there is to choose from, each with its reason; by turns another first, so that none of it tires."""
    own, shut = phrases(language), bounds(picture, language)
    may = (words for words in _earlier_words(picture) if may_be_taken_up(words, picture, shut))
    names = (name for name in _earlier_names(picture) if may_be_taken_up(name, picture, shut))
    parts = (phase.names[language] for phase in phases() if phase.id not in shut.phases)
    found = [
        (_fresh(own.invitations, may, picture, shut) if reminds else None, "quotes an earlier answer"),
        (next((text for text in own.open if _may_be_asked(text, picture, shut)), None), "an open invitation"),
        (_fresh(own.recalled, names, picture, shut) if reminds else None, "comes back to somebody, a place or a year"),
        (_fresh(own.parts, parts, picture, shut), "invites to a part of her life"),
    ]
    first = picture.turns % len(found)
    return [*found[first:], *found[:first]]


def invitation(picture: Picture, language: Language, *, reminds: bool = True) -> Asked:
    """Always one, and never the same twice. `reminds`: it may come back to what she said a while ago."""
    for text, reason in _choices(picture, language, reminds=reminds):
        if text:
            return beside_the_bank(text, "invitation", picture, f"the bank is empty; {reason}")
    number = picture.turns + 1
    while mark(phrases(language).numbered.format(number=number)) in picture.asked:
        number += 1
    text = phrases(language).numbered.format(number=number)
    return beside_the_bank(text, "invitation", picture, "everything else has been asked")
