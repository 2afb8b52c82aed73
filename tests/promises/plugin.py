"""Pytest plugin: tests name the promises they prove, and the run writes down what became of them.

Load it with `-p tests.promises.plugin`. The suites of one session (another folder, another database) add up
with `--promises-merge`; without it a run starts from nothing, so that no proof outlives the code it was seen on.
"""

import fcntl
import json
from collections import defaultdict
from collections.abc import Generator

import pytest

from fortell.privacy import promises
from fortell.privacy.promises import Outcome

marked = pytest.StashKey[dict[str, tuple[str, ...]]]()
seen = pytest.StashKey[dict[str, Outcome]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--promises-merge",
        action="store_true",
        help=f"add to {promises.RESULTS} what this run proves instead of writing it anew",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "promise(*ids): the test fails if one of these promises is broken")
    config.stash[marked] = {}
    config.stash[seen] = {}


@pytest.hookimpl(tryfirst=True)  # before -k and -m put items aside: an unknown id is wrong in any selection
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    named = {item.nodeid: names for item in items if (names := promised(item)) is not None}
    if named:
        refuse_unknown(named=named, known=promises.ids(root=config.rootpath))
    config.stash[marked] = named


def promised(item: pytest.Item) -> tuple[str, ...] | None:
    """The ids of all promise marks on the test, its class and its module; None when it has no mark."""
    marks = list(item.iter_markers("promise"))
    return tuple(name for mark in marks for name in mark.args or ("(no id)",)) if marks else None


def refuse_unknown(*, named: dict[str, tuple[str, ...]], known: frozenset[str]) -> None:
    unknown = [f"{test} marks promise {name}" for test, names in named.items() for name in names if name not in known]
    if unknown:
        raise pytest.UsageError(f"{promises.CATALOGUE} does not hold:\n  " + "\n  ".join(unknown))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    phase = yield
    if item.nodeid in item.config.stash[marked]:
        note(seen=item.config.stash[seen], test=item.nodeid, phase=phase)
    return phase


def note(*, seen: dict[str, Outcome], test: str, phase: pytest.TestReport) -> None:
    """Count one phase of a test. Setting up and taking down prove nothing, but either can fail it."""
    outcome: Outcome = phase.outcome
    if outcome == "passed" and (phase.when != "call" or hasattr(phase, "wasxfail")):
        outcome = "skipped"
    seen[test] = promises.decisive(seen.get(test, "skipped"), outcome)


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if not config.option.collectonly:
        write(config=config, later=by_promise(marked=config.stash[marked], seen=config.stash[seen]))


def by_promise(*, marked: dict[str, tuple[str, ...]], seen: dict[str, Outcome]) -> dict[str, dict[str, Outcome]]:
    results: defaultdict[str, dict[str, Outcome]] = defaultdict(dict)
    for test, outcome in seen.items():
        for name in marked[test]:
            results[name][test] = outcome
    return results


def write(*, config: pytest.Config, later: dict[str, dict[str, Outcome]]) -> None:
    path = config.rootpath / promises.RESULTS
    path.parent.mkdir(exist_ok=True)
    with path.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two runs of one session may end at the same moment
        earlier = promises.read_results(root=config.rootpath) if config.option.promises_merge else None
        merged = promises.merge(earlier=earlier or {}, later=later)
        path.write_text(json.dumps(merged, indent=1, sort_keys=True) + "\n", encoding="utf-8")
