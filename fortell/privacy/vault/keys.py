"""Making, opening and destroying data keys. Nothing here is in one transaction with the rows: the key comes first."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import connections

from fortell.kit import crypto
from fortell.privacy import erasure_list
from fortell.privacy.erasure_list import Step
from fortell.privacy.keystore.models import Key, MasterCheck
from fortell.privacy.keystore.router import KEYS
from fortell.privacy.models import AuditHead
from fortell.privacy.vault.master import MasterKeyError, check_matches, make_check, master_key

# The scope of the house itself: no memoir and no account. Its key signs (vault/signing.py) and is never destroyed.
HOUSE: Final = UUID("7e0d1f7a-52a4-4c0e-9b60-0d0e5a0f0a11")


class KeyDestroyed(Exception):
    """There is no such key, or no longer: what was sealed with it is gone."""


class HouseStays(Exception):
    """The house's own key and chain can't be erased: what it signed could never be checked again."""


class KeysLinger(Exception):
    """A reader held the write-ahead log for so long that destroyed keys are still in it; destroying can be repeated."""


def make_root(scope: UUID) -> None:
    """A new memoir's or account's key, wrapped by the master key."""
    Key.objects.create(id=scope, wrapped=_wrap(master_key(), crypto.new_key(), scope))


def make_items(items: Iterable[UUID], *, scope: UUID, root: bytes) -> dict[UUID, tuple[bytes, int]]:
    """New items' keys, wrapped by their scope's; the open keys and their versions."""
    made = {item: crypto.new_key() for item in items}
    Key.objects.bulk_create(Key(id=item, parent=scope, wrapped=_wrap(root, key, item)) for item, key in made.items())
    return {item: (key, 1) for item, key in made.items()}


def root_key(scope: UUID) -> tuple[bytes, int]:
    """The open key of a scope and its version. Raises KeyDestroyed."""
    row = Key.objects.filter(id=scope, parent=None).first()
    if row is None:
        raise KeyDestroyed
    return _unwrap(master_key(), row), row.version


def item_keys(items: Iterable[UUID], *, scope: UUID, root: bytes) -> dict[UUID, tuple[bytes, int]]:
    """The open keys and versions of those items that still have one."""
    wanted = list(items)
    rows = [Key.objects.filter(id__in=wanted[i : i + 500], parent=scope) for i in range(0, len(wanted), 500)]
    return {row.id: (_unwrap(root, row), row.version) for some in rows for row in some}


def destroy(keys: Iterable[UUID]) -> None:
    """Destroy keys for good, noted in the erasure list first, so that no restore brings them back.

    On SQLite also in the write-ahead log, which would else keep them until overwritten.
    """
    doomed = Key.objects.filter(id__in=list(keys))
    erasure_list.note_all(Step.ITEM, ((parent, name) for name, parent in doomed.values_list("id", "parent")))
    doomed.delete()
    _forget_log()


def destroy_scope(scope: UUID) -> None:
    """Destroy a scope's key and those of all its items. Raises HouseStays."""
    refuse_house(scope)
    Key.objects.filter(parent=scope).delete()
    Key.objects.filter(id=scope).delete()
    _forget_log()


def refuse_house(scope: UUID) -> None:
    if scope == HOUSE:
        raise HouseStays


def refuse_other_master() -> None:
    """Before anything is migrated: where there is a mark, it must be this master key's. Raises MasterKeyError."""
    check = MasterCheck.objects.first()
    if check is not None and not check_matches(bytes(check.sealed)):
        raise MasterKeyError("This is not the master key that this installation's keys are wrapped with.")


def verify_master() -> None:
    """On the first start remember the master key's mark; later refuse another one. Raises MasterKeyError."""
    refuse_other_master()
    if not MasterCheck.objects.exists():
        if Key.objects.exists():
            raise MasterKeyError("The key database has keys but no mark of their master key; it is not whole.")
        if AuditHead.objects.exists():
            raise MasterKeyError("The key database is empty though the other one is in use: it was lost or exchanged.")
        MasterCheck.objects.create(sealed=make_check())


def _forget_log() -> None:
    if connections[KEYS].vendor != "sqlite":
        return
    with connections[KEYS].cursor() as cursor:  # waits for readers as long as the connection's timeout
        busy, _frames, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise KeysLinger


def _wrap(parent: bytes, key: bytes, name: UUID) -> bytes:
    return crypto.seal(key=parent, content=key, bound_to=b"key|" + name.bytes)


def _unwrap(parent: bytes, row: Key) -> bytes:
    return crypto.unseal(key=parent, sealed=bytes(row.wrapped), bound_to=b"key|" + row.id.bytes)
