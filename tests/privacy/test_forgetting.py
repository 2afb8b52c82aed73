"""A destroyed key leaves no bytes in the files of the key database: not on SQLite, and not in PostgreSQL's pages."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections, transaction

from fortell.kit.ids import new_id
from fortell.privacy import erasure_list
from fortell.privacy.keystore.models import Key
from fortell.privacy.keystore.router import KEYS
from fortell.privacy.vault import forgetting, keys
from fortell.privacy.vault.forgetting import KeysLinger
from fortell.privacy.vault.sweeping import sweep_orphans
from tests.cast import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)


def key_files() -> list[Path]:
    """The raw files in which the key database lies."""
    with connections[KEYS].cursor() as cursor:
        if connections[KEYS].vendor == "sqlite":
            name = str(connections[KEYS].settings_dict["NAME"])
            return [path for path in (Path(name), Path(f"{name}-wal")) if path.exists()]
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        base = Path(cursor.fetchone()[0]) / "base"
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        return [path for path in (base / str(cursor.fetchone()[0])).iterdir() if path.is_file()]


def lying_about(wrapped: dict[str, bytes]) -> set[str]:
    """Which of the wrapped keys can be found in the raw files."""
    contents = [path.read_bytes() for path in key_files()]
    return {name for name, needle in wrapped.items() if any(needle in content for content in contents)}


def some_keys() -> dict[str, bytes]:
    """A scope and two of its items, and a neighbour that stays."""
    scope, stays = new_id(), new_id()
    keys.make_root(stays)
    keys.make_root(scope)
    first, second = new_id(), new_id()
    keys.make_items([first, second], scope=scope, root=keys.root_key(scope)[0])
    named = {"stays": stays, "scope": scope, "first": first, "second": second}
    return {name: bytes(Key.objects.get(id=key).wrapped) for name, key in named.items()}


def id_of(wrapped: bytes) -> Key:
    return Key.objects.get(wrapped=wrapped)


def test_no_byte_of_a_destroyed_scopes_keys_is_left() -> None:
    wrapped = some_keys()
    assert lying_about(wrapped) == {"stays", "scope", "first", "second"}
    keys.destroy_scope(id_of(wrapped["scope"]).id)
    assert lying_about(wrapped) == {"stays"}


def test_no_byte_of_one_destroyed_key_is_left() -> None:
    wrapped = some_keys()
    keys.destroy([id_of(wrapped["first"]).id])
    assert lying_about(wrapped) == {"stays", "scope", "second"}


@pytest.mark.parametrize("again", [False, True], ids=["at once", "after an attempt that was broken off"])
def test_no_byte_is_left_where_its_scope_is_named(again: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped = some_keys()
    scope, second = id_of(wrapped["scope"]).id, id_of(wrapped["second"]).id
    if again:
        with monkeypatch.context() as patch:
            patch.setattr(keys, "forget", lambda _scopes: None)
            keys.destroy([second], scope=scope)
    keys.destroy([second], scope=scope)
    assert lying_about(wrapped) == {"stays", "scope", "first"}
    assert [entry.thing for entry in erasure_list.entries() if entry.scope == scope][-1] == second


def test_nobody_elses_key_goes_with_a_scope() -> None:
    wrapped = some_keys()
    keys.destroy([id_of(wrapped["stays"]).id], scope=id_of(wrapped["scope"]).id)
    assert set(Key.objects.values_list("wrapped", flat=True)) >= set(wrapped.values())


def test_inside_a_transaction_it_is_forgotten_once_that_is_committed() -> None:
    wrapped = some_keys()
    with transaction.atomic(using=KEYS):
        keys.destroy([id_of(wrapped["first"]).id])
    assert lying_about(wrapped) == {"stays", "scope", "second"}


def test_deleting_alone_would_leave_them_on_postgresql() -> None:
    """Why there is more to it than deleting: PostgreSQL keeps dead rows, and a plain VACUUM their bytes."""
    if connections[KEYS].vendor != "postgresql":
        pytest.skip("SQLite overwrites what it deletes")
    wrapped = some_keys()
    Key.objects.filter(wrapped=wrapped["second"]).delete()  # the newest: no other row is moved over it
    with connections[KEYS].cursor() as cursor:
        cursor.execute("VACUUM keystore_key")
    assert "second" in lying_about(wrapped)


@pytest.mark.parametrize("later", [keys.destroy, lambda _keys: sweep_orphans()], ids=["tried again", "in the night"])
def test_an_attempt_that_was_broken_off_is_made_good(
    later: Callable[[list[UUID]], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are gone by then, so nothing tells any more where the bytes were."""
    wrapped = some_keys()
    second = id_of(wrapped["second"]).id
    with monkeypatch.context() as patch:
        patch.setattr(keys, "forget", lambda _scopes: None)  # the power went before it
        keys.destroy([second])
    later([second])
    assert lying_about(wrapped) == {"stays", "scope", "first"}


