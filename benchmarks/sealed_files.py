"""Sealed files against plain ones: writing, reading, and a range out of the middle. Prints MB/s and ratios.

python benchmarks/sealed_files.py [MEGABYTES]
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MEGABYTES = int(sys.argv[1]) if len(sys.argv) > 1 else 200
RANGES = 200
MEGABYTE = 1024 * 1024
os.environ["FORTELL_DATA"] = tempfile.mkdtemp(prefix="fortell-benchmark-")

from fortell.kit.crypto import new_key  # noqa: E402 - only once the data folder is chosen
from fortell.kit.ids import new_id  # noqa: E402
from fortell.privacy.vault import files  # noqa: E402
from fortell.privacy.vault.stores.disk import DiskStore  # noqa: E402

PIECE = os.urandom(MEGABYTE)
SIZE = MEGABYTES * MEGABYTE
KEY, NAME, PLAIN = new_key(), new_id(), new_id()
STORE = DiskStore(folder=Path(os.environ["FORTELL_DATA"]) / "vault")


def seconds(action: Callable[[], object]) -> float:
    """The best of three."""
    took = []
    for _try in range(3):
        start = time.perf_counter()
        action()
        took.append(time.perf_counter() - start)
    return min(took)


def drain(chunks: object) -> None:
    for _chunk in chunks:  # type: ignore[attr-defined]
        pass


def sealed_ranges() -> None:
    for number in range(RANGES):
        start = SIZE * number // RANGES
        drain(files.read_range(NAME, key=KEY, size=SIZE, start=start, end=start + 1000))


def plain_ranges() -> None:
    for number in range(RANGES):
        drain(STORE.read(PLAIN, SIZE * number // RANGES, 1000))


def pieces() -> object:
    return (PIECE for _piece in range(MEGABYTES))


def show(what: str, sealed: float, plain: float, unit: float, name: str) -> None:
    print(f"{what:24} sealed {unit / sealed:8.0f} {name}   plain {unit / plain:8.0f} {name}   {sealed / plain:5.2f} x")


written = seconds(lambda: files.write(NAME, key=KEY, content=pieces()))  # type: ignore[arg-type]
show("write", written, seconds(lambda: STORE.put(PLAIN, pieces())), MEGABYTES, "MB/s")  # type: ignore[arg-type]
show(
    "read",
    seconds(lambda: drain(files.read(NAME, key=KEY))),
    seconds(lambda: drain(STORE.read(PLAIN))),
    MEGABYTES,
    "MB/s",
)
show("a range of 1,000 bytes", seconds(sealed_ranges), seconds(plain_ranges), RANGES, "a second")
for each in (NAME, PLAIN):
    STORE.delete(each)
