"""A backup holds everything, lies open nowhere, is all there or not at all, and goes on its day."""

import json
import resource
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
import time_machine
from django.db import connections

from fortell.config.checks import problems, reminders
from fortell.kit import installation as installing
from fortell.kit.crypto import new_key
from fortell.kit.installation import Backup, SettingsError, installation
from fortell.people.permissions import OPERATOR
from fortell.privacy import erasure_list
from fortell.privacy.backup import archive, checking, expiry, making, shelf
from fortell.privacy.backup.errors import ArchiveBroken, BackupFailed, CannotOpen
from fortell.privacy.backup.identity import identities
from fortell.privacy.backup.making import make_backup
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import SealedFile
from fortell.privacy.vault.stores import store
from fortell.story.actions import erase_memoir
from fortell.story.models import AnswerVersion
from tests.cast import BOTH, Family, make_family, tell
from tests.privacy.backup.looking import inside, open_keys, opens, table
from tests.privacy.scanning import files_in, places_of
from tests.privacy.test_erasure import CANARIES, full_family

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    kept = (erasure_list.path(), installation().data / shelf.FOLDERS)
    for path in kept:
        path.unlink(missing_ok=True)
    yield
    for path in kept:
        path.unlink(missing_ok=True)


def test_everything_is_in_the_two_archives(tmp_path: Path) -> None:
    full_family()
    made = make_backup(tmp_path)
    assert len(table(made.data, "story_answerversion", "id")) == AnswerVersion.objects.count() == 1
    assert len(open_keys(made.keys)) == Key.objects.count()
    names = {part.removeprefix("files/") for part in inside(made.data) if part.startswith("files/")}
    assert names == {row.id.hex for row in SealedFile.objects.all()}
    for name in SealedFile.objects.values_list("id", flat=True):
        assert inside(made.data)[f"files/{name.hex}"] == b"".join(store().read(name))


def test_neither_archive_holds_what_belongs_in_the_other(tmp_path: Path) -> None:
    full_family()
    made = make_backup(tmp_path)
    rows = {
        kind: json.loads(inside(path)["about.json"])["rows"]
        for kind, path in (("data", made.data), ("keys", made.keys))
    }
    assert rows["data"].get("keystore_key", 0) == 0
    assert rows["keys"].get("story_answer", 0) == 0
    wrapped = [bytes(key.wrapped) for key in Key.objects.all()]
    data = b"".join(inside(made.data).values())
    assert not any(one in data or one.hex().encode() in data for one in wrapped)


def test_no_word_lies_open_in_a_backup(tmp_path: Path) -> None:
    full_family()
    made = make_backup(tmp_path)
    lying = [*files_in(tmp_path), *inside(made.data).items(), *inside(made.keys).items()]
    assert [name for name, content in lying for needle in CANARIES.values() if needle in content] == []
    assert places_of(CANARIES) == set()


def test_the_master_key_and_the_erasure_list_are_in_no_backup(tmp_path: Path) -> None:
    family = make_family()
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    made = make_backup(tmp_path)
    content = b"".join([*inside(made.data).values(), *inside(made.keys).values()])
    given = installation().vault.master_key.encode()
    assert given not in content
    assert b'"step"' not in content


def test_settings_with_the_master_key_are_refused(tmp_path: Path) -> None:
    settings = installation().data / "fortell.toml"
    settings.write_text(f'[vault]\nmaster_key = "{installation().vault.master_key}"\n')
    try:
        with pytest.raises(BackupFailed, match=r"master key, which must never be in a backup"):
            make_backup(tmp_path)
    finally:
        settings.unlink()
    assert list(tmp_path.iterdir()) == []


