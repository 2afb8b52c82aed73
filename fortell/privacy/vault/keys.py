"""Making, opening and destroying data keys. Nothing here is in one transaction with the rows: the key comes first."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import connections, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from fortell.kit import crypto
from fortell.kit.prepared import Prepared
from fortell.privacy import erasure_list
from fortell.privacy.erasure_list import Step
from fortell.privacy.keystore.models import Key, MasterCheck
from fortell.privacy.keystore.router import KEYS
from fortell.privacy.models import AuditHead
from fortell.privacy.vault.forgetting import forget
from fortell.privacy.vault.master import (
    MasterKeyError,
    make_check,
    master_id,
    master_key,
    master_named,
    masters,
    matching,
)

# The scope of the house itself: no memoir and no account. Its key signs (vault/signing.py) and is never destroyed.
HOUSE: Final = UUID("7e0d1f7a-52a4-4c0e-9b60-0d0e5a0f0a11")


def of_scope(scope: UUID) -> QuerySet[Key]:
    """A scope's key and its items', asked so that PostgreSQL looks at their shelf alone (vault/forgetting.py)."""
    return Key.objects.alias(scope=Coalesce("parent", "id")).filter(scope=scope)


# Asked at every opening and every reading of a single thing.
ROOT = Prepared(
    lambda: of_scope(HOUSE).filter(id=HOUSE).filter(parent=None).values_list("wrapped", "version", "master")
)
ITEM = Prepared(lambda: of_scope(HOUSE).filter(id=HOUSE).filter(parent=HOUSE).values_list("wrapped", "version"))
PAIR = Prepared(
    lambda: of_scope(HOUSE).filter(id__in=[HOUSE, UUID(int=0)]).values_list("parent", "wrapped", "version", "master")
)


class KeyDestroyed(Exception):
    """There is no such key, or no longer: what was sealed with it is gone."""


class HouseStays(Exception):
    """The house's own key and chain can't be erased: what it signed could never be checked again."""


def make_root(scope: UUID) -> None:
    """A new memoir's or account's key, wrapped by the master key. Nothing here asks which of the two it is."""
    with transaction.atomic(using=KEYS):  # held until it is stored: a rotation ends only once no older wrap can come
        master = current_master()
        wrapped = wrap(master_named(master), crypto.new_key(), scope)
        Key.objects.create(id=scope, wrapped=wrapped, master=master)


def make_items(items: Iterable[UUID], *, scope: UUID, root: bytes) -> dict[UUID, tuple[bytes, int]]:
    """New items' keys, wrapped by their scope's; the open keys and their versions. Raises KeyDestroyed."""
    made = {item: crypto.new_key() for item in items}
    with transaction.atomic(using=KEYS):
        # Held until they are stored: an erasure that comes now waits, and finds them.
        if not of_scope(scope).select_for_update().filter(id=scope, parent=None):
            raise KeyDestroyed
        Key.objects.bulk_create(Key(id=item, parent=scope, wrapped=wrap(root, key, item)) for item, key in made.items())
    return {item: (key, 1) for item, key in made.items()}


def root_key(scope: UUID) -> tuple[bytes, int]:
    """The open key of a scope and its version. Raises KeyDestroyed."""
    for wrapped, version, master in ROOT(scope, scope):
        return open_root(Key(id=scope, wrapped=wrapped, master=master)), version
    raise KeyDestroyed


def root_and_item(scope: UUID, item: UUID) -> dict[UUID, tuple[bytes, int]]:
    """The open keys and versions of a scope and of one thing in it, where that still has one. Raises KeyDestroyed."""
    rows = {parent is None: (wrapped, *rest) for parent, wrapped, *rest in PAIR(scope, scope, item)}
    if True not in rows:
        raise KeyDestroyed
    wrapped, version, master = rows[True]
    root = open_root(Key(id=scope, wrapped=wrapped, master=master))
    found = {scope: (root, version)}
    if False in rows:
        found[item] = _unwrap(root, Key(id=item, wrapped=rows[False][0])), rows[False][1]
    return found


def item_keys(items: Iterable[UUID], *, scope: UUID, root: bytes) -> dict[UUID, tuple[bytes, int]]:
    """The open keys and versions of those items that still have one."""
    wanted = list(items)
    if len(wanted) == 1:
        rows = [
            Key(id=wanted[0], wrapped=wrapped, version=version) for wrapped, version in ITEM(scope, wanted[0], scope)
        ]
    else:
        slices = [wanted[i : i + 500] for i in range(0, len(wanted), 500)]
        rows = [row for some in slices for row in of_scope(scope).filter(id__in=some, parent=scope)]
    return {row.id: (_unwrap(root, row), row.version) for row in rows}


def living(keys: Iterable[UUID]) -> set[UUID]:
    """Those of the keys that are there, now."""
    return set(Key.objects.filter(id__in=list(keys)).values_list("id", flat=True))


def destroy(keys: Iterable[UUID], *, scope: UUID | None = None) -> None:
    """Destroy keys for good, noted in the erasure list first, so that no restore brings them back.

    All of one scope, where that is named: then nobody else's keys are looked at. Their bytes are gone from the key
    database's files too. Raises KeysLinger.
    """
    named = set(keys)
    if scope is None:
        _destroy_wherever(named)
    else:
        erasure_list.note_all(Step.ITEM, ((scope, name) for name in named))
        of_scope(scope).filter(id__in=named).delete()
        forget([scope])


def _destroy_wherever(named: set[UUID]) -> None:
    doomed = Key.objects.filter(id__in=named)
    found = list(doomed.values_list("id", "parent"))
    erasure_list.note_all(Step.ITEM, ((parent, name) for name, parent in found))
    doomed.delete()
    # What is gone already may have been left in the files by an attempt that was broken off, nobody knows where.
    forget({parent or name for name, parent in found} if len(found) == len(named) else None)


def destroy_scope(scope: UUID) -> int:
    """Destroy a scope's key and those of all its items; how many those were. Raises HouseStays, KeysLinger."""
    refuse_house(scope)
    with transaction.atomic(using=KEYS):
        roots, _models = of_scope(scope).filter(id=scope).delete()  # first: from here on no item's key can be added
        items, _models = of_scope(scope).filter(parent=scope).delete()
    forget([scope])
    return items + roots


