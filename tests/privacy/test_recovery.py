"""The master key on paper: what is printed can be typed again, and a slip is noticed."""

import base64
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from fortell.kit.installation import Installation, Vault, installation
from fortell.privacy.vault import master, recovery
from fortell.privacy.vault.master import MasterKeyError

KEY = bytes(range(32))


@pytest.fixture
def key_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own whose master key lies in a folder."""
    folder = tmp_path / "key"
    folder.mkdir()
    (folder / master.FILE).write_bytes(base64.b64encode(KEY))
    chosen: Installation = replace(installation(), vault=Vault(master_key_folder=str(folder)))
    for module in (recovery, master):
        monkeypatch.setattr(module, "installation", lambda: chosen)
    monkeypatch.setattr(recovery, "master_key", lambda: KEY)
    return folder


def groups(sheet: Path) -> str:
    found = re.search(r"^  ((?:[A-Z2-7]{1,4} ?)+)$", sheet.read_text(), re.MULTILINE)
    assert found
    return found[1]


def test_sheet_brings_back_the_same_key(key_folder: Path) -> None:
    sheet = recovery.write_sheet()
    (key_folder / master.FILE).unlink()
    path = recovery.restore(groups(sheet).lower().replace(" ", "\n"))
    assert master.decoded(path.read_text()) == KEY
    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_sheet_is_readable_by_its_owner_only(key_folder: Path) -> None:
    assert oct(recovery.write_sheet().stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize("slip", [lambda text: text[:-2], lambda text: "A" + text[1:][::-1], lambda text: text + " 1"])
def test_a_slip_is_noticed_and_nothing_written(key_folder: Path, slip: object) -> None:
    typed = groups(recovery.write_sheet())
    (key_folder / master.FILE).unlink()
    assert callable(slip)
    with pytest.raises(MasterKeyError):
        recovery.restore(slip(typed))
    assert not (key_folder / master.FILE).exists()


def test_a_key_that_stands_is_never_overwritten(key_folder: Path) -> None:
    typed = groups(recovery.write_sheet())
    with pytest.raises(MasterKeyError, match="already"):
        recovery.restore(typed)
    assert (key_folder / master.FILE).read_bytes() == base64.b64encode(KEY)


def test_reminder_lasts_until_the_check_word_is_given(key_folder: Path) -> None:
    sheet = recovery.write_sheet()
    check = re.search(r"Check word: (\w+)", sheet.read_text())
    assert check
    with pytest.raises(MasterKeyError):
        recovery.confirm("another")
    assert (recovery.needed(), sheet.exists()) == (True, True)
    recovery.confirm(check[1].upper())
    assert (recovery.needed(), sheet.exists()) == (False, False)


def test_a_key_kept_elsewhere_needs_no_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    assert os.environ["FORTELL_VAULT_MASTER_KEY"]
    assert not recovery.needed()
