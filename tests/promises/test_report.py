import json
from pathlib import Path

import pytest

from fortell.privacy.promises import (
    RESULTS,
    Outcome,
    Promise,
    Report,
    Results,
    ResultsUnreadableError,
    load,
    merge,
    read_results,
    render,
    report,
)


def promise(name: str, document: str = "ferry") -> Promise:
    return Promise(id=name, document=document, type="P", promise="It sails.", check="See it sail.", mechanisms=("x",))


PROMISES = (promise("FER-1"), promise("FER-2"), promise("FER-3"), promise("BUS-1", document="bus"))


def report_of(results: Results | None) -> Report:
    return report(results, promises=PROMISES)


def test_promise_is_proven_by_the_tests_that_passed() -> None:
    ferry = report_of({"FER-1": {"b": "passed", "a": "passed", "c": "skipped"}}).documents[0]
    assert ferry.proven == {"FER-1": ("a", "b")}
    assert ferry.open == ("FER-2", "FER-3")


def test_promise_fails_when_one_of_its_tests_fails() -> None:
    ferry = report_of({"FER-1": {"a": "passed", "b": "failed"}}).documents[0]
    assert (ferry.proven, ferry.failing, ferry.open) == ({}, {"FER-1": ("b",)}, ("FER-2", "FER-3"))


def test_skipped_test_proves_nothing() -> None:
    assert report_of({"FER-1": {"a": "skipped"}}).documents[0].open == ("FER-1", "FER-2", "FER-3")


def test_every_promise_is_in_one_place() -> None:
    results: Results = {"FER-1": {"a": "failed"}, "FER-2": {"a": "passed"}, "BUS-1": {"b": "passed"}}
    for kept in report_of(results).documents:
        assert len(kept.proven) + len(kept.failing) + len(kept.open) == kept.promises


def test_documents_stand_in_the_catalogues_order() -> None:
    assert [(kept.document, kept.promises) for kept in report_of({}).documents] == [("ferry", 3), ("bus", 1)]


def test_report_covers_the_whole_catalogue() -> None:
    assert sum(len(kept.open) for kept in report(None).documents) == len(load())


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ("passed", "failed", "failed"),
        ("failed", "passed", "failed"),
        ("passed", "skipped", "passed"),
        ("skipped", "passed", "passed"),
        ("skipped", "skipped", "skipped"),
    ],
)
def test_merge_keeps_the_decisive_outcome(first: Outcome, second: Outcome, counts: Outcome) -> None:
    assert merge(earlier={"FER-1": {"a": first}}, later={"FER-1": {"a": second}}) == {"FER-1": {"a": counts}}


def test_merge_keeps_what_only_one_run_saw() -> None:
    merged = merge(earlier={"FER-1": {"a": "passed"}}, later={"FER-1": {"b": "passed"}, "FER-2": {"c": "failed"}})
    assert merged == {"FER-1": {"a": "passed", "b": "passed"}, "FER-2": {"c": "failed"}}


def test_render_reads_as_a_table_then_failing_proven_and_open() -> None:
    text = render(report_of({"FER-1": {"t::sails": "passed"}, "FER-2": {"t::waits": "failed"}}), json=False)
    assert text.splitlines() == [
        "document           promises   proven  failing     open",
        "ferry                     3        1        1        1",
        "bus                       1        0        0        1",
        "together                  4        1        1        2",
        "",
        "Failing",
        "  FER-2     t::waits",
        "",
        "Proven",
        "  FER-1     t::sails",
        "",
        "Open: ferry",
        "  FER-3",
        "",
        "Open: bus",
        "  BUS-1",
    ]


def test_render_says_plainly_that_nothing_was_recorded() -> None:
    first, *rest = render(report_of(None), json=False).splitlines()
    assert (
        first
        == "No test run has left results in build/promises-results.json: every promise is open. ./run test makes them."
    )
    assert "  FER-1 FER-2 FER-3" in rest


def test_render_gives_the_same_as_json() -> None:
    assert json.loads(render(report_of({"FER-1": {"a": "passed"}}), json=True)) == {
        "recorded": True,
        "documents": [
            {
                "document": "ferry",
                "promises": 3,
                "proven": {"FER-1": ["a"]},
                "failing": {},
                "open": ["FER-2", "FER-3"],
            },
            {"document": "bus", "promises": 1, "proven": {}, "failing": {}, "open": ["BUS-1"]},
        ],
    }


def test_results_are_none_before_the_first_run(tmp_path: Path) -> None:
    assert read_results(root=tmp_path) is None


@pytest.mark.parametrize("content", ["{", "[]", '{"FER-1": "passed"}', '{"FER-1": {"a": "maybe"}}'])
def test_unreadable_results_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / RESULTS).write_text(content)
    with pytest.raises(ResultsUnreadableError, match="Run the tests anew"):
        read_results(root=tmp_path)
