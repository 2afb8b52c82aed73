"""An archive for the holder of an age key: sealed while it is written, read without ever lying open."""

import io
import json
from pathlib import Path

import pyrage
import pytest
from pyrage import x25519

from fortell.config.cli import main
from fortell.people.permissions import OPERATOR
from fortell.privacy.archive.aged import recipient, unlocked, write_sealed
from fortell.privacy.archive.form import ArchiveRefused
from fortell.privacy.archive.importing import import_package
from fortell.privacy.archive.reading import Package
from fortell.privacy.backup.errors import RestoreRefused
from fortell.privacy.vault import keys
from fortell.story.models import Memoir
from tests.cast import BOTH, Family
from tests.privacy.archives import files_of, gone, taken

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)
MINE = x25519.Identity.generate()


@pytest.fixture
def in_order(db: None) -> None:
    """What a start does: the key database knows its master key."""
    keys.verify_master()


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    file = tmp_path / "key.txt"
    file.write_text(f"# created: yesterday\n{MINE}\n")
    return file


def sealed(content: bytes, path: Path) -> Path:
    with path.open("wb") as out:
        write_sealed([content], out, [recipient(str(MINE.to_public()))])
    return path


def test_command_line_seals_an_archive_and_brings_it_in_again(
    in_order: None, full: Family, identity: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other, path = x25519.Identity.generate(), tmp_path / "copy.zip.age"
    to = ("--to-age", str(other.to_public()), "--to-age", str(MINE.to_public()))
    assert main(["export", full.memoir.code, "--output", str(path), *to]) == 0
    assert "Only the holders of these age keys" in capfd.readouterr().out
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".half"] == []
    opened = pyrage.decrypt(path.read_bytes(), [other])
    assert "memoir.json" in files_of(opened)
    gone(full.memoir)
    assert main(["import-archive", str(path)]) == 1
    assert "--identity FILE" in capfd.readouterr().err
    assert main(["import-archive", str(path), "--identity", str(identity), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["code"] == full.memoir.code
    assert Memoir.objects.get().id == full.memoir.id


def test_command_line_refuses_what_is_no_public_key_before_it_takes_anything(
    in_order: None, full: Family, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "copy.zip"
    assert main(["export", full.memoir.code, "--output", str(path), "--to-age", "age1nobody"]) == 1
    assert capfd.readouterr().err == "fortell: 'age1nobody' is no age public key (age1…).\n"
    assert not path.exists()


def test_what_is_unlocked_lies_open_nowhere(identity: Path, tmp_path: Path) -> None:
    word = b"boathouse " * 20_000
    with unlocked(sealed(word, tmp_path / "a.age"), identity) as file:
        nameless = [path for path in Path("/proc/self/fd").iterdir() if _deleted(path)]
        waiting = [content for path in nameless if len(content := path.read_bytes()) > len(word)]
        assert len(waiting) == 1
        assert b"boathouse" not in waiting[0]
        assert file.read() == word


def _deleted(path: Path) -> bool:
    try:
        return path.readlink().name.endswith(" (deleted)")
    except OSError:  # the folder's own, which is closed again
        return False


@pytest.mark.parametrize(("harm", "why"), [(slice(None, -40), "cut off or changed"), (slice(None, 60), "cut off")])
def test_sealed_archive_that_was_cut_is_refused(
    full: Family, identity: Path, tmp_path: Path, harm: slice, why: str
) -> None:
    path = sealed(taken(full.memoir), tmp_path / "a.age")
    path.write_bytes(path.read_bytes()[harm])
    with pytest.raises(ArchiveRefused, match=why), unlocked(path, identity) as file:
        import_package(package=Package(file), by=OPERATOR)


def test_only_its_own_key_opens_it(identity: Path, tmp_path: Path) -> None:
    out = io.BytesIO()
    write_sealed([b"words"], out, [x25519.Identity.generate().to_public()])
    (tmp_path / "a.age").write_bytes(out.getvalue())
    with pytest.raises(ArchiveRefused, match=r"No key in key\.txt opens it"), unlocked(tmp_path / "a.age", identity):
        pass
    identity.write_text("AGE-SECRET-KEY-1NOTHING\n")
    with pytest.raises(RestoreRefused, match="age identity"), unlocked(tmp_path / "a.age", identity):
        pass
