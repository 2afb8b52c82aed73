"""Every file that the house writes is declared; what lies in its folders and is not is named, and never read."""

import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fortell.config.checks import problems
from fortell.kit.installation import Backup, Logs, Server, installation
from fortell.privacy import log_files, own_places
from fortell.privacy import places as declared
from fortell.privacy.backup import shelf
from fortell.privacy.places import Root, faults, strays
from fortell.privacy.profile import profile
from fortell.privacy.retention import faults as unswept
from fortell.privacy.terms import Category
from tests.cast import BOTH

# By its name, since the function of the same name hides it.
registered = importlib.import_module("fortell.privacy.retention.kinds")
NAME = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, its key folder beside it, with settings that name files within and without."""
    data = tmp_path / "data"
    chosen = replace(
        installation(),
        data=data,
        vault=replace(installation().vault, master_key_folder=""),
        backup=Backup(folder="copies"),
        logs=Logs(file="logs/fortell.log"),
        server=Server(certificate=str(data / "server.pem")),
    )
    for module in (declared, shelf, log_files, own_places):
        monkeypatch.setattr(module, "installation", lambda: chosen)
    return data


def put(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


class TestStrays:
    def test_what_the_house_writes_is_none(self, house: Path) -> None:
        names = ("keys.sqlite3-wal", f"vault/01/{NAME}", f"vault/01/{NAME}.half", "public/privacy/nb.html")
        own = ("static/kit/style.css", "copies/fortell-1.data.age", "logs/fortell-2026-05-17.log", "server.pem")
        put(*(house / name for name in (*names, *own, "fortell.toml", "maintenance", "unproven.json")))
        put(*(Root.KEYS.folder() / name for name in ("master.key", "erasures.jsonl", "rotation.lock")))
        (house / "logs" / "fortell-2026-05-17.log").unlink()
        (house / "vault" / "7f").mkdir()
        # The suite's own run may be on PostgreSQL, where no database lies in the folder.
        (house / "keys.sqlite3-wal").unlink() if installation().database.keys_url else None
        assert strays() == []

    def test_a_planted_one_is_named_wherever_it_lies(self, house: Path) -> None:
        put(house / f"vault/01/{NAME}", house / "vault/01/letter.txt", house / "vault/letter", house / "vault/xy/1")
        put(house / "logs/notes.txt", house / "public/privacy/draft.html", house / "old.sqlite3")
        put(Root.KEYS.folder() / "master.key.bak")
        named = ("logs/notes.txt", "old.sqlite3", "public/privacy/draft.html", "vault/01/letter.txt", "vault/letter")
        assert strays() == sorted(
            [*(house / name for name in named), house / "vault/xy", Root.KEYS.folder() / "master.key.bak"]
        )

    def test_of_a_strange_folder_only_the_folder_is_named(self, house: Path) -> None:
        put(house / "export" / "memoir.json", house / "export" / "photos" / "1.jpg")
        assert strays() == [house / "export"]

    def test_a_way_out_of_the_folder_is_named_and_not_followed(self, house: Path, tmp_path: Path) -> None:
        put(house / "fortell.toml", tmp_path / "elsewhere" / "1")
        (house / "vault").symlink_to(tmp_path / "elsewhere")
        assert strays() == [house / "vault"]

    def test_its_content_is_not_read(self, house: Path) -> None:
        put(house / "secret")
        (house / "secret").chmod(0)
        assert strays() == [house / "secret"]

    def test_a_key_folder_that_was_chosen_may_hold_other_things(
        self, house: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shared = house.parent / "shared"
        put(shared / "other.key", house / "fortell.toml")
        chosen = replace(installation(), data=house, vault=replace(installation().vault, master_key_folder=str(shared)))
        monkeypatch.setattr(declared, "installation", lambda: chosen)
        assert strays() == []


@pytest.fixture
def planted() -> Iterator[Path]:
    path = installation().data / "letters-of-alma.txt"
    path.write_text("We rowed out before dawn.", encoding="utf-8")
    yield path
    path.unlink()


@pytest.mark.django_db(databases=BOTH)
def test_the_check_names_a_planted_file_and_says_nothing_of_what_is_in_it(planted: Path) -> None:
    found = problems()
    assert f"{planted} belongs to nothing that is declared" in found
    assert "rowed" not in str(found)


class TestFaults:
    def test_there_are_none(self, house: Path) -> None:
        assert faults(profile()) == []

    def test_a_category_that_the_profile_does_not_publish(self, house: Path) -> None:
        without = replace(profile(), categories=profile().categories - {Category.TECHNICAL})
        assert faults(without) == [
            "the logs hold technical, which the profile family does not publish",
            "the log holds technical, which the profile family does not publish",
        ]

    def test_a_rule_without_a_number(self, house: Path) -> None:
        rules = {key: rule for key, rule in profile().retention.items() if key != "logs"}
        assert faults(replace(profile(), retention=rules)) == [
            "the logs are kept by the rule 'logs', for which family has no number"
        ]

    def test_a_rule_by_which_nothing_is_swept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        others = [kind for kind in registered._others if kind.rule != "logs"]
        monkeypatch.setattr(registered, "_others", others)
        assert unswept(profile()) == ["the logs are kept by the rule 'logs', and nothing sweeps it"]
