"""The whole machine is lost, and the power goes in the middle of the way back: as a family would meet it."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.drills.finding import CANARY, open_in
from tests.drills.memoirs import imported
from tests.serving import House

STATE = """
import hashlib, json, sys
from django.apps import apps
from fortell.privacy.keystore.models import Key
from fortell.privacy.vault.stores import store
rows = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
files = {name.hex: hashlib.sha256(b"".join(store().read(name))).hexdigest() for name in store().names()}
print(json.dumps({"rows": rows, "files": files, "keys": [key.id.hex for key in Key.objects.all()]}))
"""


pytestmark = pytest.mark.heavy


@dataclass(kw_only=True)
class Kept(House):
    """A house whose backups lie beside it."""

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def key_folder(self) -> Path:
        return self.folder / "data-key"

    def said(self, code: str, *arguments: str) -> str:
        whole = f"from fortell.config.cli.house import open_house\nopen_house()\n{code}"
        command = [sys.executable, "-P", "-c", whole, *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def state(self) -> Any:
        return json.loads(self.said(STATE))

    def backed_up(self) -> tuple[str, str]:
        done = self.command("backup", "--to", str(self.backups), "--json")
        assert done.returncode == 0, done.stderr
        facts = json.loads(done.stdout)
        return facts["data"], facts["keys"]

    def lost(self) -> None:
        """The data folder is gone; the key folder, on paper and elsewhere, is not."""
        shutil.rmtree(self.data)


@pytest.fixture
def house(tmp_path: Path) -> Kept:
    (tmp_path / "house").mkdir()
    return Kept(folder=tmp_path / "house")


@contextmanager
def served(house: Kept) -> Iterator[Kept]:
    house.start()
    try:
        yield house
    finally:
        house.stop()


def provenance(house: Kept, code: str) -> str:
    done = house.command("provenance", code, "--json")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.promise("MEM-8.4")
def test_everything_is_back_after_a_total_loss(house: Kept) -> None:
    started = time.time()
    house.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (house.data / "fortell.toml").write_text('[controller]\nname = "The Solvang family"\n')
    codes = [imported(house, (f"My name was {CANARY}. We rowed home.",)), imported(house, ("They sailed to Vika.",))]
    assert house.command("typeset", codes[0], "--output", str(house.folder / "out")).returncode == 0
    shutil.rmtree(house.folder / "out")
    read = [provenance(house, code) for code in codes[:1]]  # before the state: the reading leaves an audit line
    before = house.state()
    assert len(before["files"]) == 3
    archives = house.backed_up()
    house.lost()
    done = house.command("restore", *archives)
    assert done.returncode == 0, done.stderr
    assert house.state() == before
    assert [provenance(house, code) for code in codes[:1]] == read
    assert house.command("check").returncode == 0
    assert (house.data / "fortell.toml").read_text() == '[controller]\nname = "The Solvang family"\n'
    assert open_in(house, since=started) == []
    link = house.command("link", codes[1], "--once").stdout.strip()
    with served(house):
        assert httpx.get(house.address + "/").status_code == 200
        assert httpx.get(link.split("#")[0].replace("8000", str(house.port))).status_code == 200
    imported(house, ("New rows get new numbers.",))


def test_without_its_list_a_house_stays_closed_until_somebody_answers_for_it(house: Kept) -> None:
    code = imported(house, ("The boat was red.",))
    archives = house.backed_up()
    erasures = house.key_folder / "erasures.jsonl"
    assert house.command("erase", code, "--yes").returncode == 0
    house.lost()
    erasures.unlink()
    refused = house.command("restore", *archives)
    assert "erasure list at hand does not know this backup" in refused.stderr
    assert not house.data.exists()
    done = house.command("restore", *archives, "--unproven", "the machine burnt")
    assert done.returncode == 0, done.stderr
    assert "the house stays closed" in done.stdout
    assert "stays closed" in house.command("provenance", code).stderr
    assert house.command("check").returncode == 1
    with served_closed(house):
        assert httpx.get(house.address + "/").status_code == 503
        assert httpx.get(house.address + "/health/live").status_code == 200
        opened = house.command("restore", "--accept-unproven", "I erased it by hand")
        assert opened.returncode == 0, opened.stderr
        assert httpx.get(house.address + "/").status_code == 200
    facts = json.loads((house.data / "unproven.accepted.json").read_text())
    assert (facts["reason"], facts["because"]) == ("the machine burnt", "I erased it by hand")


@contextmanager
def served_closed(house: Kept) -> Iterator[None]:
    house.ready = lambda: True  # type: ignore[method-assign]
    house.start()
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                httpx.get(house.address + "/health/live")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield
    finally:
        house.stop()


def test_a_list_that_is_found_later_erases_and_opens(house: Kept) -> None:
    code = imported(house, ("The boat was red.",))
    archives = house.backed_up()
    assert house.command("erase", code, "--yes").returncode == 0
    erasures = house.key_folder / "erasures.jsonl"
    found = erasures.rename(house.folder / "found.jsonl")
    house.lost()
    assert house.command("restore", *archives, "--unproven", "lost").returncode == 0
    done = house.command("restore", "--erasures", str(found))
    assert done.stdout.startswith("Erased again: 1 memoirs"), done.stderr
    assert house.state()["rows"]["story.Memoir"] == 0
    assert house.command("check").returncode == 0


def test_what_does_not_fit_is_refused_and_nothing_is_touched(house: Kept) -> None:
    imported(house, ("The boat was red.",))
    first, second = house.backed_up(), house.backed_up()
    full = house.command("restore", *first)
    assert "is not empty. Restore into a new folder" in full.stderr
    house.lost()
    for archives, said in (
        ((first[0], second[1]), "These two archives are of different backups."),
        ((first[1], first[0]), "The first archive holds the data"),
        ((first[0],), "Name both archives"),
        ((first[0], str(house.folder / "nothing")), "is not there"),
    ):
        refused = house.command("restore", *archives)
        assert (refused.returncode, said in refused.stderr) == (1, True), refused.stderr
        assert not house.data.exists()
    (house.key_folder / "master.key").write_text("YW5vdGhlciBtYXN0ZXIga2V5LCBub3QgdGhlIG9uZSE=")
    assert "made with another master key" in house.command("restore", *first).stderr
    assert not house.data.exists()


# --- crashes ---------------------------------------------------------------------------------------------------------

KILLED_MAKING = {
    "noted": ("fortell.privacy.erasure_list:note", 1),
    "the data written": ("fortell.privacy.backup.making:_write", 1),
    "both written": ("fortell.privacy.backup.making:_write", 2),
}
KILLED_RESTORING = {
    "begun": ("fortell.privacy.backup.closing:begin_restoring", 1),
    "the keys back": ("fortell.privacy.backup.restoring:_refill", 1),
    "the data back": ("fortell.privacy.backup.restoring:_refill", 2),
    "some parts back": ("fortell.privacy.backup.restoring:_take", 3),
    "erased again": ("fortell.privacy.erasure:replay", 1),
    "swept": ("fortell.privacy.backup.restoring:sweep", 1),
}
KILLED_ON_RETURN = """
import importlib, os, signal, sys
from fortell.config.cli import main
from fortell.config.cli.house import set_up
set_up()
module, _, name = sys.argv[1].partition(":")
module, left = importlib.import_module(module), int(sys.argv[2])
real = getattr(module, name)
def killed(*args, **named):
    global left
    result, left = real(*args, **named), left - 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(module, name, killed)
