"""The proof report: what every promise is at this moment, and by which tests. Needs no Django, like `promises`.

It reads the same results as `fortell promises`; `docs/proof.toml` says why a promise without a proof has none.
"""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from fortell.privacy.promises import ROOT, Promise, Results, load

REASONS: Final = Path("docs") / "proof.toml"
# What a proof is about; another byte in here makes it a proof of something else.
TREE: Final = ("fortell", "tests", "tools", "requirements", "docs/promises.json", "docs/proof.toml", "pyproject.toml")
MADE: Final = frozenset({".pyc", ".mo"})


class State(StrEnum):
    PROVEN = "proven"  # at least one of its tests passed in this run, and none failed
    FAILING = "failing"
    ORGANISATIONAL = "organisational"  # people and places keep it, not code
    NOT_ENABLED = "not enabled here"  # its service is no part of this installation's profile
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """How one promise stands: the tests that decided it, or why there are none."""

    id: str
    document: str
    promise: str
    state: State
    tests: tuple[str, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """`docs/proof.toml`: a document's service, why a promise is organisational, what a mechanism waits for."""

    services: Mapping[str, str]
    organisational: Mapping[str, str]
    waits: Mapping[str, str]


def reasons(*, root: Path = ROOT) -> Reasons:
    return Reasons(**tomllib.loads((root / REASONS).read_text(encoding="utf-8")))


def findings(results: Results, *, services: Collection[str], root: Path = ROOT) -> tuple[Finding, ...]:
    """Every promise in exactly one state, in the catalogue's order. `services`: those of the installation's profile.

    What tests have seen comes first, so that no failure hides behind a service that is not enabled.
    """
    why = reasons(root=root)
    return tuple(_finding(promise, results, services, why) for promise in load(root=root))


def _finding(promise: Promise, results: Results, services: Collection[str], why: Reasons) -> Finding:
    outcomes = results.get(promise.id, {})
    failed, passed = (_those(outcomes, wanted) for wanted in ("failed", "passed"))
    service = why.services[promise.document]

    def state(which: State, because: str = "", tests: tuple[str, ...] = ()) -> Finding:
        return Finding(
            id=promise.id,
            document=promise.document,
            promise=promise.promise,
            state=which,
            tests=tests,
            why=because,
        )

    if failed:
        return state(State.FAILING, tests=failed)
    if passed:
        return state(State.PROVEN, tests=passed)
    if promise.id in why.organisational:
        return state(State.ORGANISATIONAL, why.organisational[promise.id])
    if service not in services:
        return state(State.NOT_ENABLED, f"the profile does not run the service {service}")
    return state(State.OPEN, "waits for " + "; ".join(why.waits[name] for name in promise.mechanisms))


def _those(outcomes: Mapping[str, str], wanted: str) -> tuple[str, ...]:
    return tuple(sorted(test for test, outcome in outcomes.items() if outcome == wanted))


def counts(found: Collection[Finding]) -> dict[str, int]:
    counted = Counter(finding.state for finding in found)
    return {state.value: counted[state] for state in State}


def document(found: Collection[Finding], **facts: Any) -> dict[str, Any]:
    """The report as data, not signed yet: `facts` about the run, then counts, then every finding."""
    return {
        "report": "fortell prove",
        **facts,
        "counts": counts(found),
        "promises": [asdict(finding) | {"tests": [*finding.tests]} for finding in found],
    }


def tree_hash(*, root: Path = ROOT) -> str:
    """SHA-256 over the names and contents of all files that a proof is about, whatever git knows of them."""
    running = hashlib.sha256()
    for path in _tree(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        running.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return running.hexdigest()


def _tree(root: Path) -> Iterator[Path]:
    for name in TREE:
        place = root / name
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (path for path in found if path.is_file() and path.suffix not in MADE)
