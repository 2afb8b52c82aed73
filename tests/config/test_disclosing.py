"""Who gets data, by the command line."""

import re
from pathlib import Path

import pytest

from fortell.config.cli import main
from tests.cast import BOTH, Family
from tests.egress import Register, in_order

pytestmark = pytest.mark.django_db(databases=BOTH)
COMMON = ("--to", "Vik & Vik", "--kind", "adviser", "--reason", "A claim.", "--undertaking", "U-14", "--by", "s-1")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house is open already, and its databases are the test's."""
    monkeypatch.setattr("fortell.config.cli.disclosures.open_house", lambda: None)


def test_a_disclosure_goes_its_way(family: Family, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str) -> str:
        main(arguments)
        out, err = capsys.readouterr()
        return out + err

    code, package = family.memoir.code, tmp_path / "package.zip"
    package.write_bytes(b"sealed for them")
    assert said("disclosure", "request", code, *COMMON, "--category", "gossip") == (
        "fortell: --category is one of content, name, contact, access, consent, record, technical.\n"
    )
    recorded = said("disclosure", "request", code, *COMMON, "--category", "content")
    (name,) = re.fullmatch(r"Recorded as (\S+)\. Two people must approve it now\.\n", recorded).groups()
    release = ("disclosure", "release", name, "--package", str(package), "--by", "s-2")
    assert said("disclosure", "approve", name, "--by", "s-1") == "Approved. It needs 1 more.\n"
    assert said(*release).startswith("fortell: Two different people must approve")
    assert said("disclosure", "list", code) == "Nothing of this memoir has left the house.\n"
    assert said("disclosure", "approve", name, "--by", "s-2") == "Approved. It may be released.\n"
    assert said(*release[:4], str(tmp_path / "none"), *release[5:]).startswith("fortell: ")
    assert re.fullmatch(r"Released: [0-9a-f]{64}\n", said(*release))
    assert said("disclosure", "list", code).endswith(" Vik & Vik: content (adviser)\n")


def test_an_unknown_disclosure_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    assert main(["disclosure", "approve", nobody, "--by", "s-1"]) == 1
    assert capsys.readouterr().err == f"fortell: There is no disclosure {nobody}.\n"


def test_a_petition_is_asked_for(family: Family, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [*COMMON[:3], "court", *COMMON[4:]]
    assert main(["disclosure", "request", family.memoir.code, *asked, "--category", "content"]) == 1
    assert "petition is missing" in capsys.readouterr().err


def test_the_processors_are_a_table_of_three_columns(register: Register, capsys: pytest.CaptureFixture[str]) -> None:
    register({"text": in_order()})
    assert main(["processors"]) == 0
    assert capsys.readouterr().out == (
        "| name | description | region |\n| --- | --- | --- |\n| Nordlys Tekst AS | Sets commas. | NO |\n"
    )


def test_a_house_without_processors_says_so(register: Register, capsys: pytest.CaptureFixture[str]) -> None:
    register({})
    assert main(["processors"]) == 0
    assert capsys.readouterr().out == "There are none: nothing leaves this installation.\n"
