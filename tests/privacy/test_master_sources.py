"""Where the master key comes from, and that a wrong, cut or missing one is refused before anything is written."""

import base64
import shlex
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from fortell.kit.crypto import new_key
from fortell.kit.installation import SettingsError, Vault, installation
from fortell.privacy.keystore.models import Key, MasterCheck
from fortell.privacy.vault import keys, master, rotation
from fortell.privacy.vault.master import MasterKeyError, master_id
from fortell.privacy.vault.rotation import rotate
from tests.cast import BOTH, make_family

OLD, NEW = new_key(), new_key()


def text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def saying(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


def printing(key: bytes) -> str:
    return saying(f"print({text(key)!r})")


@pytest.fixture
def vault(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> "Choose":
    return Choose(key_file.parent, monkeypatch)


class Choose:
    """Choose where the master key comes from, as a start with these settings would."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, patch

    def __call__(self, **settings: str) -> None:
        chosen = replace(installation(), vault=Vault(master_key_folder=str(self.folder), **settings))
        for module in (master, rotation):
            self.patch.setattr(module, "installation", lambda: chosen)
        master.masters.cache_clear()


SOURCES = {
    "file": {},
    "environment": {"master_key": text(OLD)},
    "command": {"master_key_command": printing(OLD)},
}


@pytest.mark.parametrize("source", ["environment", "command"])
def test_key_comes_from_where_it_is_said_to(vault: Choose, source: str) -> None:
    vault(**SOURCES[source])
    assert (master.masters(), master.in_file()) == ((OLD,), False)


def test_failing_command_is_refused_by_its_exit_code_alone(vault: Choose) -> None:
    vault(master_key_command=saying(f"import sys; print({text(OLD)!r}, file=sys.stderr); sys.exit(7)"))
    with pytest.raises(MasterKeyError) as refusal:
        master.masters()
    assert str(refusal.value) == "The master key command failed with exit code 7."


def test_what_a_command_prints_instead_of_a_key_is_not_shown(vault: Choose) -> None:
    vault(master_key_command=saying("print('swordfish')"))
    with pytest.raises(MasterKeyError) as refusal:
        master.masters()
    assert "swordfish" not in str(refusal.value)


def test_command_that_hangs_is_given_up(vault: Choose, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(master, "COMMAND_SECONDS", 0.2)
    vault(master_key_command=saying("import threading; threading.Event().wait()"))
    with pytest.raises(MasterKeyError, match="did not end"):
        master.masters()


def test_command_is_run_without_a_shell(vault: Choose, tmp_path: Path) -> None:
    vault(master_key_command=f"{printing(OLD)} ; touch {tmp_path / 'made'}")
    assert master.masters() == (OLD,)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("command", ["/nowhere/at-all", "'"])
def test_command_that_is_none_is_refused(vault: Choose, command: str) -> None:
    vault(master_key_command=command)
    with pytest.raises(MasterKeyError, match="can't be started"):
        master.masters()


@pytest.mark.parametrize(
    "settings",
    [
        {"master_key": text(OLD), "master_key_command": printing(OLD)},
        {"next_master_key": text(NEW)},
        {"next_master_key_command": printing(NEW)},
    ],
)
def test_settings_that_contradict_each_other_are_refused(vault: Choose, settings: dict[str, str]) -> None:
    vault(**settings)
    with pytest.raises(SettingsError):
        master.masters()


WRONG: dict[str, dict[str, dict[str, str]]] = {
    "environment": {
        "another": {"master_key": text(NEW)},
        "cut": {"master_key": text(OLD)[:20]},
        "no base64": {"master_key": "?"},
    },
    "command": {
        "another": {"master_key_command": printing(NEW)},
        "cut": {"master_key_command": saying(f"print({text(OLD)[:20]!r})")},
        "silent": {"master_key_command": saying("")},
        "failing": {"master_key_command": saying("raise SystemExit(1)")},
    },
}


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.parametrize(("source", "how"), [(source, how) for source, hows in WRONG.items() for how in hows])
def test_wrong_key_from_elsewhere_is_refused_and_nothing_written(vault: Choose, source: str, how: str) -> None:
    vault(**SOURCES[source])
    keys.verify_master()
    make_family()
    before = list(MasterCheck.objects.values()), list(Key.objects.values())
    vault(**WRONG[source][how])
    with pytest.raises(MasterKeyError):
        keys.verify_master()
    assert (list(MasterCheck.objects.values()), list(Key.objects.values())) == before


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.parametrize(
    "content",
    [None, b"", b"\n", b"AAEC", text(NEW).encode(), text(bytes(range(32))).encode() + b"\nAAEC", b"\xff\xfe", b"# key"],
    ids=["missing", "empty", "blank", "cut", "another", "second one cut", "no text", "no key"],
)
def test_wrong_key_file_is_refused_and_nothing_written(key_file: Path, content: bytes | None) -> None:
    keys.verify_master()
    make_family()
    before = list(MasterCheck.objects.values()), list(Key.objects.values())
    key_file.unlink()
    if content is not None:
        key_file.write_bytes(content)
    master.masters.cache_clear()
    with pytest.raises(MasterKeyError):
        keys.verify_master()
    assert (list(MasterCheck.objects.values()), list(Key.objects.values())) == before
    assert (key_file.read_bytes() if key_file.exists() else None) == content


@pytest.mark.django_db(databases=BOTH, transaction=True)
@pytest.mark.parametrize(
    ("first", "both", "then"),
    [
        (
            SOURCES["environment"],
            {"master_key": text(OLD), "next_master_key": text(NEW)},
            {"master_key": text(NEW)},
        ),
        (
            SOURCES["command"],
            {"master_key_command": printing(OLD), "next_master_key_command": printing(NEW)},
            {"master_key_command": printing(NEW)},
        ),
    ],
    ids=["environment", "command"],
)
def test_key_from_elsewhere_is_exchanged_by_giving_the_next_one_too(
    vault: Choose, first: dict[str, str], both: dict[str, str], then: dict[str, str]
) -> None:
    vault(**first)
    keys.verify_master()
    memoir = make_family().memoir
    root = keys.root_key(memoir.id)
    with pytest.raises(MasterKeyError, match="give the next one too"):
        rotate()
    vault(**both)
    assert keys.root_key(memoir.id) == root
    done = rotate()
    assert (done.keys, done.master, done.sheet) == (1, master_id(NEW), None)
    vault(**then)
    keys.verify_master()
    assert keys.root_key(memoir.id) == root
    vault(**first)
    with pytest.raises(MasterKeyError, match="not the master key"):
        keys.verify_master()
