"""How a file comes into the vault, noted, named by its row and kept only under a living key; and how it goes."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction

from fortell.kit.clock import now
from fortell.privacy.models import Arrival, SealedFile
from fortell.privacy.vault import files, keys


def store(row: SealedFile, *, key_of: Callable[[SealedFile], bytes], content: bytes | Iterable[bytes]) -> SealedFile:
    """Store the content that a row (not saved yet) names; the row as it stands then. Raises KeyDestroyed."""
    if row.item not in keys.living([row.item]):
        raise keys.KeyDestroyed
    key, new = key_of(row), _note(row)
    try:
        row.size = files.write(row.id, key=key, content=content)
        settled = _settle(row)
    except Exception as error:
        destroyed = row.item not in keys.living([row.item])
        if new or destroyed:
            give_up(row.id)
        if destroyed:  # an erasure took away what was half stored
            raise keys.KeyDestroyed from error
        raise
    if not settled:
        give_up(row.id)
        raise keys.KeyDestroyed
    return row


def give_up(name: UUID) -> None:
    """Remove what there is of a file: what is stored, then its row, then the note of its coming."""
    files.delete(name)
    SealedFile.objects.filter(id=name).delete()
    Arrival.objects.filter(id=name).delete()


def remove(rows: Iterable[SealedFile]) -> int:
    """What is stored, then the row that names it; how many. Safe to repeat.

    The note of a coming stays: where one of these is only just being stored, the sweep finds by it what is left.
    """
    count = 0
    for row in rows:
        files.delete(row.id)
        row.delete()
        count += 1
    return count


@transaction.atomic
def _note(row: SealedFile) -> bool:
    """Whether the row is new; else it was left by an attempt before this one."""
    Arrival.objects.update_or_create(id=row.id, defaults={"since": now()})
    values = {"scope": row.scope, "item": row.item, "media_type": row.media_type, "size": row.size}
    return SealedFile.objects.update_or_create(id=row.id, defaults=values)[1]


def _settle(row: SealedFile) -> bool:
    """Whether key and row have outlived the storing. An erasure that comes after this finds the row."""
    alive = row.item in keys.living([row.item])
    with transaction.atomic():
        standing = SealedFile.objects.filter(id=row.id).update(size=row.size)
        if alive and standing:
            Arrival.objects.filter(id=row.id).delete()
    return bool(alive and standing)
