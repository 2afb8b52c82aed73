"""After a restore: what belongs to nothing goes. Rows, keys and files were copied one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from fortell.privacy.erasure import finish
from fortell.privacy.inventory import Holding, holdings
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import SealedFile
from fortell.privacy.vault import arriving, files, keys
from fortell.privacy.vault.fields import Sealed
from fortell.privacy.vault.stores import store


@dataclass(frozen=True, kw_only=True)
class Swept:
    """How many things had lost what they belong to, and went."""

    scopes_without_key: int
    rows_without_key: int
    files_without_key: int
    files_without_row: int
    keys_without_row: int


def sweep() -> Swept:
    """Only while the house is closed: a key is always older than its row, and would look as if it had none."""
    return Swept(
        scopes_without_key=_scopes_without_key(),
        rows_without_key=sum(_rows_without_key(holding.model) for holding in reversed(holdings())),
        files_without_key=_files_without_key(),
        files_without_row=_files_without_row(),
        keys_without_row=_keys_without_row(),
    )


def missing_files() -> int:
    """How many files have a row and are not in the store."""
    return len(set(SealedFile.objects.values_list("id", flat=True)) - set(store().names()))


def _scopes_without_key() -> int:
    roots = set(Key.objects.filter(parent=None).values_list("id", flat=True))
    lost = {scope for holding in _of_scopes() for scope in _scopes_in(holding)} - roots
    for scope in lost:
        finish(scope)
    return len(lost)


def _rows_without_key(model: type[Model]) -> int:
    if not _own_key(model):
        return 0
    rows = model._default_manager
    lost = set(rows.values_list("pk", flat=True)) - set(Key.objects.values_list("id", flat=True))
    rows.filter(pk__in=lost).delete()
    return len(lost)


def _files_without_key() -> int:
    known = set(Key.objects.values_list("id", flat=True))
    return arriving.remove([row for row in SealedFile.objects.iterator() if row.item not in known])


def _files_without_row() -> int:
    lost = set(store().names()) - set(SealedFile.objects.values_list("id", flat=True))
    for name in lost:
        files.delete(name)
    return len(lost)


def _keys_without_row() -> int:
    used = {keys.HOUSE, *SealedFile.objects.values_list("item", flat=True)}
    for holding in holdings():
        if _own_key(holding.model):
            used |= set(holding.model._default_manager.values_list("pk", flat=True))
    used |= {scope for holding in _of_scopes() for scope in _scopes_in(holding)}
    lost = set(Key.objects.values_list("id", flat=True)) - used
    keys.destroy(lost)
    return len(lost)


def _of_scopes() -> Iterator[Holding]:
    """What a scope's own key seals: rows with an opaque scope alone, as jobs have, may name one that has no key."""
    return (holding for holding in holdings() if holding.scope and not holding.kept and _sealed(holding.model))


def _scopes_in(holding: Holding) -> set[UUID]:
    return set(holding.model._default_manager.order_by().values_list(str(holding.scope), flat=True).distinct())


def _sealed(model: type[Model]) -> bool:
    return issubclass(model, Sealed)


def _own_key(model: type[Model]) -> bool:
    return issubclass(model, Sealed) and model.own_key
