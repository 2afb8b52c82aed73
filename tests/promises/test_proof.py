"""What the proof report says of every promise, on the real catalogue and on an invented one."""

import json
from pathlib import Path

import pytest

from fortell.privacy.promises import ROOT, Results, load
from fortell.privacy.proof import Finding, State, counts, document, findings, reasons, tree_hash

CATALOGUE = [
    {"id": name, "document": where, "type": kind, "promise": "It sails.", "check": "See it.", "mechanisms": ["x", "y"]}
    for name, where, kind in (("FER-1", "ferry", "P"), ("FER-2", "ferry", "O"), ("BUS-1", "bus", "P"))
]
REASONS = """
[services]
ferry = "boats"
bus = "roads"
[organisational]
"FER-2" = "the crew must be sober"
[waits]
x = "a keel"
y = "a crew"
"""


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "promises.json").write_text(json.dumps(CATALOGUE))
    (tmp_path / "docs" / "proof.toml").write_text(REASONS)
    return tmp_path


def states(harbour: Path, results: Results, *services: str) -> list[tuple[str, State]]:
    return [(one.id, one.state) for one in findings(results, services=services, root=harbour)]


def one(harbour: Path, name: str, results: Results, *services: str) -> Finding:
    return next(found for found in findings(results, services=services, root=harbour) if found.id == name)


def test_without_tests_a_promise_waits_or_is_organisational_or_not_enabled(harbour: Path) -> None:
    assert states(harbour, {}, "boats") == [
        ("FER-1", State.OPEN),
        ("FER-2", State.ORGANISATIONAL),
        ("BUS-1", State.NOT_ENABLED),
    ]


def test_open_promise_says_what_it_waits_for(harbour: Path) -> None:
    assert one(harbour, "FER-1", {}, "boats").why == "waits for a keel; a crew"


def test_passed_test_proves_and_is_named(harbour: Path) -> None:
    found = one(harbour, "FER-1", {"FER-1": {"b": "passed", "a": "passed", "c": "skipped"}}, "boats")
    assert (found.state, found.tests) == (State.PROVEN, ("a", "b"))


def test_one_failed_test_outweighs_those_that_passed(harbour: Path) -> None:
    found = one(harbour, "FER-1", {"FER-1": {"a": "passed", "b": "failed"}}, "boats")
    assert (found.state, found.tests) == (State.FAILING, ("b",))


def test_skipped_test_proves_nothing(harbour: Path) -> None:
    assert one(harbour, "FER-1", {"FER-1": {"a": "skipped"}}, "boats").state is State.OPEN


@pytest.mark.parametrize("name", ["BUS-1", "FER-2"])
def test_failure_hides_behind_nothing(harbour: Path, name: str) -> None:
    assert one(harbour, name, {name: {"a": "failed"}}, "boats").state is State.FAILING


def test_every_promise_of_the_catalogue_is_in_one_state_with_a_reason_or_a_test() -> None:
    found = findings({}, services=["memoirs"])
    assert [finding.id for finding in found] == [promise.id for promise in load()]
    assert sum(counts(found).values()) == 265
    assert [finding.id for finding in found if not finding.why] == []


def test_exactly_the_organisational_measures_have_a_reason_as_such() -> None:
    assert set(reasons().organisational) == {promise.id for promise in load() if promise.type == "O"}


def test_every_mechanism_says_what_it_waits_for_and_every_document_its_service() -> None:
    assert set(reasons().waits) == {name for promise in load() for name in promise.mechanisms}
    assert set(reasons().services) == {promise.document for promise in load()}


def test_document_is_plain_data(harbour: Path) -> None:
    whole = document(findings({}, services=["boats"], root=harbour), commit="")
    assert json.loads(json.dumps(whole)) == whole
    assert whole["counts"] == {"proven": 0, "failing": 0, "organisational": 1, "not enabled here": 1, "open": 1}


def test_tree_changes_with_any_file_that_a_proof_is_about(harbour: Path) -> None:
    before = tree_hash(root=harbour)
    (harbour / "fortell").mkdir()
    (harbour / "fortell" / "made.mo").write_bytes(b"compiled")
    (harbour / "build").mkdir()
    (harbour / "build" / "results").write_bytes(b"results")
    assert tree_hash(root=harbour) == before
    (harbour / "fortell" / "boat.py").write_text("oars = 2\n")
    rowing = tree_hash(root=harbour)
    (harbour / "fortell" / "boat.py").write_text("oars = 3\n")
    assert len({before, rowing, tree_hash(root=harbour)}) == 3


def test_tree_of_this_checkout_has_a_hash() -> None:
    assert tree_hash(root=ROOT) == tree_hash(root=ROOT)
