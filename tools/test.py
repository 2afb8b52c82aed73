"""`./run test`: the rules of the house, then all tests, on SQLite. `./run verify` runs them on PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, STDOUT

from fortell.privacy.promises import RESULTS

# Suites run side by side, and the longest begins first. What is in none of these folders is a suite too.
APART = {
    "pages and commands": ("tests/pages", "tests/config"),
    "browsers": ("tests/browser",),
    "story": ("tests/story",),
}
AT_ONCE = 2  # the cores that this is measured on
ROOT = Path(__file__).resolve().parents[1]
Step = tuple[str, list[str], dict[str, str]]


def main(arguments: list[str]) -> int:
    """Run everything; with arguments only pytest, with them."""
    environment = surroundings()
    if arguments:
        return call("pytest", pytest_command(*arguments), environment)
    provide({"chromium": shutil.which("chromium")})
    (ROOT / RESULTS).unlink(missing_ok=True)  # else they would count for this run
    steps = [(name, command, environment | extra) for name, command, extra in rules()]
    failed = [name for name, command, surrounding in steps if call(name, command, surrounding)]
    failed += at_once([(name, command, environment | extra) for name, command, extra in suites()])
    print("failed: " + ", ".join(failed) if failed else "everything passed")
    return 1 if failed else 0


def rules() -> list[Step]:
    python = [sys.executable, "-m"]
    return [
        ("ruff", [*python, "ruff", "check", "."], {}),
        ("format", [*python, "ruff", "format", "--check", "."], {}),
        ("types", [*python, "mypy"], {}),
        ("floors", [shutil.which("lint-imports") or "lint-imports"], {}),
    ]


def suites() -> list[Step]:
    apart = [f"--ignore={place}" for places in APART.values() for place in places]
    return [suite("rooms", *apart), *(suite(name, *places) for name, places in APART.items())]


def suite(name: str, *arguments: str) -> Step:
    """Tests by pytest, in a process of their own; what they prove joins what the others do."""
    return (f"tests: {name}", pytest_command("-m", "not heavy", *arguments, "--promises-merge"), {})


def pytest_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def surroundings() -> dict[str, str]:
    """The environment for every step: its own data folder and key, so that no step touches a real installation."""
    folder = tempfile.mkdtemp(prefix="fortell-tools-")
    key = "YSBtYXN0ZXIga2V5IGZvciB0aGUgdGVzdHMgb25seSE="
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "/usr/bin:/bin")])
    return {**os.environ, "PATH": path, "FORTELL_DATA": folder, "FORTELL_VAULT_MASTER_KEY": key}


def provide(wanted: Mapping[str, object]) -> None:
    """Debian's packages that tests use, and what of each is here: as root, install what is missing.

    Else the tests that need it skip and say so.
    """
    missing = [package for package, found in wanted.items() if not found]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(missing)} …", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(
            ["apt-get", "install", "-yqq", "--no-install-recommends", *missing], check=False, stdout=subprocess.DEVNULL
        )


def at_once(steps: Sequence[tuple[str, list[str], Mapping[str, str]]]) -> list[str]:
    """Run steps side by side, in their order; each tells when it ends. The names of those that failed."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        codes = list(pool.map(lambda step: call_quietly(*step), steps))
    return [name for (name, *_rest), code in zip(steps, codes, strict=True) if code]


def call_quietly(name: str, command: list[str], environment: Mapping[str, str]) -> int:
    start = time.monotonic()
    done = subprocess.run(command, env=environment, check=False, text=True, stdout=PIPE, stderr=STDOUT)
    result = "passed" if done.returncode == 0 else f"failed ({done.returncode})"
    print(f"— {name}\n{done.stdout}— {name}: {result}, {time.monotonic() - start:.0f} s", flush=True)
    return done.returncode


def call(name: str, command: list[str], environment: Mapping[str, str]) -> int:
    start = time.monotonic()
    print(f"— {name}", flush=True)
    code = subprocess.run(command, env=environment, check=False).returncode
    print(f"— {name}: {'passed' if code == 0 else f'failed ({code})'}, {time.monotonic() - start:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
