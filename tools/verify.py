"""`./run verify`: the heavier checks: the killed server, the validators, the long book."""

import shutil
import sys

from tools.test import call, provide, pytest_command, surroundings

WANTED = {"chromium": "chromium", "default-jre-headless": "java"}  # Debian's package, and the program it brings


def main(arguments: list[str]) -> int:
    """Run the tests that are marked heavy; arguments go to pytest. What they prove joins what `./run test` proved."""
    provide({package: shutil.which(program) for package, program in WANTED.items()})
    command = pytest_command("-m", "heavy", "--promises-merge", *arguments)
    return 1 if call("heavy tests on SQLite", command, surroundings()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
