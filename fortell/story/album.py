"""Her photos with what is known of them: what she says, what their files said, and which look like one another."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.dates import MONTHS
from django.utils.formats import date_format

from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import Opening
from fortell.story.interviewer import Shown
from fortell.story.models import Memoir, Photo
from fortell.story.photo_likeness import look_alike

DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, kw_only=True)
class About:
    """`day` is a year, a month or a day, as in "1974", "1974-06", "1974-06-12"."""

    day: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """`day` is what the file said, until she has decided; `file` tells the same bytes again, `likeness` the same
    picture. `twin` is the photo that it looks like, until she has decided.
    """

    day: str = ""
    sure: bool = False
    file: str = ""
    likeness: str = ""
    twin: str = ""
    copy: bool = False  # the twin's file was the very same


@dataclass(frozen=True, kw_only=True)
class PhotoRead:
    photo: Photo
    caption: str
    about: About
    found: Found

    @property
    def is_copy(self) -> bool:
        """Whether its file is the very same, where it looks like another photo."""
        return self.found.copy

    @property
    def when_and_where(self) -> str:
        """In one line, in the language of the page; empty where she said neither."""
        return " · ".join(part for part in (shown(self.about.day), self.about.place) if part)

    @property
    def suggested(self) -> str:
        """The day that its file said, in words, where she has not decided."""
        return "" if self.about.day else shown(self.found.day)


def read_photo(photo: Photo, opening: Opening) -> PhotoRead:
    return PhotoRead(
        photo=photo,
        caption=opening.text(photo, "caption"),
        about=About(**opening.read(photo, "about") or {}),
        found=Found(**opening.read(photo, "found") or {}),
    )


def as_shown(read: PhotoRead) -> Shown:
    """As the interviewer knows it."""
    return Shown(str(read.photo.id), read.caption, bool(read.about.day))


def seal_photo(row: Photo, opening: Opening, *, caption: str, about: About, found: Found) -> None:
    opening.seal(row, caption=caption, about=asdict(about), found=asdict(found))


def with_twins(new: Iterable[tuple[UUID, Found]], memoir: Memoir, opening: Opening) -> list[Found]:
    """Each with the photo that it looks like, of those that are kept and those before it; itself where there is none.

    The same file is the same photo; of several that look alike, the first.
    """
    known, marked = _kept(memoir, opening), list[Found]()
    for name, one in new:
        same = next((other for other, its in known if its.file == one.file), None)
        alike = same or next((other for other, its in known if _alike(its, one)), None)
        marked.append(replace(one, twin=str(alike) if alike else "", copy=same is not None))
        known.append((name, one))
    return marked


def _kept(memoir: Memoir, opening: Opening) -> list[tuple[UUID, Found]]:
    rows = list(Photo.objects.filter(memoir=memoir, found__isnull=False))
    opening.load_keys([row.id for row in rows])
    return [(row.id, Found(**opening.read(row, "found"))) for row in rows if opening.opens(row.id)]


def _alike(one: Found, other: Found) -> bool:
    return bool(one.likeness and other.likeness) and look_alike(one.likeness, other.likeness)


def twin_of(read: PhotoRead, memoir: Memoir, opening: Opening) -> PhotoRead | None:
    """The photo that it looks like, where she has not decided and that photo is still there."""
    row = Photo.objects.filter(memoir=memoir, id=read.found.twin).first() if read.found.twin else None
    try:
        return read_photo(row, opening) if row else None
    except keys.KeyDestroyed:
        return None


@dataclass(frozen=True, kw_only=True)
class Twins:
    new: PhotoRead
    old: PhotoRead


def first_twins(photos: Iterable[PhotoRead], memoir: Memoir, opening: Opening) -> Twins | None:
    """The first of these that looks like another, with that one."""
    pairs = ((new, twin_of(new, memoir, opening)) for new in photos)
    return next((Twins(new=new, old=old) for new, old in pairs if old), None)


def day_of(*, year: str, month: str, day: str) -> str:
    """As it is kept. Raises ValueError where there is no such day, or a day without its month."""
    if not year:
        if month or day:
            raise ValueError
        return ""
    if day and not month:
        raise ValueError
    date(int(year), int(month or 1), int(day or 1))
    parts = (f"{int(part):02}" for part in (month, day) if part)
    return "-".join([f"{int(year):04}", *parts])


def is_day(day: str) -> bool:
    """Whether it is empty, or there is such a year, month or day."""
    try:
        return day_of(**parts_of(day)) == day
    except ValueError:
        return False


def parts_of(day: str) -> dict[str, str]:
    """Year, month and day without leading noughts; what is not known is empty."""
    found = DAY.fullmatch(day)
    parts = found.groups(default="") if found else ("", "", "")
    return dict(zip(("year", "month", "day"), (part.lstrip("0") for part in parts), strict=True))


def shown(day: str) -> str:
    """A year, a month or a day in words, in the language of the page."""
    year, month, number = parts_of(day).values()
    if number:
        return date_format(date(int(year), int(month), int(number)), "DATE_FORMAT")
    return f"{MONTHS[int(month)]} {year}" if month else year
