"""Keys hang one on another, under the master key; and what a missing or wrong one means."""

import base64
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from fortell.kit import installation as installations
from fortell.kit.crypto import SealBroken, new_key, unseal
from fortell.kit.ids import new_id
from fortell.kit.installation import read_installation
from fortell.privacy.keystore.models import Key, MasterCheck
from fortell.privacy.keystore.router import KEYS
from fortell.privacy.terms import Use
from fortell.privacy.vault import keys, master
from fortell.privacy.vault.forgetting import KeysLinger
from fortell.privacy.vault.keys import KeyDestroyed
from fortell.privacy.vault.master import MasterKeyError, decoded, make_master_key, master_key, masters
from fortell.privacy.vault.opening import opened
from fortell.story.models import AnswerVersion
from fortell.story.queries import answers_of, read_answers
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
# Destroying a key empties SQLite's write-ahead log, which no open transaction lets happen.
COMMITTED = pytest.mark.django_db(databases=BOTH, transaction=True)


@pytest.fixture(autouse=True)
def _masters_read_anew() -> Iterator[None]:
    yield
    masters.cache_clear()


def other_master(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(master, "_read", lambda: (b"another master key, thirty-two b",))
    master.masters.cache_clear()


def test_a_memoirs_key_is_wrapped_by_the_master_key(family: Family) -> None:
    row = Key.objects.get(id=family.memoir.id)
    root, version = keys.root_key(family.memoir.id)
    assert unseal(key=master_key(), sealed=bytes(row.wrapped), bound_to=b"key|" + row.id.bytes) == root
    assert (len(root), version, row.parent) == (32, 1, None)
    assert root not in bytes(row.wrapped)


def test_an_answers_key_is_wrapped_by_its_memoirs(family: Family) -> None:
    answer = tell(family, "We rowed.")[0]
    row = Key.objects.get(id=answer.id)
    root, _version = keys.root_key(family.memoir.id)
    assert row.parent == family.memoir.id
    item = keys.item_keys([answer.id], scope=family.memoir.id, root=root)[answer.id][0]
    assert unseal(key=root, sealed=bytes(row.wrapped), bound_to=b"key|" + row.id.bytes) == item
    with pytest.raises(SealBroken):
        unseal(key=master_key(), sealed=bytes(row.wrapped), bound_to=b"key|" + row.id.bytes)


def test_a_wrapped_key_moved_to_another_name_does_not_open(family: Family, neighbour: Family) -> None:
    wrapped = Key.objects.get(id=neighbour.memoir.id).wrapped
    Key.objects.filter(id=family.memoir.id).update(wrapped=wrapped)
    with pytest.raises(SealBroken):
        keys.root_key(family.memoir.id)


def test_items_of_another_memoir_have_no_key_here(family: Family, neighbour: Family) -> None:
    theirs = tell(neighbour, "We rowed.")[0]
    root, _version = keys.root_key(family.memoir.id)
    assert keys.item_keys([theirs.id], scope=family.memoir.id, root=root) == {}


def test_many_keys_come_in_slices(family: Family) -> None:
    root, _version = keys.root_key(family.memoir.id)
    made = keys.make_items([new_id() for _ in range(1100)], scope=family.memoir.id, root=root)
    assert keys.item_keys(made, scope=family.memoir.id, root=root) == made


@COMMITTED
def test_a_destroyed_answer_key_closes_that_answer_alone(family: Family) -> None:
    first, second = tell(family, "We rowed.", "We walked.")
    keys.destroy([first.id])
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    with pytest.raises(KeyDestroyed):
        opening.text(AnswerVersion.objects.get(answer=first), "text")
    assert opening.text(AnswerVersion.objects.get(answer=second), "text") == "We walked."


@COMMITTED
def test_a_destroyed_scope_is_closed_whole(family: Family, neighbour: Family) -> None:
    tell(family, "We rowed.")
    tell(neighbour, "They sailed.")
    keys.destroy_scope(family.memoir.id)
    for use in (Use.OWN, Use.BOOK):
        with pytest.raises(KeyDestroyed):
            opened(scope=family.memoir.id, use=use)
    theirs = opened(scope=neighbour.memoir.id, use=Use.OWN)
    assert [read.text for read in read_answers(answers_of(neighbour.memoir), theirs)] == ["They sailed."]


def test_an_unknown_scope_has_no_key() -> None:
    with pytest.raises(KeyDestroyed):
        opened(scope=new_id(), use=Use.OWN)


# --- the master key --------------------------------------------------------------------------------------------------


def test_the_first_start_remembers_the_master_key_and_later_ones_accept_it() -> None:
    keys.verify_master()
    before = MasterCheck.objects.get().sealed
    keys.verify_master()
    assert bytes(MasterCheck.objects.get().sealed) == bytes(before)
    assert master_key() not in bytes(before)


def test_another_master_key_is_refused_and_nothing_written(monkeypatch: pytest.MonkeyPatch) -> None:
    keys.verify_master()
    before = list(MasterCheck.objects.values()), list(Key.objects.values())
    other_master(monkeypatch)
    with pytest.raises(MasterKeyError, match="not the master key"):
        keys.verify_master()
    assert (list(MasterCheck.objects.values()), list(Key.objects.values())) == before


def test_another_master_key_opens_no_memoir(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    other_master(monkeypatch)
    with pytest.raises(MasterKeyError, match="not here"):
        opened(scope=family.memoir.id, use=Use.OWN)


def test_keys_without_their_mark_are_refused(family: Family) -> None:
    with pytest.raises(MasterKeyError, match="not whole"):
        keys.verify_master()
    assert not MasterCheck.objects.exists()


def test_a_lost_key_database_is_refused(family: Family) -> None:
    Key.objects.all().delete()
    with pytest.raises(MasterKeyError, match="lost or exchanged"):
        keys.verify_master()
    assert not MasterCheck.objects.exists()


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(b"short").decode(), "AAAA" * 11])
def test_what_is_no_key_of_32_bytes_is_refused(text: str) -> None:
    with pytest.raises(MasterKeyError):
        decoded(text)


