"""The folder of an order at the printer's: files exactly as approved, an order sheet, checksums. It appears whole."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

SUMS: Final = "SHA256SUMS"
HALF: Final = ".half"


class NotTheApproved(Exception):
    """The files are not those that were approved: nothing is handed over."""


def write(root: Path, number: int, files: Mapping[str, bytes], *, approved: Mapping[str, str]) -> Path:
    """Write it under another name, then rename it. What stands there already stays. Raises NotTheApproved."""
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    if {name: sums.get(name) for name in approved} != dict(approved):
        raise NotTheApproved
    goal = _path(root, number)
    if goal.exists():
        return goal
    half = goal.with_name(goal.name + HALF)
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True, mode=0o700)
    lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    for name, content in {**files, SUMS: lines.encode()}.items():
        _write(half / name, content)
    half.rename(goal)
    return goal


def remove(root: Path, number: int) -> None:
    """Once the books are sent, or the order is gone."""
    shutil.rmtree(_path(root, number), ignore_errors=True)


def tidy(root: Path, waiting: Iterable[int]) -> int:
    """Remove the folders of all other orders than those that wait for the printer; how many those were."""
    stay = {_path(root, number).name for number in waiting}
    gone = [path for path in root.glob("order-*") if path.is_dir() and path.name not in stay]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def _path(root: Path, number: int) -> Path:
    return root / f"order-{number:06d}"


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
