"""Questions about a photo that she has just added: who, where, when, and what happened next; one at a time.

What stands below it already, or was said of it, is not asked; a photo that she would rather pass over is let be.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from fortell.story.interviewer.closing import cue_is_closed
from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.cues import cues
from fortell.story.interviewer.exchange import Asked, Exchange, Shown
from fortell.story.interviewer.following_up import Passed
from fortell.story.interviewer.inviting import beside_the_bank
from fortell.story.interviewer.manner import Manner
from fortell.story.interviewer.mood import is_brief, is_reluctant
from fortell.story.interviewer.off_limits import bounds
from fortell.story.interviewer.phrases import phrases
from fortell.story.interviewer.picture import Picture
from fortell.story.language import Language, fold, lexicon

WHO, WHERE, WHEN, AFTER, LOOK = "photo-who", "photo-where", "photo-when", "photo-after", "photo-look"
KINDS: Final = frozenset({WHO, WHERE, WHEN, AFTER, LOOK})
# Of several photos added together the first is talked about at length, of the next ones only who or what we see.
MOST_OF_ONE: Final = 4
_BRIEFLY: Final = frozenset({WHERE, WHEN, AFTER})
# So many photos wait to be asked about.
MOST: Final = 8
_TELLS: Final = {"person": WHO, "kin": WHO, "name": WHO, "place": WHERE, "year": WHEN}
# Whoever has just told of something hard, or would not, is not shown her album.
_NOT_NOW: Final = frozenset({"heavy", "acute", "reluctant", "refused"})


class AboutPhoto(NamedTuple):
    """`name` is the photo's, empty where nothing is asked."""

    asked: Asked | None
    name: str
    passed: tuple[Passed, ...]


def about_photo(*, picture: Picture, language: Language, manner: Manner) -> AboutPhoto:
    passed: list[Passed] = []
    for name, told in picture.photos.items():
        kind = next((kind for kind in manner.of_photos if kind not in told.split()), "")
        why = "" if kind else "nothing left to ask of it"
        if picture.mood in _NOT_NOW:
            why = "not after what she has just told"
        if not why:
            text = _text(kind, picture, language)
            reason = f"about a photo that she added ({name})"
            return AboutPhoto(beside_the_bank(text, kind, picture, reason), name, tuple(passed))
        passed.append(Passed(f"photo:{name}", why))
    return AboutPhoto(None, "", tuple(passed))


def with_photos(picture: Picture, exchange: Exchange, language: Language) -> dict[str, str]:
    """The photos of a picture after one exchange more: what is known of each, by kinds of question."""
    left, shut = dict(picture.photos), bounds(picture, language)
    if exchange.kind in KINDS and exchange.about:
        told = left.pop(exchange.about.name, "")
        if not _let_be(exchange, exchange.about, language):
            kinds = {*told.split(), exchange.kind, *_told(exchange.answer, language)}
            left = {exchange.about.name: _joined(kinds), **left}
    new: dict[str, str] = {}
    for place, shown in enumerate(exchange.photos[:MOST_OF_ONE]):
        closed = cue_is_closed(Cue("", shown.caption, 0, 0, 0.0), picture.closed, language)
        if not closed and not shut.meet(shown.caption):
            briefly = _BRIEFLY if place else frozenset()
            dated = {WHEN} if shown.dated else set()
            new[shown.name] = _joined({*_told(shown.caption, language), *briefly, *dated})
    # What she has just shown comes before what she showed another day.
    return dict(list({**new, **left}.items())[:MOST])


def _let_be(exchange: Exchange, about: Shown, language: Language) -> bool:
    """She left the question, or does not know; but not where she said the day otherwise than by an answer."""
    if exchange.outcome != "answered":
        return not (exchange.kind == WHEN and about.dated)
    answer = exchange.answer
    unknown = lexicon(language).says("unknown", fold(answer)) and is_brief(answer=answer, language=language)
    return unknown or is_reluctant(answer=answer, language=language)


def _told(text: str, language: Language) -> Iterator[str]:
    return (_TELLS[cue.kind] for cue in cues(answer=text, language=language) if cue.kind in _TELLS)


def _joined(kinds: set[str]) -> str:
    return " ".join(sorted(kinds))


def _text(kind: str, picture: Picture, language: Language) -> str:
    """The sentences in turn: of another photo the same may be asked again."""
    templates = phrases(language).photos[kind.removeprefix("photo-")]
    return templates[picture.kinds.get(kind, 0) % len(templates)]