def refuse_house(scope: UUID) -> None:
    if scope == HOUSE:
        raise HouseStays


def refuse_other_master() -> None:
    """Before anything is migrated: every mark must be one of a master key that is here. Raises MasterKeyError."""
    if MasterCheck._meta.db_table not in connections[KEYS].introspection.table_names():
        masters()
        return
    for sealed in MasterCheck.objects.values_list("sealed", flat=True):
        if matching(bytes(sealed)) is None:
            raise MasterKeyError("This is not the master key that this installation's keys are wrapped with.")


def verify_master() -> None:
    """On the first start remember the master key's mark; later refuse another one. Raises MasterKeyError."""
    refuse_other_master()
    if not MasterCheck.objects.exists():
        if Key.objects.exists():
            raise MasterKeyError("The key database has keys but no mark of their master key; it is not whole.")
        if AuditHead.objects.exists():
            raise MasterKeyError("The key database is empty though the other one is in use: it was lost or exchanged.")
        remember(masters()[0])


def remember(key: bytes) -> None:
    """From now on this is the master key that wraps what is new."""
    newest = MasterCheck.objects.order_by("-id").first()
    number = newest.id + 1 if newest else 1
    MasterCheck.objects.create(id=number, master=master_id(key), sealed=make_check(key))


def current_master() -> str:
    """The id of the master key that wraps what is new; inside a transaction it stays so until that ends."""
    marks = MasterCheck.objects.order_by("-id")
    newest = (marks.select_for_update() if connections[KEYS].in_atomic_block else marks).first()
    if newest is None:
        return master_id(master_key())
    if newest.master:
        return newest.master
    key = matching(bytes(newest.sealed))  # from before there could be several
    if key is None:
        raise MasterKeyError("This is not the master key that this installation's keys are wrapped with.")
    return master_id(key)


def open_root(row: Key) -> bytes:
    """A scope's open key. Raises SealBroken, MasterKeyError."""
    if row.master:
        return _unwrap(master_named(row.master), row)
    for master in masters():  # from before a root named its master
        try:
            return _unwrap(master, row)
        except crypto.SealBroken:
            continue
    raise crypto.SealBroken("No master key that is here opens this key.")


def wrap(parent: bytes, key: bytes, name: UUID) -> bytes:
    return crypto.seal(key=parent, content=key, bound_to=b"key|" + name.bytes)


def _unwrap(parent: bytes, row: Key) -> bytes:
    return crypto.unseal(key=parent, sealed=bytes(row.wrapped), bound_to=b"key|" + row.id.bytes)
