"""Keeping and forgetting what the interviewer remembers. These are steps of other verbs, not verbs themselves."""

from collections.abc import Iterable
from uuid import UUID

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import Opening
from fortell.story.interviewer import as_data
from fortell.story.models import Memoir, Memory
from fortell.story.queries import language_of
from fortell.story.remembering import Remembered


def sealed_memory(found: Remembered, memoir: Memoir, opening: Opening) -> Memory:
    """The row to be kept, sealed and not saved; a new one has its key already."""
    row = found.row or Memory(id=new_id(), memoir=memoir)
    if not found.row:
        opening.make_keys([row.id])
    row.through, row.grown_at = found.through, now()
    opening.seal(row, picture=as_data(found.picture, language=language_of(memoir)))
    return row


def keep(row: Memory) -> None:
    """Store it, in the caller's transaction. One that was forgotten meanwhile stays forgotten."""
    kept = {"through": row.through, "picture": row.picture, "grown_at": row.grown_at}
    if Memory.objects.filter(id=row.id).update(**kept) or not row.is_new:
        return
    Memory.objects.filter(memoir=row.memoir_id).delete()
    row.save(force_insert=True)


def forget(memoirs: Iterable[UUID]) -> None:
    """Before words of hers change or go: what was remembered of them is unreadable from now on, in backups too."""
    doomed = list(Memory.objects.filter(memoir__in=list(memoirs)).values_list("id", flat=True))
    if doomed:
        keys.destroy(doomed)
        Memory.objects.filter(id__in=doomed).delete()