def test_a_key_may_stand_on_a_line_of_its_own() -> None:
    key = new_key()
    assert decoded(f" {base64.b64encode(key).decode()}\n") == key


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key folder of an installation of its own that has no master key yet."""
    here = read_installation(data=tmp_path / "data", environment={})
    for module in (installations, master):
        monkeypatch.setattr(module, "installation", lambda: here)
    return here.key_folder


def test_the_first_start_makes_a_key_that_only_its_owner_can_read(fresh: Path) -> None:
    path = make_master_key()
    assert path == fresh / "master.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert fresh.stat().st_mode & 0o777 == 0o700
    assert len(base64.b64decode(path.read_text())) == 32
    assert master._read()[0] == decoded(path.read_text())


def test_an_existing_key_is_never_overwritten(fresh: Path) -> None:
    path = make_master_key()
    assert path
    before = path.read_bytes()
    assert make_master_key() is None
    assert path.read_bytes() == before


def test_a_missing_key_is_named_by_its_place(fresh: Path) -> None:
    with pytest.raises(MasterKeyError, match=r"missing: .*master\.key"):
        master._read()[0]
    assert not fresh.exists()


def test_derived_secrets_differ_by_purpose_and_hide_the_key() -> None:
    one, other = (master.derived_secret(purpose=purpose) for purpose in ("django", "other"))
    assert one != other
    assert master_key().hex() not in one


@COMMITTED
def test_a_reader_that_holds_the_log_does_not_pass_for_destruction() -> None:
    if connections[KEYS].vendor != "sqlite":
        pytest.skip("PostgreSQL has no write-ahead log that a reader holds")
    with connections[KEYS].cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")
    item = new_id()
    keys.make_root(item)
    reader = sqlite3.connect(connections[KEYS].settings_dict["NAME"])
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM keystore_key").fetchone()
        keys.make_root(new_id())
        with pytest.raises(KeysLinger):
            keys.destroy_scope(item)
    finally:
        reader.close()
    keys.destroy_scope(item)
    assert not Key.objects.filter(id=item).exists()
