"""`fortell prove`, on an invented checkout with tests of its own."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from fortell.config import proving
from fortell.config.cli import main
from fortell.privacy import promises
from fortell.privacy.keystore.models import Key, MasterCheck
from fortell.privacy.vault.keys import HOUSE
from fortell.privacy.vault.master import make_check
from tests.cast import BOTH
from tests.promises.test_proof import CATALOGUE, REASONS

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
SAILS = """
import pytest

@pytest.mark.promise("FER-1")
def test_sails(): pass

@pytest.mark.heavy
@pytest.mark.promise("BUS-1")
def test_drives(): pass

def test_unmarked(): assert False
"""


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of two documents: a ferry, whose service this installation runs, and a bus."""
    for folder in ("docs", "tests"):
        (tmp_path / folder).mkdir()
    (tmp_path / "docs" / "promises.json").write_text(json.dumps(CATALOGUE))
    (tmp_path / "docs" / "proof.toml").write_text(REASONS.replace('"boats"', '"memoirs"'))
    (tmp_path / "tests" / "test_ferry.py").write_text(SAILS)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\nmarkers = heavy\n")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(promises.ROOT))  # where the plugin is
    monkeypatch.setattr(proving, "ROOT", tmp_path)
    MasterCheck.objects.create(sealed=make_check())
    return tmp_path


def proven(harbour: Path, *arguments: str) -> tuple[int, dict[str, dict[str, object]]]:
    """The exit code of `fortell prove`, and what it wrote of each promise."""
    code = main(["prove", "--output", str(harbour / "out"), *arguments])
    report = json.loads((harbour / "out" / "proof.json").read_text())
    return code, {one["id"]: one for one in report["promises"]}


def checked(harbour: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    capsys.readouterr()
    code = main(["prove", "--check", str(harbour / "out" / "proof.json")])
    return code, capsys.readouterr().out.splitlines()


def test_promise_whose_test_passed_is_proven_by_its_name(harbour: Path) -> None:
    code, found = proven(harbour)
    assert code == 0
    assert {name: one["state"] for name, one in found.items()} == {
        "FER-1": "proven",
        "FER-2": "organisational",
        "BUS-1": "not enabled here",
    }
    assert found["FER-1"]["tests"] == ["tests/test_ferry.py::test_sails"]


def test_heavy_tests_run_when_all_are_asked_for(harbour: Path) -> None:
    assert proven(harbour, "--all")[1]["BUS-1"]["state"] == "proven"


def test_planted_failure_fails_its_promise_and_ends_with_1(harbour: Path) -> None:
    planted = SAILS + '\n@pytest.mark.promise("FER-1")\ndef test_leaks(): assert False\n'
    (harbour / "tests" / "test_ferry.py").write_text(planted)
    code, found = proven(harbour)
    assert code == 1
    assert (found["FER-1"]["state"], found["FER-1"]["tests"]) == ("failing", ["tests/test_ferry.py::test_leaks"])


def test_tests_that_cannot_be_run_prove_nothing(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (harbour / "tests" / "test_ferry.py").write_text("this is no Python")
    assert main(["prove"]) == 1
    assert "The tests could not be run" in capsys.readouterr().err


def test_promises_and_prove_read_the_same_results(harbour: Path) -> None:
    proven(harbour)
    recorded = promises.read_results(root=harbour)
    assert recorded == {"FER-1": {"tests/test_ferry.py::test_sails": "passed"}}


def test_page_names_every_promise_and_needs_nothing_from_elsewhere(harbour: Path) -> None:
    proven(harbour)
    page = (harbour / "out" / "proof.html").read_text()
    assert re.findall(r"<th scope=\"row\">([A-Z]+-\d)</th>", page) == ["FER-1", "FER-2", "BUS-1"]
    assert not re.search(r"<(script|style|link|img)|https?:", page)


def test_report_holds_until_code_or_tests_change(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proven(harbour)
    assert checked(harbour, capsys)[0] == 0
    (harbour / "tests" / "test_ferry.py").write_text(SAILS + "\n# mended\n")
    assert checked(harbour, capsys) == (1, ["the code or its tests have changed since: prove it anew"])


def test_changed_report_is_found(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proven(harbour)
    file = harbour / "out" / "proof.json"
    file.write_text(file.read_text().replace("not enabled here", "proven"))
    assert checked(harbour, capsys) == (1, ["the signature does not fit: the report was changed"])


def test_report_of_another_house_is_told_apart(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proven(harbour)
    Key.objects.get(id=HOUSE).delete()
    code, (said,) = checked(harbour, capsys)
    assert (code, said.rsplit(" ", 1)[0]) == (1, "it was signed by another Fortell, whose key is")


@pytest.mark.parametrize("content", ["{", "[]", '"proof"'])
def test_file_that_is_no_proof_is_refused(harbour: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    (harbour / "out").mkdir()
    (harbour / "out" / "proof.json").write_text(content)
    assert checked(harbour, capsys)[0] == 1


def test_commit_is_named_where_there_is_git(harbour: Path) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=Alma", "-c", "user.email=alma@example.org", *arguments]
        return subprocess.run(command, cwd=harbour, capture_output=True, text=True, check=True).stdout.strip()

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "Sail")
    proven(harbour)
    assert json.loads((harbour / "out" / "proof.json").read_text())["commit"] == git("rev-parse", "HEAD")


def test_articles_are_printed_as_one_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "--articles"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "| article | subject | control | tests |"
