"""`./run verify`: the heavier checks: killed servers, validators, the long book; every test on PostgreSQL."""

import os
import shutil
import sys
from collections.abc import Iterator

from tests import postgres
from tools.test import Step, at_once, provide, pytest_command, surroundings

# They run side by side: what needs a house of its own, and what does not.
SUITES = (("drills on SQLite", "tests/drills"), ("other heavy tests on SQLite", "--ignore=tests/drills"))


def main(arguments: list[str]) -> int:
    """Run the tests that are marked heavy; arguments go to pytest. What they prove joins what `./run test` proved."""
    provide(wanted())
    environment = surroundings()
    steps = [heavy("all heavy tests", *arguments)] if arguments else list(suites())
    failed = at_once([(name, command, environment | extra) for name, command, extra in steps])
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
        command = pytest_command("-m", "not heavy and not browser and not corpus", "--promises-merge")
        yield ("PostgreSQL", command, {"FORTELL_TEST_POSTGRES": "1"})
    else:
        print("PostgreSQL's server programs are not on this machine: the tests run on SQLite only.")
    yield heavy(*others)
    yield at_length()


def heavy(name: str, *arguments: str) -> Step:
    return (name, pytest_command("-m", "heavy", "--promises-merge", *arguments), {})


def at_length() -> Step:
    """Hypothesis marks what must hold for any input."""
    command = pytest_command("-m", "hypothesis and not heavy", "--promises-merge")
    return ("any input, at length", command, {"HYPOTHESIS_PROFILE": "at length"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