def test_only_the_shelf_of_the_scope_is_rewritten() -> None:
    if connections[KEYS].vendor != "postgresql":
        pytest.skip("SQLite overwrites in place")
    wrapped = some_keys()
    with connections[KEYS].cursor() as cursor:
        [mine] = forgetting._shelves_of([id_of(wrapped["scope"]).id], cursor)
    before = files_of_shelves()
    keys.destroy([id_of(wrapped["first"]).id])
    after = files_of_shelves()
    assert {name for name in before if before[name] != after[name]} == {f"keystore_key_{mine:02}"}
    assert len(before) == forgetting.SHELVES


def files_of_shelves() -> dict[str, int]:
    """The number of the file in which each shelf lies; another one after it was rewritten."""
    with connections[KEYS].cursor() as cursor:
        cursor.execute("SELECT relname, relfilenode FROM pg_class WHERE relname ~ '^keystore_key_[0-9]+$'")
        return dict(cursor.fetchall())


def test_a_scope_and_its_items_lie_on_the_shelf_that_is_computed() -> None:
    if connections[KEYS].vendor != "postgresql":
        pytest.skip("SQLite has one table of keys")
    for _scope in range(20):
        wrapped = some_keys()
        scope = id_of(wrapped["scope"]).id
        with connections[KEYS].cursor() as cursor:
            [number] = forgetting._shelves_of([scope], cursor)
            cursor.execute(
                "SELECT DISTINCT tableoid::regclass::text FROM keystore_key WHERE COALESCE(parent, id) = %s", [scope]
            )
            assert cursor.fetchall() == [(f"keystore_key_{number:02}",)]


def test_a_reader_that_holds_the_table_does_not_pass_for_destruction(monkeypatch: pytest.MonkeyPatch) -> None:
    if connections[KEYS].vendor != "postgresql":
        pytest.skip("test_keys.py has SQLite's")
    monkeypatch.setattr(forgetting, "PATIENCE", 0.05)
    scope = new_id()
    keys.make_root(scope)
    reader = connections.create_connection(KEYS)
    try:
        reader.set_autocommit(False)
        with reader.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM keystore_key")
        with pytest.raises(KeysLinger):
            keys.destroy_scope(scope)
    finally:
        reader.rollback()
        reader.close()
    keys.destroy_scope(scope)
    assert not Key.objects.filter(id=scope).exists()


def test_a_reader_of_anything_else_does_not_keep_them_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """For an older snapshot PostgreSQL's rewriting keeps what was deleted, whatever that snapshot reads."""
    if connections[KEYS].vendor != "postgresql":
        pytest.skip("SQLite overwrites in place")
    monkeypatch.setattr(forgetting, "PATIENCE", 0.05)
    wrapped = some_keys()
    scope, second = id_of(wrapped["scope"]).id, id_of(wrapped["second"]).id
    reader = connections.create_connection(KEYS)
    try:
        reader.set_autocommit(False)
        with reader.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM keystore_mastercheck")
        with pytest.raises(KeysLinger):
            keys.destroy([second], scope=scope)
    finally:
        reader.rollback()
        reader.close()
    keys.destroy([second], scope=scope)
    assert lying_about(wrapped) == {"stays", "scope", "first"}
