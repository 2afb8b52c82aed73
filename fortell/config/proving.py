"""Proving: run the tests that are marked with promises, and sign what became of every promise."""

import platform
import shutil
import subprocess
import sys
from collections.abc import Collection
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string

from fortell.kit import signatures
from fortell.kit.clock import now
from fortell.privacy import promises, proof
from fortell.privacy.vault.signing import public_key, signed_document

ROOT: Final = promises.ROOT
STDERR = 2  # the tests' words go there, for stdout may be wanted as JSON
FAILED, RAN = 1, frozenset({0, 1, 5})  # pytest: all passed, some failed, none was there
PACKAGES = ("django", "cryptography", "pytest")


class CannotProve(Exception):
    """The tests could not be run at all; the message says why."""


def prove(*, services: Collection[str], heavy: bool, root: Path) -> dict[str, Any]:
    """Run the tests and give the signed report. Raises CannotProve. Takes as long as the tests do."""
    code = _run_tests(heavy=heavy, root=root)
    found = proof.findings(promises.read_results(root=root) or {}, services=services, root=root)
    return signed_document(
        proof.document(
            found,
            made_at=now().isoformat(timespec="seconds"),
            services=sorted(services),
            heavy=heavy,
            tests_failed=code == FAILED,
            commit=_commit(root),
            tree=proof.tree_hash(root=root),
            versions={"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        )
    )


def faults(report: dict[str, Any], *, root: Path) -> list[str]:
    """What speaks against a report: changed since it was signed, signed by another house, another tree than here."""
    if not signatures.document_holds(report):
        return ["the signature does not fit: the report was changed"]
    found = []
    if not signatures.document_holds(report, key=public_key()):
        found.append(f"it was signed by another Fortell, whose key is {report[signatures.KEY]}")
    if report["tree"] != proof.tree_hash(root=root):
        found.append("the code or its tests have changed since: prove it anew")
    return found


def page(report: dict[str, Any]) -> str:
    """The report as a page to read, in one file."""
    return render_to_string("config/proof.html", {"report": report})


def _run_tests(*, heavy: bool, root: Path) -> int:
    if not find_spec("pytest"):
        raise CannotProve("The tests' own requirements are not installed. ./run test installs them.")
    if not (root / "tests").is_dir():
        raise CannotProve(f"There are no tests in {root}: run this in a checkout of Fortell.")
    wanted = "promise" if heavy else "promise and not heavy"
    command = [sys.executable, "-m", "pytest", "-m", wanted, "-p", "tests.promises.plugin"]
    code = subprocess.run(command, cwd=root, stdout=STDERR, check=False).returncode  # noqa: S603 - no word of it comes from outside
    if code not in RAN:
        raise CannotProve(f"The tests could not be run (pytest ended with {code}).")
    return code


def _commit(root: Path) -> str:
    """The commit that is checked out; empty without git. Whether files differ from it shows in the tree's hash."""
    git = shutil.which("git")
    if not git:
        return ""
    done = subprocess.run([git, "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603 - likewise
    return done.stdout.strip()