def test_only_its_owner_can_read_a_backup(tmp_path: Path) -> None:
    make_family()
    folder = tmp_path / "backups"
    make_backup(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.age")} == {0o600}


def test_the_open_file_says_hashes_sizes_counts_and_instants_alone(tmp_path: Path) -> None:
    make_family()
    make_backup(tmp_path)
    facts = json.loads(next(tmp_path.glob("*.json")).read_text())
    assert set(facts) == {"id", "made_at", "rows", "files", "archives"}
    assert {kind: set(kept) for kind, kept in facts["archives"].items()} == {
        "data": {"sha256", "size"},
        "keys": {"sha256", "size"},
    }


def test_a_backup_made_while_they_write_has_a_key_for_every_row(tmp_path: Path) -> None:
    family, over = make_family(), threading.Event()
    tell(family, "They sailed to Vika.")

    def write() -> None:
        while not over.is_set():
            tell(family, "And then we rowed home again.")
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    made = [make_backup(tmp_path / str(number)) for number in range(3)]
    over.set()
    writer.join()
    for backup in made:
        answers = {str(row[0]) for row in table(backup.data, "story_answer", "id")}
        versions = {str(row[0]) for row in table(backup.data, "story_answerversion", "answer_id")}
        assert answers == versions
        assert answers <= set(open_keys(backup.keys))
    assert len(answers) > 1


# --- whole or not at all ---------------------------------------------------------------------------------------------


def test_a_cut_or_changed_archive_is_refused(tmp_path: Path) -> None:
    make_family()
    made = make_backup(tmp_path)
    checking.verify(made, identities())
    whole = made.data.read_bytes()
    for content in (whole[:-1], whole[: len(whole) // 2], whole[:100], b"", whole[:-9] + b"x" + whole[-8:]):
        made.data.write_bytes(content)
        with pytest.raises(ArchiveBroken, match="cut, changed"):
            archive.read(made.data, identities())
        with pytest.raises(ArchiveBroken, match="missing, cut or changed"):
            checking.verify(made, identities())


def test_another_key_does_not_open_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_family()
    made = make_backup(tmp_path)
    monkeypatch.setattr("fortell.privacy.backup.identity.masters", lambda: (new_key(),))
    with pytest.raises(CannotOpen, match="made with another master key"):
        checking.verify(made, identities())


def choose(monkeypatch: pytest.MonkeyPatch, **chosen: object) -> None:
    house = installing.dataclasses.replace(installation(), backup=Backup(**chosen))  # type: ignore[arg-type]
    for module in ("shelf", "identity"):
        monkeypatch.setattr(f"fortell.privacy.backup.{module}.installation", lambda: house)


def test_a_backup_for_an_age_key_opens_with_that_key_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_family()
    own = pyrage.x25519.Identity.generate()
    choose(monkeypatch, recipients=str(own.to_public()))
    made = make_backup(tmp_path)
    (tmp_path / "identity").write_text(f"# made by hand\n{own}\n")
    checking.verify(made, identities(tmp_path / "identity"))
    with pytest.raises(CannotOpen):
        checking.verify(made, identities())


def test_recipients_that_are_none_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, recipients="age1nonsense")
    with pytest.raises(BackupFailed, match="recipients are age public keys"):
        make_backup(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_backups_as_they_were(tmp_path: Path) -> None:
    make_family()
    make_backup(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, hard))  # less than an archive: writing it fails half-way
    try:
        with pytest.raises(BackupFailed, match="File too large"):
            make_backup(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_what_a_killed_backup_left_is_swept_by_the_next(tmp_path: Path) -> None:
    make_family()
    (tmp_path / "fortell-20260301T120000Z-00000000.data.age.half").write_bytes(b"half")
    made = make_backup(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        made.data.name,
        made.keys.name,
        made.data.name.replace(".data.age", ".json"),
    }


def test_two_backups_at_once_are_one(tmp_path: Path) -> None:
    make_family()
    with making._alone(tmp_path), pytest.raises(BackupFailed, match="Another backup is being made"):
        make_backup(tmp_path)


# --- their end -------------------------------------------------------------------------------------------------------


def test_a_backup_goes_on_its_day_and_not_before(tmp_path: Path) -> None:
    make_family()
    with time_machine.travel(START, tick=False):
        make_backup(tmp_path)
    with time_machine.travel(START + timedelta(days=30) - timedelta(seconds=1)):
        assert expiry.expire_backups() == 0
        assert shelf.due(tmp_path) == []
    with time_machine.travel(START + timedelta(days=30)):
        assert expiry.expire_backups() == 3
    assert list(tmp_path.iterdir()) == []


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "fortell-notes.txt").write_text("ours")
    assert expiry.expire(tmp_path) == 0
    assert (tmp_path / "fortell-notes.txt").exists()


def test_more_than_thirty_days_are_refused() -> None:
    with pytest.raises(SettingsError, match="a month at most"):
        Backup(keep_days=31)
    with pytest.raises(SettingsError, match="1 to 30, not 0"):
        Backup(keep_days=0)
    assert Backup(keep_days=7).keep_days == 7


def test_check_tells_of_late_and_of_missing_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_family()
    before = problems()
    choose(monkeypatch, folder=str(tmp_path))
    assert [line for line in reminders() if "no backup" in line] == [
        f"there is no backup in {tmp_path} yet: fortell backup"
    ]
    with time_machine.travel(START):
        make_backup(tmp_path)
    assert [line for line in reminders() if "no backup" in line] == []
    assert [line.split(",")[0] for line in problems() if line not in before] == [
        f"3 backup files in {tmp_path} are past their time"
    ]


def test_the_list_outlives_every_backup_and_is_shortened_then() -> None:
    family = make_family()
    with time_machine.travel(START):
        erase_memoir(memoir=family.memoir, by=OPERATOR)
    with time_machine.travel(START + timedelta(days=30, hours=23)):
        assert erasure_list.compact() == 0
    with time_machine.travel(START + timedelta(days=31, seconds=5)):
        assert erasure_list.compact() == 2
    assert erasure_list.entries() == []


def test_an_erasure_that_is_not_done_keeps_its_line() -> None:
    family = make_family()
    with time_machine.travel(START):
        erasure_list.note(erasure_list.Step.BEGUN, scope=family.memoir.id)
    assert erasure_list.compact() == 0
    assert [entry.scope for entry in erasure_list.entries()] == [family.memoir.id]


def sealed(family: Family) -> tuple[bytes, bytes]:
    """An answer's words as they lie in the database, and what they are bound to."""
    version = AnswerVersion.objects.get(answer__memoir=family.memoir)
    return bytes(version.text)[6:], f"story.answerversion|{version.pk}|text|1".encode()


@pytest.mark.promise("MEM-8.3")
def test_an_erased_memoir_is_unreadable_in_every_backup_after_a_month(tmp_path: Path, neighbour: Family) -> None:
    """Hand-made copies aside: of the data there may be any number, since no surviving backup holds a key to them."""
    family = make_family()
    tell(family, "We rowed to Kvitskjeret.")
    tell(neighbour, "They sailed to Vika.")
    words, bound = sealed(family)
    with time_machine.travel(START) as clock:
        before = make_backup(tmp_path)
        copied = table(before.data, "story_answerversion", "text")
        assert words.hex() in "".join(str(row[0]) for row in copied)
        assert any(opens(key, words, bound) for key in open_keys(before.keys).values())
        clock.shift(timedelta(hours=1))
        erase_memoir(memoir=family.memoir, by=OPERATOR)
        for day in (2, 10, 20, 29, 30, 31):
            clock.move_to(START + timedelta(days=day))
            make_backup(tmp_path)
        left = shelf.backups(tmp_path)
    assert len(left) == 6
    assert not before.data.exists()
    assert not before.keys.exists()
    every = [key for backup in (left[0], left[-1]) for key in open_keys(backup.keys).values()]
    assert not any(opens(key, words, bound) for key in every)
    for backup in left:
        assert family.memoir.id.hex not in open_keys(backup.keys)
    theirs, bound_theirs = sealed(neighbour)
    assert any(opens(key, theirs, bound_theirs) for key in every)
