"""What the interviewer remembers of a memoir: kept sealed, grown by what came since, or made anew."""

from dataclasses import dataclass, replace

from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import Opening
from fortell.story.interviewer import Exchange, Picture, from_data, grow
from fortell.story.models import Memoir, Memory
from fortell.story.queries import history, language_of, off_limits_of


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """The picture of all turns up to the one numbered `through`, and that turn; `row` is where it is kept, if it is."""

    picture: Picture
    last: Exchange | None
    through: int
    row: Memory | None


def remembered(memoir: Memoir, opening: Opening) -> Remembered:
    """What was kept and what came since. It costs the same however long the memoir is, once something was kept."""
    row = Memory.objects.filter(memoir=memoir).first()
    kept = _read(row, memoir, opening) if row else None
    through = row.through if row and kept else 0
    fresh = Picture(off_limits=off_limits_of(memoir, opening))
    found = Remembered(picture=kept or fresh, last=None, through=through, row=row if kept else None)
    since = history(memoir, opening, after=max(0, through - 1))
    if through and (not since or since[0][0] != through):  # the last turn in it was opened again
        found, since = replace(found, picture=fresh, through=0), history(memoir, opening)
    for number, told in since:
        known = number <= found.through
        found = replace(found, last=told) if known else with_turn(found, number, told, memoir)
    return found


def picture_now(memoir: Memoir, opening: Opening) -> Picture:
    """The picture as it was when the open question was asked: all that a page needs, and no turn is read for it."""
    row = Memory.objects.filter(memoir=memoir).first()
    kept = _read(row, memoir, opening) if row else None
    return kept or remembered(memoir, opening).picture


def with_turn(found: Remembered, number: int, told: Exchange, memoir: Memoir) -> Remembered:
    """With one turn more, which becomes the last."""
    picture = grow(picture=found.picture, exchange=told, language=language_of(memoir))
    return replace(found, picture=picture, last=told, through=max(number, found.through))


def _read(row: Memory, memoir: Memoir, opening: Opening) -> Picture | None:
    """None where its key is gone, where other rules made it than are here now, or other things were off limits then."""
    try:
        picture = from_data(opening.read(row, "picture"), language=language_of(memoir))
    except keys.KeyDestroyed:
        return None
    return picture if picture and picture.off_limits == off_limits_of(memoir, opening) else None
