"""The master key is exchanged: everything stays readable throughout, and afterwards the old one opens nothing."""

import base64
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from fortell.kit.crypto import new_key
from fortell.kit.ids import new_id
from fortell.privacy.keystore.models import Key, MasterCheck
from fortell.privacy.keystore.router import KEYS
from fortell.privacy.terms import Use
from fortell.privacy.vault import keys, master, recovery, rotation
from fortell.privacy.vault.master import MasterKeyError, master_id
from fortell.privacy.vault.opening import opened
from fortell.privacy.vault.rotation import rotate
from fortell.story.queries import answers_of, read_answers
from tests.cast import BOTH, Family, make_family, tell

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)


@pytest.fixture
def told(key_file: Path) -> Family:
    keys.verify_master()
    family = make_family()
    tell(family, "We rowed.")
    return family


def words(family: Family) -> list[str]:
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    return [read.text for read in read_answers(answers_of(family.memoir), opening)]


def in_file(path: Path) -> list[bytes]:
    return [base64.b64decode(line) for line in path.read_text().split()]


def test_rotation_leaves_one_new_key_that_opens_everything(told: Family, key_file: Path) -> None:
    (old,) = in_file(key_file)
    done = rotate()
    (new,) = in_file(key_file)
    assert new != old
    assert (done.keys, done.master) == (1, master_id(new))
    assert set(Key.objects.filter(parent=None).values_list("master", flat=True)) == {master_id(new)}
    assert [mark.master for mark in MasterCheck.objects.all()] == [master_id(new)]
    assert words(told) == ["We rowed."]
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_old_key_opens_nothing_after_a_rotation_and_is_refused(told: Family, key_file: Path) -> None:
    before = key_file.read_bytes()
    rotate()
    key_file.write_bytes(before)
    master.masters.cache_clear()
    stood = list(Key.objects.values()), list(MasterCheck.objects.values())
    with pytest.raises(MasterKeyError, match="not the master key"):
        keys.verify_master()
    with pytest.raises(MasterKeyError, match="not here"):
        words(told)
    assert (list(Key.objects.values()), list(MasterCheck.objects.values())) == stood


def test_many_keys_are_rewrapped_in_slices(told: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "SLICE", 3)
    roots = [new_id() for _root in range(10)]
    for root in roots:
        keys.make_root(root)
    before = [keys.root_key(root) for root in roots]
    assert rotate().keys == 11
    assert [keys.root_key(root) for root in roots] == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps statistics, and plans by them.")
def test_a_slice_goes_by_the_index_of_what_is_left(told: Family) -> None:
    """By another index all keys would be sorted for each slice, and twice as many take four times as long."""
    with CaptureQueriesContext(connections[KEYS]) as asked:
        rotate()
    slices = [
        query["sql"] for query in asked.captured_queries if "LIMIT" in query["sql"] and '"master" <' in query["sql"]
    ]
    assert slices
    with connections[KEYS].cursor() as cursor:
        plans = [[step[3] for step in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()] for sql in slices]
    assert plans == [["SEARCH keystore_key USING INDEX root_by_master (master<?)"]] * len(slices)


def test_items_keys_are_not_touched(told: Family) -> None:
    items = list(Key.objects.exclude(parent=None).order_by("id").values())
    rotate()
    assert list(Key.objects.exclude(parent=None).order_by("id").values()) == items


STEPS = {
    "next key in the file": (master, "keep_in_file"),
    "sheet written": (recovery, "renew"),
    "new mark": (keys, "remember"),
    "a slice rewrapped": (rotation, "_rewrap_slice"),
    "old mark gone": (rotation, "_drop_old"),
    "old secret kept": (master, "retire"),
}


class PowerGone(BaseException):
    pass


@pytest.mark.parametrize("step", STEPS)
def test_rotation_broken_off_after_any_step_is_finished_by_the_next(
    told: Family, key_file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    where, name = STEPS[step]
    real = getattr(where, name)

    def last_act(*args: object) -> None:
        real(*args)
        raise PowerGone

    with monkeypatch.context() as patch:
        patch.setattr(where, name, last_act)
        with pytest.raises(PowerGone):
            rotate()
    master.masters.cache_clear()
    keys.verify_master()
    assert words(told) == ["We rowed."]
    (*_old, new) = in_file(key_file)
    rotate()
    assert in_file(key_file) == [new]
    assert [mark.master for mark in MasterCheck.objects.all()] == [master_id(new)]
    assert words(told) == ["We rowed."]


def test_process_that_knows_only_the_old_key_meets_the_new_one(told: Family, key_file: Path) -> None:
    (old,) = in_file(key_file)
    knows_old = master.masters()
    rotate()
    # As in another process, which read the file before.
    master.masters.cache_clear()
    real, master._read = master._read, lambda: knows_old
    try:
        assert master.masters() == (old,)
    finally:
        master._read = real
    assert words(told) == ["We rowed."]
    assert master.masters() == tuple(in_file(key_file))


def test_what_is_made_during_a_rotation_is_wrapped_with_the_new_key(
    told: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, made = rotation._rewrap_slice, new_id()

    def with_a_newcomer(name: str) -> int:
        if not Key.objects.filter(id=made):
            keys.make_root(made)
            assert Key.objects.get(id=made).master == name
        return real(name)

    monkeypatch.setattr(rotation, "_rewrap_slice", with_a_newcomer)
    assert rotate().keys == 1
    keys.root_key(made)


def test_keys_from_before_there_were_names_are_taken_along(told: Family) -> None:
    Key.objects.update(master="")
    MasterCheck.objects.update(master="")
    assert words(told) == ["We rowed."]
    assert rotate().keys == 1
    assert words(told) == ["We rowed."]


def test_new_sheet_waits_to_be_confirmed(told: Family, key_file: Path) -> None:
    recovery.write_sheet()
    recovery.confirm(recovery._check(master.master_key()))
    assert not recovery.needed()
    sheet = rotate().sheet
    assert sheet == key_file.parent / recovery.SHEET
    assert recovery.needed()
    recovery.confirm(recovery._check(in_file(key_file)[0]))
    assert not recovery.needed()


def test_both_sheets_bring_both_keys_back(key_file: Path) -> None:
    both = [bytes(range(32)), new_key()]
    typed = "\n".join(recovery._groups(key) for key in both)
    key_file.unlink()
    assert in_file(recovery.restore(typed)) == both


def test_what_django_signed_stays_valid(told: Family) -> None:
    before = master.derived_secret(purpose="django")
    rotate()
    assert master.derived_secret(purpose="django") != before
    assert master.retired_secrets() == [before]


def test_a_second_rotation_at_once_is_refused(told: Family) -> None:
    with rotation._alone(), pytest.raises(MasterKeyError, match="under way"):
        rotate()


def test_a_destroyed_key_does_not_come_back(told: Family) -> None:
    keys.destroy_scope(told.memoir.id)
    assert rotate().keys == 0
    with pytest.raises(keys.KeyDestroyed):
        words(told)
