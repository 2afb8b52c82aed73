"""The command line as an operator meets it: a process of its own, with a data folder of its own."""

import base64
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fortell.book.actions import make_draft
from fortell.config.cli import main
from fortell.people.permissions import OPERATOR
from fortell.privacy.vault import keys
from fortell.story.actions import choose_naming, withdraw_consent
from fortell.story.naming import Choice
from tests.cast import BOTH, Family, tell

CHECKOUT = Path(__file__).parents[2]
TELLER, TOLD, SAID = "Torborghild", "Kvitskjeret", "her daughter Uglebukta signed"
INTERVIEW = {
    "title": "Summers",
    "language": "en",
    "turns": [
        {"speaker": "Asker", "text": "Where did you spend the summers?"},
        {"speaker": TELLER, "text": f"We rowed to {TOLD} every summer. My mother sat in the bow and sang."},
    ],
}


@dataclass(frozen=True, kw_only=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, kw_only=True)
class House:
    """An installation in a folder of its own; everything it writes is below that folder."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def key(self) -> Path:
        return self.folder / "data-key" / "master.key"

    def fortell(self, *arguments: str, **variables: str) -> Done:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FORTELL_")}
        environment |= {"FORTELL_DATA": str(self.data), "TMPDIR": str(self.folder / "tmp"), "PYTHONWARNINGS": "error"}
        done = subprocess.run(
            [sys.executable, "-m", "fortell", *arguments],
            env=environment | variables,
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,  # no test fails for being slow: this only ends what hangs
        )
        return Done(code=done.returncode, out=done.stdout, err=done.stderr)

    def import_it(self, path: Path, *more: str) -> str:
        done = self.fortell("import-interview", str(path), "--consent-from", SAID, "--json", *more)
        assert done.code == 0, done.err
        code: str = done.json["code"]
        return code

    def words_lying_open(self) -> list[str]:
        """Files below the folder in which a word of hers can be read, the interview's own and the book's aside."""
        return [
            str(path.relative_to(self.folder))
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.parent.name != "outside"
            if any(word.encode() in path.read_bytes() for word in (TELLER, TOLD, "Uglebukta", "rowed"))
        ]

    def state(self) -> dict[str, object]:
        """All that is stored: the rows of both databases, and every other file by its hash."""
        rows = {path.name: _rows(path) for path in self.data.glob("*.sqlite3")}
        others = [path for path in self.data.rglob("*") if path.is_file() and ".sqlite3" not in path.name]
        return rows | {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in others}


def _rows(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def made_house(folder: Path) -> House:
    if os.environ.get("FORTELL_TEST_POSTGRES"):
        pytest.skip("these processes have SQLite in a folder of their own, whatever the run is on")
    for name in ("tmp", "outside"):
        (folder / name).mkdir()
    (folder / "outside" / "interview.json").write_text(json.dumps(INTERVIEW))
    return House(folder=folder)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, str]:
    """A house with one memoir; tests that change it take a copy."""
    house = made_house(tmp_path_factory.mktemp("house"))
    return house, house.import_it(house.folder / "outside" / "interview.json")


@pytest.fixture
def copied(imported: tuple[House, str], tmp_path: Path) -> tuple[House, str]:
    house, code = imported
    shutil.copytree(house.folder, tmp_path / "copy")
    return House(folder=tmp_path / "copy"), code


# --- the whole way ---------------------------------------------------------------------------------------------------


@pytest.mark.promise("MIM-14.2")
def test_from_an_interview_to_a_book_and_to_nothing(copied: tuple[House, str]) -> None:
    house, code = copied
    assert house.words_lying_open() == []

    drafted = house.fortell("draft", code, "--json")
    assert (drafted.json["sentences"], drafted.json["own_words"], drafted.json["without_source"]) == (2, 2, 0)

    rows = house.fortell("provenance", code, "--json").json
    assert [row["sentence"] for row in rows if not row["editor"]] == [
        f"We rowed to {TOLD} every summer.",
        "My mother sat in the bow and sang.",
    ]
    for row in rows:
        assert [INTERVIEW["turns"][1]["text"][s["start"] : s["end"]].strip() for s in row["sources"]] in (  # type: ignore[index]
            [[]] if row["editor"] else [[row["sentence"]]]
        )

    output = house.folder / "outside"
    set_ = house.fortell("typeset", code, "--output", str(output), "--json")
    assert set_.code == 0, set_.err
    written = {path.name for path in output.iterdir()} - {"interview.json"}
    assert written == {"interior.pdf", "cover.pdf", "book.epub", "book.json"}
    facts = json.loads((output / "book.json").read_text())
    assert facts == set_.json
    assert {name: fact["sha256"] for name, fact in facts["files"].items()} == {
        name: hashlib.sha256((output / name).read_bytes()).hexdigest() for name in written - {"book.json"}
    }

    check = house.fortell("check", "--json")
    assert (check.code, check.json["problems"]) == (0, []), check.err
    assert house.words_lying_open() == []

    refused = house.fortell("erase", code)
    assert refused.code == 1
    assert "Add --yes" in refused.err

    erased = house.fortell("erase", code, "--yes", "--json")
    assert erased.json["code"] == code
    assert erased.json["erased"]["story.Memoir"] == 1
    assert not [path for path in (house.data / "vault").rglob("*") if path.is_file()]
    assert house.words_lying_open() == []
    gone = house.fortell("draft", code)
    assert (gone.code, gone.err) == (1, f"fortell: There is no memoir with the code {code}.\n")


# --- the master key --------------------------------------------------------------------------------------------------


def lose(house: House) -> dict[str, str]:
    shutil.rmtree(house.key.parent)
    return {}


def exchange(house: House) -> dict[str, str]:
    house.key.write_bytes(base64.b64encode(b"another master key, thirty-two b"))
    return {}


def override(_house: House) -> dict[str, str]:
    return {"FORTELL_VAULT_MASTER_KEY": base64.b64encode(b"another master key, thirty-two b").decode()}


def garble(house: House) -> dict[str, str]:
    house.key.write_text("not a key")
    return {}


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (lose, "The master key is missing"),
        (exchange, "This is not the master key"),
        (override, "This is not the master key"),
        (garble, "The master key is not base64"),
    ],
)
def test_without_the_right_master_key_nothing_opens_and_nothing_is_written(
    copied: tuple[House, str], what: Callable[[House], dict[str, str]], said: str
) -> None:
    house, code = copied
    variables = what(house)
    before, key_there = house.state(), house.key.exists()
    done = house.fortell("draft", code, **variables)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert "Nothing was opened or changed" in done.err
    assert "Traceback" not in done.err
    assert house.state() == before
    assert house.key.exists() == key_there


def test_the_first_start_makes_a_master_key_and_says_where(tmp_path: Path) -> None:
    house = made_house(tmp_path)
    done = house.fortell("check", "--json")
    assert (done.code, done.json["problems"]) == (0, [])
    assert f"A master key was made: {house.key}" in done.err
    assert house.key.stat().st_mode & 0o777 == 0o600
    assert house.data.stat().st_mode & 0o777 == 0o700
    assert house.key.read_bytes() not in b"".join(path.read_bytes() for path in house.data.rglob("*") if path.is_file())


def test_a_crashed_erasure_is_finished_by_the_next_command(copied: tuple[House, str]) -> None:
    house, code = copied
    memoir = _rows_of(house, "SELECT id FROM story_memoir")[0][0]
    line = json.dumps({"scope": memoir, "step": "begun", "at": "2026-05-17T12:00:00+00:00"})
    (house.key.parent / "erasures.jsonl").write_text(line + "\n")
    done = house.fortell("draft", code)
    assert done.code == 1
    assert "no memoir" in done.err
    assert _rows_of(house, "SELECT id FROM story_memoir") == []


def _rows_of(house: House, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(house.data / "fortell.sqlite3")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


# --- real interviews -------------------------------------------------------------------------------------------------


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "teller", "note"),
    [("fountain-hughes.en.json", "Fountain Hughes", ""), ("lia-bardu.nn.jsonl", "", "have no speaker")],
)
def test_real_interviews_are_imported_and_set(
    imported: tuple[House, str], corpus: Path, tmp_path: Path, name: str, teller: str, note: str
) -> None:
    house, _code = imported
    path = corpus / "interviews" / name
    done = house.fortell("import-interview", str(path), "--consent-from", "Published.", "--json").json
    assert done["storyteller"] == teller
    assert note in done["note"]
    assert done["answers"] > 30
    assert house.fortell("typeset", done["code"], "--output", str(tmp_path)).code == 0
    assert (tmp_path / "interior.pdf").stat().st_size > 20_000


# --- what is not understood, in this process -------------------------------------------------------------------------


@pytest.fixture
def here(db: None) -> Iterator[None]:
    keys.verify_master()
    return


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["sing"],
        ["import-interview", "x.json"],
        ["typeset", "code"],
        ["import-interview", "x.json", "--consent-from", "She said so.", "--language", "de"],
        ["link", "code", "--role", "operator"],
    ],
)
def test_a_command_that_is_not_understood_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: fortell" in capsys.readouterr().err


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.parametrize(
    ("content", "consent", "said"),
    [
        ("{", "She said so.", "interview.json: line 1 is not JSON"),
        ('{"turns": []}', "She said so.", "interview.json: it has no turns"),
        (json.dumps(INTERVIEW), "  ", "--consent-from must say how the storyteller consented"),
        (None, "She said so.", "interview.json can't be read: No such file or directory"),
    ],
)
def test_a_refused_import_says_why_in_one_line(
    here: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, consent: str, said: str
) -> None:
    path = tmp_path / "interview.json"
    if content is not None:
        path.write_text(content)
    assert main(["import-interview", str(path), "--consent-from", consent]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.parametrize(
    "arguments",
    [
        ["draft"],
        ["provenance"],
        ["faithfulness"],
        ["timeline"],
        ["typeset", "--output", "x"],
        ["link"],
        ["erase", "--yes"],
    ],
)
def test_an_unknown_code_is_refused(here: None, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main([arguments[0], "nosuchco", *arguments[1:]]) == 1
    assert capsys.readouterr().err == "fortell: There is no memoir with the code nosuchco.\n"


@pytest.mark.django_db(databases=BOTH)
def test_an_empty_draft_is_not_set(
    here: None, family: Family, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["typeset", family.memoir.code, "--output", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == "fortell: There is nothing in the draft yet.\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.django_db(databases=BOTH)
def test_choices_for_people_are_printed_without_their_names(
    here: None, family: Family, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(family, "Arvid rowed.", "Arvid’s boat sank, and Kari sang.")
    choice = Choice(spellings=("Arvid", "Arve"), how="pseudonym", instead="Birger")
    choose_naming(memoir=family.memoir, choice=choice, by=family.alma.actor)
    assert main(["people", family.memoir.code]) == 0
    assert capsys.readouterr().out.split("  ", 1)[1] == "pseudonym  2 spellings, in 2 answers\n"


@pytest.mark.django_db(databases=BOTH)
def test_times_and_people_are_printed_with_how_each_was_found(
    here: None, family: Family, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(family, "I was born in 1938, and Arvid after me. I was seven when the war ended.")
    assert main(["timeline", family.memoir.code]) == 0
    times, people = capsys.readouterr().out.split("\n\n")
    assert times.splitlines()[1] == (
        "1945         I was seven when the war ended.  [born in 1938; at the age of 7; the end of the war: 1945]"
    )
    assert people.splitlines() == ["Named, in so many sentences:", "Arvid (name): 1"]
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    assert main(["timeline", family.memoir.code]) == 1
    assert capsys.readouterr().err == "fortell: There is no live consent for this memoir, so it is closed.\n"


@pytest.mark.django_db(databases=BOTH)
def test_where_the_sentences_come_from_is_printed_in_numbers_only(
    here: None, family: Family, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(family, "We rowed, uh, to Vik. It was cold.")
    make_draft(memoir=family.memoir, by=OPERATOR)
    assert main(["faithfulness", family.memoir.code, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "sentences": 2,
        "own_words": 2,
        "changed": {"sentences": 1, "edits": {"filler": 1}},
        "refused": 0,
        "accepted_by_a_person": 0,
        "without_a_source": 0,
    }
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    assert main(["faithfulness", family.memoir.code]) == 1
    assert capsys.readouterr().err == "fortell: There is no live consent for this memoir, so its draft is closed.\n"


@pytest.mark.django_db(databases=BOTH)
def test_permissions_are_printed_as_one_table(here: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["permissions"]) == 0
    assert "| answer.read | the memoir's storyteller |" in capsys.readouterr().out
    assert main(["permissions", "--json"]) == 0
    assert {"action": "public", "ways": ["anybody at all"]} in json.loads(capsys.readouterr().out)


@pytest.mark.django_db(databases=BOTH)
def test_a_link_for_a_new_reader_adds_her(here: None, family: Family, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", family.memoir.code, "--role", "reader", "--name", "Solveig", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["role"], made["name"]) == ("reader", "Solveig")
    assert "/open/#" in made["address"]
    assert main(["link", family.memoir.code, "--role", "reader"]) == 1
    assert "Which reader? --name is one of:" in capsys.readouterr().err
