"""`fortell audit` as an operator meets it."""

import json
from typing import Any

import pytest

from fortell.config.cli import main
from fortell.privacy.audit import outside
from fortell.privacy.keystore.models import MasterCheck
from fortell.privacy.models import AuditEntry
from fortell.privacy.vault.master import make_check
from tests.cast import BOTH, Family, tell
from tests.emptying import lift_triggers
from tests.privacy.chains import change

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)


@pytest.fixture
def told(family: Family) -> Family:
    MasterCheck.objects.create(sealed=make_check())  # as the first start leaves it
    tell(family, "We rowed to church.")
    return family


class Operator:
    """At the command line."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, list[str]]:
        self.capsys.readouterr()
        code = main(["audit", *arguments])
        return code, self.capsys.readouterr().out.splitlines()

    def json(self, *arguments: str) -> Any:
        return json.loads("\n".join(self(*arguments, "--json")[1]))


@pytest.fixture
def audit(capsys: pytest.CaptureFixture[str]) -> Operator:
    return Operator(capsys)


def test_operator_is_told_what_was_done_and_by_whom(told: Family, audit: Operator) -> None:
    code, lines = audit("show", told.memoir.code)
    assert (code, len(lines)) == (0, AuditEntry.objects.filter(scope=told.memoir.id).count())
    assert lines[0].split("  ")[1] == f"the operator began the memoir (story.memoir {told.memoir.id})"
    assert audit("show", str(told.memoir.id))[1] == lines
    assert audit.json("show", told.memoir.code)[-1]["who"] == "the storyteller"


def test_reading_the_draft_on_the_command_line_is_noted(told: Family, audit: Operator) -> None:
    assert main(["provenance", told.memoir.code]) == 0
    (last,) = audit.json("show", told.memoir.code)[-1:]
    assert (last["who"], last["did"]) == ("the operator", "read the draft outside its pages")


def test_verify_says_what_no_checkpoint_covers_yet(told: Family, audit: Operator) -> None:
    code, lines = audit("verify")
    assert (code, lines[0]) == (0, "Nothing was changed, removed or put in.")
    assert lines[1].startswith(f"Not covered yet: {AuditEntry.objects.count()} lines in 1 chains")
    assert audit("checkpoint") == (0, ["checkpoint 1 covers 1 chains."])
    assert outside.file().exists()
    assert audit("verify")[1][1].startswith("Checkpoints cover every line")
    assert audit("checkpoint") == (0, ["Nothing was written since the last checkpoint."])


def test_verify_names_a_fault_by_scope_and_number_and_ends_with_1(
    told: Family, audit: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    lift_triggers("privacy_auditentry")
    change(AuditEntry, "scope = %s AND number = 2", told.memoir.id, verb="x")
    fault = f"The audit chain of {told.memoir.id}, at 2: the line was changed"
    assert audit("verify") == (1, [fault, "Faults: 1."])
    assert audit("verify", "--scope", told.memoir.code) == (1, [fault, "Faults: 1."])
    assert audit.json("verify")["faults"] == [
        {"scope": str(told.memoir.id), "number": 2, "what": "the line was changed"}
    ]
    assert main(["check"]) == 1
    assert fault in capsys.readouterr().err