sys.exit(main(sys.argv[3:]))
"""


def test_backup_that_was_killed_leaves_nothing_open_and_can_be_made_again(house: Kept) -> None:
    started = time.time()
    imported(house, (f"My name was {CANARY}.",))
    for call, times in KILLED_MAKING.values():
        assert house.killed_after(call, times, "backup", "--to", str(house.backups)) == -9
        assert [path.name for path in house.backups.glob("*") if path.suffix != ".half"] == []
        assert open_in(house, since=started) == []
    house.backed_up()
    assert len([*house.backups.iterdir()]) == 3


@pytest.mark.parametrize("step", KILLED_RESTORING)
def test_restore_that_was_killed_stays_closed_and_can_be_repeated(house: Kept, step: str) -> None:
    started, code = time.time(), imported(house, (f"My name was {CANARY}.",))
    other = imported(house, ("The boat was red.",))
    assert house.command("typeset", code, "--output", str(house.folder / "out")).returncode == 0
    shutil.rmtree(house.folder / "out")
    archives = house.backed_up()
    assert house.command("erase", other, "--yes").returncode == 0
    before = house.state()
    house.lost()
    command = [sys.executable, "-P", "-c", KILLED_ON_RETURN, *map(str, KILLED_RESTORING[step]), "restore", *archives]
    killed = subprocess.run(command, env=house.environment, capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr
    assert open_in(house, since=started) == []
    assert "A restore was begun here and is not done" in house.command("check").stderr
    assert "A restore was begun here and is not done" in house.command("serve").stderr
    done = house.command("restore", *archives)
    assert done.returncode == 0, done.stderr
    assert {name: count for name, count in house.state()["rows"].items() if "Audit" not in name} == {
        name: count for name, count in before["rows"].items() if "Audit" not in name
    }
    assert house.state()["files"] == before["files"]
    assert open_in(house, since=started) == []
