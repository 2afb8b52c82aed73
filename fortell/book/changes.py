"""What the machine changed in a passage, as the family reads it: before, after, why."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fortell.book.bodies import Body

REASONS: Final[dict[str, Promise]] = {
    "stage-note": _("a note in the transcript"),
    "pause": _("a pause"),
    "bracket": _("a bracket without its other half"),
    "no-word": _("signs without a word"),
    "space": _("white space"),
    "filler": _("a sound of hesitation"),
    "cut-off": _("a word that was broken off"),
    "repetition": _("said twice"),
    "restart": _("a beginning that was given up"),
    "marker": _("said only to keep somebody listening"),
    "sign": _("a sign that readers expect"),
    "capital": _("a capital or small letter"),
    "number": _("a number written as in books"),
}

DIALS: Final[tuple[tuple[str, Promise, Promise], ...]] = (
    (
        "verbatim",
        _("Word for word"),
        _("Every word stays, also what was said twice. Only pauses and notes are left out."),
    ),
    (
        "light",
        _("Lightly"),
        _("Sounds like “er”, words said twice by a slip and words broken off are left out. No word is changed."),
    ),
    (
        "readable",
        _("For easy reading"),
        _("Longer repetitions and a “you know” are left out too, and numbers are written as in books."),
    ),
)


@dataclass(frozen=True, kw_only=True)
class ChangeShown:
    """`sentence` and `change` are its places in the passage, from nought."""

    sentence: int
    change: int
    kind: str
    before: str
    after: str
    reason: str | Promise


def changes_shown(body: Body) -> list[ChangeShown]:
    return [
        ChangeShown(
            sentence=at,
            change=number,
            kind=change.kind,
            before=change.before.strip() or change.before,
            after=change.after.strip() or change.after,
            reason=REASONS[change.kind],
        )
        for at, sentence in enumerate(body.sentences)
        for number, change in enumerate(sentence.changes)
    ]
