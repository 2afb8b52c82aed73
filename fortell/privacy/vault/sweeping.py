"""What kills have left in the vault: keys that no row names, and files that are not whole or have no key.

Each is found by when it was made, since the last sweep; nothing older is looked at again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from fortell.kit.clock import now
from fortell.privacy.inventory import holdings
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import Arrival, SealedFile, SweepMark
from fortell.privacy.vault import arriving, keys
from fortell.privacy.vault.fields import Sealed
from fortell.privacy.vault.forgetting import forget

AGE = timedelta(days=1)  # whatever is younger may still be on its way
SLICE = 500


@dataclass(frozen=True, kw_only=True)
class Swept:
    keys: int
    files: int


def sweep_orphans(*, limit: int = 10_000) -> Swept:
    """Destroy what nothing needs, looking at no more than `limit` of each kind; the next call goes on from there.

    Raises KeysLinger, once everything else is done.
    """
    files = sum(_unfinished(limit)) + sum(_in_slices("keyless-files", SealedFile, _keyless_files, limit))
    swept = sum(_in_slices("keys", Key, _unnamed_keys, limit))
    forget()  # a kill between a deletion and its forgetting leaves no row that would tell where
    return Swept(keys=swept, files=files)


def _unfinished(limit: int) -> Iterator[int]:
    for arrival in Arrival.objects.filter(since__lt=now() - AGE).order_by("since")[:limit]:
        arriving.give_up(arrival.id)
        yield 1


def _in_slices(name: str, model: type[Model], sweep: Callable[[list[Any]], int], limit: int) -> Iterator[int]:
    for _slice in range(0, limit, SLICE):
        rows = list(_since_the_last(name, model)[: min(SLICE, limit)])
        if not rows:
            return
        yield sweep(rows)
        newest = rows[-1]
        SweepMark.objects.update_or_create(name=name, defaults={"at": newest.created_at, "last": newest.id})


def _since_the_last(name: str, model: type[Model]) -> QuerySet[Any]:
    rows = model._default_manager.filter(created_at__lt=now() - AGE).order_by("created_at", "id")
    mark = SweepMark.objects.filter(name=name).first()
    if mark is None:
        return rows
    return rows.filter(Q(created_at__gt=mark.at) | Q(created_at=mark.at, id__gt=mark.last), created_at__gte=mark.at)


def _keyless_files(rows: list[SealedFile]) -> int:
    alive = keys.living(row.item for row in rows)
    return _remove(row for row in rows if row.item not in alive)


def _unnamed_keys(rows: list[Key]) -> int:
    roots = _unnamed_roots({row.id for row in rows if row.parent is None} - {keys.HOUSE})
    items = _unnamed_items({row.id for row in rows if row.parent is not None})
    for scope in roots:
        keys.destroy_scope(scope)
    if items:
        keys.destroy(items)
    _remove(SealedFile.objects.filter(Q(item__in=items) | Q(scope__in=roots)))
    return len(roots) + len(items)


def _unnamed_roots(left: set[UUID]) -> set[UUID]:
    """Scopes of which no room holds anything that would go with them."""
    for holding in holdings():
        if left and holding.scope and not holding.kept:
            rows = holding.model._default_manager.filter(**{f"{holding.scope}__in": left})
            left = left - set(rows.values_list(holding.scope, flat=True))
    return left - _named({model for model in apps.get_models() if issubclass(model, Sealed) and model.own_root}, left)


def _named(models: Iterable[type[Model]], ids: set[UUID]) -> set[UUID]:
    """Those of the ids that are rows of one of the models."""
    return {name for model in models for name in model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)}


def _unnamed_items(left: set[UUID]) -> set[UUID]:
    """Ids that are no row of any model whose rows have keys of their own."""
    return left - _named({model for model in apps.get_models() if issubclass(model, Sealed) and model.own_key}, left)


def _remove(rows: Iterable[SealedFile]) -> int:
    names = [row.id for row in rows]
    for name in names:
        arriving.give_up(name)
    return len(names)
