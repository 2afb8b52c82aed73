"""The command line's part in people's rights: from a telephone call to a signed report."""

import json
from pathlib import Path

import pytest

from fortell.config.cli import main
from fortell.kit.signatures import document_holds
from fortell.people.permissions import OPERATOR
from fortell.privacy.keystore.models import MasterCheck
from fortell.privacy.models import RightsRequest
from fortell.privacy.rights import restriction
from fortell.privacy.vault.master import make_check
from tests.cast import BOTH, Family

pytestmark = pytest.mark.django_db(databases=BOTH)


@pytest.fixture(autouse=True)
def started(db: None) -> None:
    """As the first start of a house leaves it."""
    MasterCheck.objects.create(sealed=make_check())


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out.strip()


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 1
    return capsys.readouterr().err.strip()


def test_a_call_becomes_a_request_with_a_clock_and_a_signed_report(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    added = said(
        capsys, "requests", "add", "access", "--by", "phone", "--note", "A neighbour rang.", "--on", "2026-11-20"
    )
    name = str(RightsRequest.objects.get().id)
    assert added == f"{name}  due 2026-12-20"
    assert said(capsys, "requests").splitlines()[1] == f"{name}  access  by phone  due 2026-12-20"
    assert "identify" in refused(capsys, "requests", "close", name, "--verb", "memoir.exported")
    said(capsys, "requests", "identify", name)
    said(capsys, "requests", "close", name, "--verb", "memoir.exported")
    said(capsys, "requests", "report", name, "--output", str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text())
    assert document_holds(report)
    assert (report["state"], report["verb"]) == ("done", "memoir.exported")


def test_receipts_of_consents_are_written_to_a_folder(
    capsys: pytest.CaptureFixture[str], family: Family, tmp_path: Path
) -> None:
    assert "book  given  personal link  en" in said(
        capsys, "consents", family.memoir.code, "--receipts", str(tmp_path / "receipts")
    )
    files = list((tmp_path / "receipts").iterdir())
    assert [document_holds(json.loads(file.read_text())) for file in files] == [True]


def test_a_memoir_rests_and_is_not_lifted_unannounced(capsys: pytest.CaptureFixture[str], family: Family) -> None:
    said(capsys, "restrict", family.memoir.code, "--reason", "accuracy")
    assert restriction.is_restricted(family.memoir.id)
    assert "She is told first" in refused(capsys, "restrict", family.memoir.code, "--lift")
    assert "at rest" in refused(capsys, "draft", family.memoir.code)
    restriction.lift(scope=family.memoir.id, by=OPERATOR, at_her_word=True)
    assert "is not at rest" in refused(capsys, "restrict", family.memoir.code, "--announce")
