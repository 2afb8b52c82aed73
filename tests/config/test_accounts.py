"""`fortell audit` as an operator meets it."""

import sqlite3
from pathlib import Path

import pytest

from fortell.config.cli import main
from fortell.privacy.keystore.models import MasterCheck
from fortell.privacy.models import AuditEntry
from fortell.privacy.vault.master import make_check
from tests.cast import BOTH, Family, tell
from tests.config.test_cli import House, made_house
from tests.emptying import lift_triggers
from tests.privacy.chains import change

# The command opens the house it is told to, which migrates; in this process that is the test's own.
pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = made_house(tmp_path_factory.mktemp("house"))
    house.import_it(house.folder / "outside" / "interview.json")
    return house


def test_operator_is_told_what_was_done_and_by_whom(house: House) -> None:
    code = house.import_it(house.folder / "outside" / "interview.json")
    first, *_others = house.fortell("audit", "show", code).out.splitlines()
    assert "the operator began the memoir (story.memoir " in first
    assert [line["did"] for line in house.fortell("audit", "show", code, "--json").json][:1] == ["began the memoir"]
    assert house.fortell("provenance", code).code == 0
    assert house.fortell("audit", "show", code).out.splitlines()[-1].split("  ")[1].startswith("the operator read the")


def test_verify_says_what_no_checkpoint_covers_yet(house: House) -> None:
    before = house.fortell("audit", "verify")
    assert (before.code, before.out.splitlines()[0]) == (0, "Nothing was changed, removed or put in.")
    assert "Not covered yet" in before.out
    assert house.fortell("audit", "checkpoint").out.startswith("checkpoint 1 covers")
    after = house.fortell("audit", "verify", "--json").json
    assert (after["faults"], after["uncovered"]["lines"]) == ([], 0)
    assert house.fortell("audit", "checkpoint").out == "Nothing was written since the last checkpoint.\n"
    assert (house.folder / "data-key" / "audit-checkpoints.jsonl").exists()


def test_verify_names_a_fault_by_scope_and_number_and_ends_with_1(house: House, tmp_path: Path) -> None:
    with sqlite3.connect(house.data / "fortell.sqlite3") as connection:
        connection.execute("DROP TRIGGER privacy_auditentry_no_update")
        (scope,) = connection.execute("SELECT scope FROM privacy_auditentry WHERE number = 2").fetchone()
        connection.execute("UPDATE privacy_auditentry SET verb = 'x' WHERE number = 2 AND scope = ?", (scope,))
    connection.close()
    done = house.fortell("audit", "verify", "--scope", scope)
    assert done.code == 1
    assert [line.split(", at ")[1] for line in done.out.splitlines()[:-1]] == ["2: the line was changed"]
    assert done.out.splitlines()[-1] == "Faults: 1."
    assert house.fortell("audit", "verify", "--json").json["faults"][0]["number"] == 2
    assert "the line was changed" in house.fortell("check").err


def test_everything_works_on_this_runs_database_too(family: Family, capsys: pytest.CaptureFixture[str]) -> None:
    tell(family, "We rowed to church.")
    MasterCheck.objects.create(sealed=make_check())  # as the first start leaves it, which this run's never had
    assert main(["audit", "checkpoint"]) == 0
    assert main(["audit", "verify", "--scope", family.memoir.code]) == 0
    lift_triggers("privacy_auditentry")
    change(AuditEntry, "scope = %s AND number = 1", family.memoir.id, verb="x")
    assert main(["audit", "verify"]) == 1
    assert "1: the line was changed" in capsys.readouterr().out
