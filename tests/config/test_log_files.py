"""A log as files: a day each, swept on its day, by any number of processes, and never a reason to stop."""

import json
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
import time_machine

from fortell.config import checks
from fortell.config.logs import configure
from fortell.kit.installation import Logs, Server, installation
from fortell.privacy import log_files
from fortell.privacy.log_files import DailyLog
from fortell.privacy.profile import profile
from fortell.privacy.retention import due, outlook, sweep
from tests.cast import BOTH
from tests.config.test_cli import made_house

EVENING, MIDNIGHT = datetime(2026, 5, 17, 23, 59, 59, tzinfo=UTC), datetime(2026, 5, 18, tzinfo=UTC)
SECOND = timedelta(seconds=1)
Name = Callable[[str], None]


@pytest.fixture
def name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Name]:
    """Name a log in the settings, and open the house with it; nothing at first."""
    before = structlog.get_config()
    (tmp_path / "data").mkdir()

    def choose(file: str) -> None:
        chosen = replace(installation(), data=tmp_path / "data", logs=Logs(file=file))
        monkeypatch.setattr(log_files, "installation", lambda: chosen)
        log_files.remember()
        configure("info", log_files.chosen())

    choose("")
    yield choose
    structlog.configure(**before)


def say(moment: datetime, row: str) -> None:
    with time_machine.travel(moment, tick=False):
        structlog.get_logger().info("boat.rowed", id=row)


def told(folder: Path) -> dict[str, list[str]]:
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return {path.name: [json.loads(line)["id"] for line in path.read_text().splitlines()] for path in files}


def gone(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return sweep().get("logs", 0)


def test_each_day_has_a_file_of_its_own_that_only_we_can_read(name: Name, tmp_path: Path) -> None:
    name("logs/fortell.log")
    say(EVENING, "1")
    say(MIDNIGHT, "2")
    say(MIDNIGHT, "3")
    folder = tmp_path / "data" / "logs"
    assert told(folder) == {"fortell-2026-05-17.log": ["1"], "fortell-2026-05-18.log": ["2", "3"]}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_nothing_goes_to_standard_error_then(name: Name, capsys: pytest.CaptureFixture[str]) -> None:
    name("logs/fortell.log")
    say(EVENING, "1")
    assert capsys.readouterr().err == ""


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.promise("MIM-11.1")
def test_a_days_lines_go_on_their_day_and_not_before(name: Name, tmp_path: Path) -> None:
    name("logs/fortell.log")
    say(EVENING, "1")
    say(MIDNIGHT, "2")
    goes = due(profile().retention["logs"], MIDNIGHT)
    with time_machine.travel(EVENING, tick=False):
        assert {one.name: one.next for one in outlook()}["logs"] == goes
    assert [gone(goes - SECOND), gone(goes)] == [0, 1]
    assert told(tmp_path / "data" / "logs") == {"fortell-2026-05-18.log": ["2"]}


@pytest.mark.django_db(databases=BOTH)
def test_a_log_that_is_named_no_longer_still_goes(name: Name, tmp_path: Path) -> None:
    name(str(tmp_path / "elsewhere" / "old.log"))
    say(EVENING, "1")
    name("logs/fortell.log")
    name("")
    assert gone(due(profile().retention["logs"], MIDNIGHT)) == 1
    assert told(tmp_path / "elsewhere") == {}


def test_only_files_of_ours_are_counted(name: Name, tmp_path: Path) -> None:
    name("logs/[a].log")
    say(EVENING, "1")
    for other in ("[a]-notes.log", "a-2026-05-17.log", "[a]-2026-05-17.txt"):
        (tmp_path / "data" / "logs" / other).touch()
    assert [path.name for path, _ended in log_files.files()] == ["[a]-2026-05-17.log"]


def test_a_line_that_cannot_be_written_is_said_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "logs").write_text("a file where a folder should be")
    DailyLog(tmp_path / "logs" / "fortell.log").write("{}\n")
    assert capsys.readouterr().err == "{}\n"


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.parametrize(("file", "secure", "reminded"), [("", True, 1), ("fortell.log", True, 0), ("", False, 0)])
def test_a_server_whose_log_goes_elsewhere_is_reminded_of_its_days(
    name: Name, monkeypatch: pytest.MonkeyPatch, file: str, secure: bool, reminded: int
) -> None:
    name(file)
    monkeypatch.setattr(checks, "installation", lambda: replace(installation(), server=Server(secure=secure)))
    assert sum("keep it for 30 days and no longer" in line for line in checks.reminders()) == reminded


def test_a_real_house_writes_it_and_finds_everything_declared(tmp_path: Path) -> None:
    house = made_house(tmp_path)
    (house.data / "kept").mkdir(parents=True)
    done = house.fortell("check", FORTELL_LOGS_FILE="logs/fortell.log")
    assert done.code == 1
    assert [line.strip() for line in done.err.splitlines() if "declared" in line] == [
        f"{house.data / 'kept'} belongs to nothing that is declared"
    ]
    (house.data / "kept").rmdir()
    assert house.fortell("check", FORTELL_LOGS_FILE="logs/fortell.log").code == 0
