"""`./run verify`: killed servers, validators, the long book; every test on PostgreSQL; how much the tests reach."""

import os
import shutil
import sys
from collections.abc import Iterator

from tests import postgres
from tools.test import ROOT, Step, at_once, call, provide, pytest_command, surroundings

# They run side by side: what needs a house of its own, and what does not.
SUITES = (("drills on SQLite", "tests/drills"), ("other heavy tests on SQLite", "--ignore=tests/drills"))
# Counting lines takes as long as the tests do, so the everyday run does without; browsers run the same ones again.
COUNTED = ("-m", "not heavy and not browser and not corpus", "--promises-merge", "--cov", "--cov-report=")
FLOOR = 90  # per cent of branches and lines


def main(arguments: list[str]) -> int:
    """Run the tests that are marked heavy; arguments go to pytest. What they prove joins what `./run test` proved."""
    provide(wanted())
    environment = surroundings()
    for old in ROOT.glob(".coverage*"):  # else they would count for this run
        old.unlink()
    steps = [heavy("all heavy tests", *arguments)] if arguments else list(suites())
    failed = at_once([(name, command, environment | extra) for name, command, extra in steps])
    if not arguments:
        failed += [name for name, command in coverage() if call(name, command, environment)]
    print("failed: " + ", ".join(failed) if failed else "everything passed")
    return 1 if failed else 0


def wanted() -> dict[str, object]:
    """Debian's packages, and what of each is here."""
    found: dict[str, object] = {"chromium": shutil.which("chromium"), "default-jre-headless": shutil.which("java")}
    if os.environ.get("CI"):
        found["postgresql"] = postgres.binaries()
    return found


def suites() -> Iterator[Step]:
    """The longest begins first."""
    drills, others = SUITES
    yield heavy(*drills)
    if postgres.binaries():
        yield counted("PostgreSQL", FORTELL_TEST_POSTGRES="1")
        yield counted("what needs no database", FORTELL_TEST_WITHOUT_DATABASE="1")
    else:
        print("PostgreSQL's server programs are not on this machine: the tests run on SQLite only.")
        yield counted("how much the tests reach")
    yield heavy(*others)
    yield at_length()


def heavy(name: str, *arguments: str) -> Step:
    return (name, pytest_command("-m", "heavy", "--promises-merge", *arguments), {})


def counted(name: str, **environment: str) -> Step:
    return (name, pytest_command(*COUNTED), {**environment, "COVERAGE_FILE": f".coverage.{name.replace(' ', '-')}"})


def coverage() -> Iterator[tuple[str, list[str]]]:
    tool = [sys.executable, "-m", "coverage"]
    found = sorted(path.name for path in ROOT.glob(".coverage.*"))
    yield ("coverage of all suites", [*tool, "combine", "-q", *found])
    yield ("coverage", [*tool, "report", f"--fail-under={FLOOR}"])


def at_length() -> Step:
    """Hypothesis marks what must hold for any input."""
    command = pytest_command("-m", "hypothesis and not heavy", "--promises-merge")
    return ("any input, at length", command, {"HYPOTHESIS_PROFILE": "at length"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
