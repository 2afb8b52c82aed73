"""`./run verify`: the heavier checks: killed servers, validators, the long book; the rest on PostgreSQL."""

import shutil
import sys

from tests import postgres
from tools.test import LATER, Step, at_once, provide, pytest_command, surroundings

# They run side by side: what needs a house of its own, and what does not.
SUITES = (("drills on SQLite", "tests/drills"), ("other heavy tests on SQLite", "--ignore=tests/drills"))
WANTED = {"chromium": "chromium", "default-jre-headless": "java"}  # Debian's package, and the program it brings


def main(arguments: list[str]) -> int:
    """Run the tests that are marked heavy; arguments go to pytest. What they prove joins what `./run test` proved."""
    provide({package: shutil.which(program) for package, program in WANTED.items()})
    environment = surroundings()
    steps = [heavy("all heavy tests", *arguments)] if arguments else [*(heavy(*suite) for suite in SUITES), at_length()]
    if postgres.binaries() and not arguments:
        again = pytest_command("-m", "not heavy and not browser and not corpus", "--promises-merge", *LATER)
        steps.append(("the rest on PostgreSQL", again, {"FORTELL_TEST_POSTGRES": "1"}))
    failed = at_once([(name, command, environment | extra) for name, command, extra in steps])
    return 1 if failed else 0


def heavy(name: str, *arguments: str) -> Step:
    return (name, pytest_command("-m", "heavy", "--promises-merge", *arguments), {})


def at_length() -> Step:
    """Hypothesis marks what must hold for any input."""
    command = pytest_command("-m", "hypothesis and not heavy", "--promises-merge")
    return ("any input, at length", command, {"FORTELL_TEST_PROPERTIES": "at length"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
