"""How fast a memoir is taken along, beside a plain ZIP of the same bytes, and whether other memoirs make it slower.

    python benchmarks/export.py [--answers 1000] [--files 200] [--others 10 100]

The memoir: answers of some eighty words, and files of 800 kB that do not compress, as photos do not. The plain twin
writes the same files and texts from memory with Python's zipfile, at the same compression. Prints MB/s of what comes
out, the ratio, the peak of memory that Python held while the archive was streamed, and the seconds among so many other
memoirs of twenty answers each.
"""

import argparse
import io
import logging
import os
import secrets
import tempfile
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

MEGABYTE = 1_000_000
FILE = 800_000
STORY = "My father rowed to the boathouse every night that summer and sang, and he smelled of tar. " * 5


def open_house(folder: Path) -> None:
    os.environ |= {"FORTELL_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "fortell.config.settings"}
    from fortell.config.cli import house

    house.open_house()
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def memoir_of(answers: int) -> Any:
    from fortell.people.models import Role
    from fortell.people.permissions import OPERATOR
    from fortell.story.actions import Given, NewMember, consent_by_statement, create_memoir, import_answers

    alma = (NewMember(role=Role.STORYTELLER, name="Alma Solvang"),)
    memoir = create_memoir(title="A Headwind Both Ways", language="en", people=alma, by=OPERATOR)
    consent_by_statement(memoir=memoir, statement="Invented.", by=OPERATOR)
    given = [Given.in_reply_to(f"And then, number {number}?", STORY) for number in range(answers)]
    import_answers(memoir=memoir, given=given, by=OPERATOR)
    return memoir


def add_files(memoir: Any, files: int) -> None:
    from fortell.privacy.terms import Use
    from fortell.privacy.vault.opening import opened
    from fortell.story.models import Answer

    opening = opened(scope=memoir.id, use=Use.OWN)
    answers = list(Answer.objects.filter(memoir=memoir)[:files])
    for number in range(files):
        item = answers[number % len(answers)].id
        opening.store_file(item=item, content=secrets.token_bytes(FILE), media_type="image/jpeg")


def exported(memoir: Any) -> tuple[float, int]:
    from fortell.people.permissions import OPERATOR
    from fortell.story.actions import take_copy

    start = time.perf_counter()
    size = sum(len(piece) for piece in take_copy(memoir=memoir, by=OPERATOR).pieces())
    return time.perf_counter() - start, size


def plainly(memoir: Any) -> tuple[float, int]:
    from fortell.people.permissions import OPERATOR
    from fortell.story.actions import take_copy

    whole = io.BytesIO(b"".join(take_copy(memoir=memoir, by=OPERATOR).pieces()))
    with zipfile.ZipFile(whole) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    out, start = io.BytesIO(), time.perf_counter()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return time.perf_counter() - start, out.tell()


def best(run: Any, memoir: Any) -> tuple[float, int]:
    return min(run(memoir) for _again in range(3))


def peak(memoir: Any) -> int:
    tracemalloc.start()
    exported(memoir)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--answers", type=int, default=1000)
    asked.add_argument("--files", type=int, default=200)
    asked.add_argument("--others", type=int, nargs="+", default=[10, 100])
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        open_house(Path(folder))
        memoir = memoir_of(chosen.answers)
        add_files(memoir, chosen.files)
        ours, size = best(exported, memoir)
        plain, plain_size = best(plainly, memoir)
        print(f"archive: {size / MEGABYTE:.0f} MB in {ours:.2f} s, {size / MEGABYTE / ours:.0f} MB/s")
        print(f"plain ZIP: {plain_size / MEGABYTE / plain:.0f} MB/s; ratio {ours / plain:.2f}")
        print(f"memory at its peak: {peak(memoir) / MEGABYTE:.0f} MB")
        there = 0
        for others in chosen.others:
            for _more in range(others - there):
                memoir_of(20)
            there = others
            print(f"among {others} other memoirs: {best(exported, memoir)[0]:.2f} s")


if __name__ == "__main__":
    main()
