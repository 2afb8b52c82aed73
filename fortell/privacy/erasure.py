"""Erasing a memoir or account: the list, then the keys, then the rows, then the files. Each step can be taken again.

Once its keys are destroyed nothing of it can be read any more, in no backup either; what follows is tidying up.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet

from fortell.kit.clock import now
from fortell.kit.jobs import stop_jobs
from fortell.privacy import audit, erasure_list, holds
from fortell.privacy.erasure_list import Entry, Step
from fortell.privacy.inventory import Holding, holdings
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import ErasedScope, SealedFile
from fortell.privacy.rights import notices
from fortell.privacy.vault import arriving, keys

_when_items_go: list[Callable[[Collection[UUID]], None]] = []


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """How many memoirs or accounts, and how many single items, a restore had brought back and had to erase again."""

    scopes: int
    items: int


def when_items_go(
    let_go: Callable[[Collection[UUID]], None],
) -> Callable[[Collection[UUID]], None]:
    """Register what a room removes when single items are erased again: whatever it made from them."""
    _when_items_go.append(let_go)
    return let_go


def erase_scope(scope: UUID) -> dict[str, int]:
    """Erase everything of a scope but the kept records; how many rows of each kind, files and keys went.

    Safe to repeat. Raises HouseStays, and OnHold where a legal hold stands.
    """
    keys.refuse_house(scope)
    holds.refuse(scope)
    return _erase(scope)


def finish(scope: UUID) -> dict[str, int]:
    """Remove what is left of a scope that can't be read any more; as `erase_scope`, and no hold keeps it.

    A hold keeps what may be needed. Where the keys are gone, nothing that anybody could need is left.
    """
    keys.refuse_house(scope)
    return _erase(scope)


def _erase(scope: UUID) -> dict[str, int]:
    _note(scope, Step.BEGUN)
    stop_jobs(scope=scope)
    count = keys.destroy_scope(scope)
    gone = _erase_all_rows(scope)
    gone |= {"files": arriving.remove(SealedFile.objects.filter(scope=scope).iterator()), "keys": count}
    notices.queue(scope=scope, kind=notices.Kind.ERASED, fields=())
    _record(scope)
    _note(scope, Step.DONE)
    return {label: count for label, count in gone.items() if count}


def unfinished() -> set[UUID]:
    """Scopes whose erasure was begun and never reported done: a crash came between."""
    last = {entry.scope: entry.step for entry in erasure_list.entries() if entry.step in {Step.BEGUN, Step.DONE}}
    return {scope for scope, step in last.items() if scope and step is Step.BEGUN}


def resume() -> int:
    """Finish what a crash left; how many erasures of whole scopes that were. Called at every start."""
    left = unfinished()
    for scope in left:
        _erase(scope)  # a hold that came later holds nothing any more: the keys are gone
    _erase_items({entry.thing for entry in erasure_list.entries() if entry.step is Step.ITEM})
    return len(left)


def replay(listed: Iterable[Entry]) -> Replayed:
    """Erase again what a restore brought back of what the list names. Safe to repeat."""
    listed = list(listed)
    scopes = {entry.scope for entry in listed if entry.scope and entry.step in {Step.BEGUN, Step.DONE}}
    back = {scope for scope in scopes if _anything_left(scope)}
    for scope in back:
        _erase(scope)
    return Replayed(scopes=len(back), items=_erase_items({entry.thing for entry in listed if entry.step is Step.ITEM}))


def _erase_items(items: Collection[UUID | None]) -> int:
    """Keys first; then what other rooms made of the items. The rows without a key are swept by the restore."""
    names = {name for name in items if name}
    if not names:
        return 0
    count = Key.objects.filter(id__in=names).count()
    if count:
        keys.destroy(names)
    for let_go in _when_items_go:
        let_go(names)
    return count


def _anything_left(scope: UUID) -> bool:
    return (
        Key.objects.filter(id=scope).exists()
        or Key.objects.filter(parent=scope).exists()
        or SealedFile.objects.filter(scope=scope).exists()
        or any(_rows(holding, scope).exists() for holding in holdings() if holding.scope and not holding.kept)
    )


@transaction.atomic
def _record(scope: UUID) -> None:
    ErasedScope.objects.get_or_create(scope=scope, defaults={"at": now()})
    audit.record_erasure(scope)


def _note(scope: UUID, step: Step) -> None:
    erasure_list.note(step, scope=scope)


def _rows(holding: Holding, scope: UUID) -> QuerySet[Model]:
    return holding.model._default_manager.filter(**{str(holding.scope): scope})


@transaction.atomic
def _erase_all_rows(scope: UUID) -> dict[str, int]:
    """How many of each kind. In one go: the disk is waited for once, not after each of some thirty tables."""
    return {holding.model._meta.label: _erase_rows(holding, scope) for holding in reversed(holdings())}


def _erase_rows(holding: Holding, scope: UUID) -> int:
    if holding.kept or holding.scope is None:
        return 0
    return _rows(holding, scope).delete()[1].get(holding.model._meta.label, 0)
