"""The promises Fortell makes, and which of them the tests prove.

`docs/promises.json` names every promise once; a test names those it proves with `@pytest.mark.promise("LAR-4.4")`.
The test run writes what became of those tests, and this module reads both. It needs no Django: a stranger can
run it on a fresh checkout.
"""

import textwrap
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from json import dumps, loads
from pathlib import Path
from typing import Final, Literal, get_args

ROOT: Final = Path(__file__).resolve().parents[2]
CATALOGUE: Final = Path("docs") / "promises.json"
RESULTS: Final = Path("build") / "promises-results.json"

Outcome = Literal["passed", "failed", "skipped"]
Outcomes = Mapping[str, Outcome]
Results = Mapping[str, Outcomes]


class CatalogueMissingError(Exception):
    """There is no catalogue of promises here: it belongs to the checkout, not to the installed package."""


class ResultsUnreadableError(Exception):
    """The results file is not what the test run writes."""


@dataclass(frozen=True)
class Promise:
    """One promise of docs/promises.json.

    `type` is D (disclosure), P (promise), R (right), F (feature), L (liberty reserved) or O (organisational measure);
    `check` says what a test must see; `mechanisms` name what in the code keeps it.
    """

    id: str
    document: str
    type: str
    promise: str
    check: str
    mechanisms: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """How one document's promises stand: each id is in exactly one of `proven`, `failing` and `open`.

    The first two map it to the node ids of the tests that passed or failed.
    """

    document: str
    promises: int
    proven: dict[str, tuple[str, ...]]
    failing: dict[str, tuple[str, ...]]
    open: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """All documents, in the catalogue's order. `recorded` is False when no test run has left results."""

    recorded: bool
    documents: tuple[Kept, ...]


def load(*, root: Path = ROOT) -> tuple[Promise, ...]:
    """Every promise, in the catalogue's order. Raises CatalogueMissingError."""
    try:
        entries = loads((root / CATALOGUE).read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise CatalogueMissingError(
            f"There is no {CATALOGUE} in {root}: run this in a checkout of Fortell."
        ) from missing
    return tuple(Promise(**entry | {"mechanisms": tuple(entry["mechanisms"])}) for entry in entries)


def ids(*, root: Path = ROOT) -> frozenset[str]:
    """The ids a test may name. Raises CatalogueMissingError."""
    return frozenset(promise.id for promise in load(root=root))


def read_results(*, root: Path = ROOT) -> Results | None:
    """What the last test run wrote, or None when there was none. Raises ResultsUnreadableError."""
    path = root / RESULTS
    try:
        results: Results = loads(path.read_text(encoding="utf-8"))
        known = {outcome for outcomes in results.values() for outcome in outcomes.values()} <= {*get_args(Outcome)}
    except FileNotFoundError:
        return None
    except (ValueError, AttributeError) as broken:
        raise ResultsUnreadableError(f"{path} cannot be read: {broken}. Run the tests anew.") from broken
    if not known:
        raise ResultsUnreadableError(f"{path} holds an outcome that no test run writes. Run the tests anew.")
    return results


def merge(*, earlier: Results, later: Results) -> dict[str, dict[str, Outcome]]:
    """Two runs as one, test by test by their decisive outcome."""
    merged = {promise: dict(outcomes) for promise, outcomes in earlier.items()}
    for promise, outcomes in later.items():
        known = merged.setdefault(promise, {})
        for test, outcome in outcomes.items():
            known[test] = decisive(known.get(test, "skipped"), outcome)
    return merged


def decisive(one: Outcome, other: Outcome) -> Outcome:
    """Which of two outcomes counts: a failure before a pass, and either before a skip, which has seen nothing."""
    order: tuple[Outcome, ...] = ("failed", "passed", "skipped")
    return min(one, other, key=order.index)


def report(results: Results | None, *, promises: tuple[Promise, ...] | None = None) -> Report:
    """How every promise stands: proven when a test of it passed and none failed; a skipped test proves nothing."""
    catalogue = load() if promises is None else promises
    documents = dict.fromkeys(promise.document for promise in catalogue)
    return Report(
        recorded=results is not None,
        documents=tuple(
            _kept(
                document=document,
                names=[promise.id for promise in catalogue if promise.document == document],
                results=results or {},
            )
            for document in documents
        ),
    )


def _kept(*, document: str, names: list[str], results: Results) -> Kept:
    failing = {name: found for name in names if (found := _tests(name=name, outcome="failed", results=results))}
    passed = {name: found for name in names if (found := _tests(name=name, outcome="passed", results=results))}
    return Kept(
        document=document,
        promises=len(names),
        proven={name: tests for name, tests in passed.items() if name not in failing},
        failing=failing,
        open=tuple(name for name in names if name not in failing and name not in passed),
    )


def _tests(*, name: str, outcome: Outcome, results: Results) -> tuple[str, ...]:
    return tuple(sorted(test for test, seen in results.get(name, {}).items() if seen == outcome))


def render(report: Report, *, json: bool) -> str:
    """The report to read, or as JSON: {"recorded": bool, "documents": [the fields of Kept]}."""
    if json:
        return dumps(asdict(report), ensure_ascii=False, indent=1)
    return "\n".join([*_summary(report), *_proofs(report), *_open(report)])


def _summary(report: Report) -> list[str]:
    lines = [f"{'document':<18}{'promises':>9}{'proven':>9}{'failing':>9}{'open':>9}"]
    counts = [(kept.promises, len(kept.proven), len(kept.failing), len(kept.open)) for kept in report.documents]
    lines += [_row(kept.document, count) for kept, count in zip(report.documents, counts, strict=True)]
    lines.append(_row("together", tuple(map(sum, zip(*counts, strict=True)))))
    if not report.recorded:
        lines = [
            f"No test run has left results in {RESULTS}: every promise is open. ./run test makes them.",
            "",
            *lines,
        ]
    return lines


def _row(name: str, counts: tuple[int, ...]) -> str:
    return f"{name:<18}" + "".join(f"{count:>9}" for count in counts)


def _proofs(report: Report) -> list[str]:
    lines = []
    for title, found in (
        ("Failing", [kept.failing for kept in report.documents]),
        ("Proven", [kept.proven for kept in report.documents]),
    ):
        tests = [f"  {name:<9} {test}" for by_id in found for name, tests in by_id.items() for test in tests]
        lines += ["", title, *tests] if tests else []
    return lines


def _open(report: Report) -> list[str]:
    return [
        line
        for kept in report.documents
        if kept.open
        for line in (
            "",
            f"Open: {kept.document}",
            *textwrap.wrap(
                " ".join(kept.open), width=100, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
            ),
        )
    ]
