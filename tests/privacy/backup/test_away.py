"""Backups in a bucket of a real S3 server that keeps every version: whole or not there, and gone on their day."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fortell.kit.clock import now
from fortell.kit.installation import BackupBucket, Files, SettingsError, installation
from fortell.privacy import erasure_list
from fortell.privacy.backup import away, checking, expiry, making, shelf
from fortell.privacy.backup.errors import BackupFailed, RestoreRefused
from fortell.privacy.backup.identity import identities
from fortell.privacy.backup.making import make_backup
from fortell.privacy.vault.stores.bucket import Bucket, bucket_of
from tests.cast import BOTH
from tests.privacy.test_erasure import CANARIES, full_family
from tests.s3 import running, versions

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
Choose = Callable[..., Bucket]


@pytest.fixture(scope="module")
def server() -> Iterator[Files]:
    with running() as files:
        yield files


@pytest.fixture
def choose(server: Files, monkeypatch: pytest.MonkeyPatch) -> Iterator[Choose]:
    """Let the house keep its backups in the server's bucket, with these settings changed."""
    remembered = installation().data / shelf.FOLDERS
    kept = {name: value for name, value in vars(server).items() if name != "store"}

    def chosen(folder: str = "", **changes: str) -> Bucket:
        settings = BackupBucket(**{**kept, **changes})
        house = replace(installation(), backup_bucket=settings, backup=replace(installation().backup, folder=folder))
        for module in (shelf, away):
            monkeypatch.setattr(module, "installation", lambda: house)
        return bucket_of(settings)

    yield chosen
    for key in bucket_of(server).every_key():
        bucket_of(server).delete(key)
    for path in (remembered, erasure_list.path()):
        path.unlink(missing_ok=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Ours alone: the server would refuse what is signed at another time than its own."""

    def moved(to: datetime) -> None:
        for module in (shelf, making):
            monkeypatch.setattr(module, "now", lambda: to)

    return moved


def test_backup_lies_whole_in_the_bucket_and_nowhere_else(choose: Choose) -> None:
    full_family()
    bucket = choose()
    made = make_backup()
    assert set(bucket.keys()) == {f"{made.name}{ending}" for ending in (".data.age", ".keys.age", ".json")}
    assert not (installation().data / away.LEAVING).exists()
    content = b"".join(piece for key in bucket.every_key() for piece in bucket.read(key))
    assert [needle for needle in CANARIES.values() if needle in content] == []
    with away.fetched(made.name) as copy:
        checking.verify(copy, identities())
        assert (copy.id, copy.files) == (made.id, made.files)
    assert [one.id for one in away.backups(bucket)] == [made.id]


def test_backup_lies_in_the_folder_too_where_one_is_set(choose: Choose, tmp_path: Path) -> None:
    bucket = choose(folder=str(tmp_path))
    made = make_backup()
    assert [one.id for one in (*shelf.backups(tmp_path), *away.backups(bucket))] == [made.id, made.id]


@pytest.mark.promise("MEM-8.3")
def test_backup_goes_on_its_day_with_every_version(choose: Choose, clock: Callable[[datetime], None]) -> None:
    bucket, start = choose(), now()
    clock(start)
    made = make_backup()
    bucket.put(f"{made.name}.json", [b"written over"])
    bucket.client.delete_object(Bucket=bucket.name, Key=f"{made.name}.keys.age")  # it only leaves a mark
    cut = f"{shelf.stem(made.id, start)}.data.age"
    bucket.client.create_multipart_upload(Bucket=bucket.name, Key=cut)
    bucket.put("notes.txt", [b"ours"])
    assert len(versions(bucket, "")) == 7
    whole = start.replace(microsecond=0)  # names tell seconds
    clock(whole + timedelta(days=30) - timedelta(seconds=1))
    assert (expiry.expire_backups(), list(checking.problems())) == (0, [])
    clock(whole + timedelta(days=30))
    assert [line.split(",")[0] for line in checking.problems()] == [
        f"3 backup files in {away.address()} are past their time; `fortell backup` removes them"
    ]
    assert expiry.expire_backups() == 3
    assert [left["Key"] for left in versions(bucket, "")] == ["notes.txt"]


def test_backup_that_is_cut_off_leaves_nothing_in_the_bucket(choose: Choose, tmp_path: Path) -> None:
    bucket = choose(folder=str(tmp_path))
    made = making._make(tmp_path, b"")
    made.keys.unlink()
    with pytest.raises(BackupFailed, match="did not reach s3://127"):
        away.send(made, bucket)
    assert versions(bucket, "") == []


def test_bucket_out_of_reach_is_named_and_keeps_nothing_else_from_its_day(choose: Choose, tmp_path: Path) -> None:
    choose(folder=str(tmp_path), endpoint="http://127.0.0.1:9")
    with pytest.raises(BackupFailed, match="did not reach"):
        make_backup()
    assert len(shelf.backups(tmp_path)) == 1
    assert expiry.expire_backups() == 0
    where = f"the backups in {away.address()} are out of reach, and can't be removed when their time is over"
    assert where in list(checking.reminders())
    choose()
    assert "the backups in s3://127.0.0.1:9/" in next(line for line in checking.reminders() if "127.0.0.1:9" in line)


def test_bucket_without_a_backup_is_named(choose: Choose) -> None:
    choose()
    assert f"there is no backup in {away.address()} yet: fortell backup" in list(checking.reminders())
    with pytest.raises(RestoreRefused, match="it is not there"), away.fetched("fortell-20260301T120000Z-00000000"):
        pass


def test_bucket_that_is_half_set_or_the_vaults_is_refused(choose: Choose) -> None:
    with pytest.raises(SettingsError, match=r"\[backup_bucket\] also needs region, secret_key"):
        choose(secret_key="", region="")
    choose()
    house = away.installation()
    with pytest.raises(SettingsError, match="holds nothing else"):
        replace(house, files=Files(store="s3", **vars(house.backup_bucket)))
