"""Keeping photos with an answer, and what she decides about one afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction

from fortell.kit.ids import new_id
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.rights import notices
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions.deleting import remove_photo
from fortell.story.actions.remembering import forget
from fortell.story.album import About, Found, PhotoRead, read_photo, seal_photo, twin_of, with_twins
from fortell.story.models import Answer, Photo
from fortell.story.photos import Pictures, clean
from fortell.story.signals import answers_changed


@dataclass(frozen=True, kw_only=True)
class NewPhoto:
    content: bytes
    caption: str


class NoTwin(Exception):
    """There is no other photo like this one that would stay."""


def cleaned(photos: Sequence[NewPhoto]) -> list[tuple[NewPhoto, Pictures]]:
    """A step of verbs. Raises PhotoRefused."""
    return [(new, clean(new.content, megapixels=settings.FORTELL.limits.photo_megapixels)) for new in photos]


def sealed_photos(answer: Answer, photos: Sequence[tuple[NewPhoto, Pictures]], opening: Opening) -> list[Photo]:
    """A step of verbs: rows that are sealed and not saved, each with its files; which look like others is noted."""
    names = [new_id() for _one in photos]
    opening.make_keys(names)
    found = [_found(new, pictures, opening) for new, pictures in photos]
    marked = with_twins(list(zip(names, found, strict=True)), answer.memoir, opening) if photos else []
    rows = []
    for name, (new, pictures), its in zip(names, photos, marked, strict=True):
        row = Photo(id=name, memoir=answer.memoir, answer=answer, width=pictures.width, height=pictures.height)
        seal_photo(row, opening, caption=new.caption, about=About(), found=its)
        row.print_file = opening.store_file(item=name, content=pictures.print_jpeg, media_type="image/jpeg").id
        row.screen_file = opening.store_file(item=name, content=pictures.screen_jpeg, media_type="image/jpeg").id
        rows.append(row)
    return rows


def describe_photo(*, photo: Photo, caption: str, day: str, place: str, by: Actor) -> None:
    """What she says of a photo; `day` as in `About`. What its file said of its day is forgotten with that."""
    allow(by, Action.ANSWER_CORRECT, photo)
    opening = opened(scope=photo.memoir_id, use=Use.OWN, item=photo.id)
    read = read_photo(photo, opening)
    _change(read, opening, caption=caption, about=About(day=day, place=place), by=by)


def settle_day(*, photo: Photo, accepted: bool, by: Actor) -> None:
    """She takes the day that its file said for the photo's, or does not; either way it is no suggestion any more."""
    allow(by, Action.ANSWER_CORRECT, photo)
    opening = opened(scope=photo.memoir_id, use=Use.OWN, item=photo.id)
    read = read_photo(photo, opening)
    day = read.about.day or (read.found.day if accepted else "")
    _change(read, opening, caption=read.caption, about=replace(read.about, day=day), by=by)


def keep_twin(*, photo: Photo, by: Actor) -> None:
    """She keeps a photo although it looks like another; she is not asked again."""
    allow(by, Action.ANSWER_CORRECT, photo)
    opening = opened(scope=photo.memoir_id, use=Use.OWN, item=photo.id)
    read = read_photo(photo, opening)
    seal_photo(photo, opening, caption=read.caption, about=read.about, found=replace(read.found, twin=""))
    with transaction.atomic():
        photo.save(update_fields=["caption", "about", "found"])
        audit.record(by, "photo.twin_kept", photo, scope=photo.memoir_id)


def remove_twin(*, photo: Photo, by: Actor) -> None:
    """She wants a photo once: this one goes, and the one that it looks like stays.

    It takes no second check, for the picture stays hers. Raises NoTwin where it would not; OnHold.
    """
    allow(by, Action.ANSWER_CORRECT, photo)
    opening = opened(scope=photo.memoir_id, use=Use.OWN)
    if twin_of(read_photo(photo, opening), photo.memoir, opening) is None:
        raise NoTwin
    remove_photo(photo, verb="photo.twin_removed", by=by)


def _change(read: PhotoRead, opening: Opening, *, caption: str, about: About, by: Actor) -> None:
    row, found = read.photo, replace(read.found, day="", sure=False)
    if (caption, about, found) == (read.caption, read.about, read.found):
        return
    seal_photo(row, opening, caption=caption, about=about, found=found)
    # The interviewer asks nothing that she has said here.
    forget([row.memoir_id])
    with transaction.atomic():
        row.save(update_fields=["caption", "about", "found"])
        notices.queue(scope=row.memoir_id, kind=notices.Kind.RECTIFIED, fields=("story.Photo.caption",))
        audit.record(by, "photo.described", row, scope=row.memoir_id, fields=("caption", "about"))
        answers_changed.send(sender=Answer, memoir=row.memoir)


def _found(new: NewPhoto, pictures: Pictures, opening: Opening) -> Found:
    date = pictures.date
    return Found(
        day=date.day.isoformat() if date else "",
        sure=bool(date and date.sure),
        file=opening.fingerprint(new.content),
        likeness=pictures.likeness,
    )
