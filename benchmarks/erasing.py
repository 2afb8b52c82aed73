"""How long it takes to erase one memoir among few, many and very many others: it should not matter.

    python benchmarks/erasing.py [--postgresql] [--others 10 100 1000]

The memoir has 1,000 answers and 200 sealed files of 200 kB; each of the others has ten answers. Prints seconds for
each number of others, and how the slowest compares with the fastest.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from gdprbench import Ours, house
from memoirs import words

ANSWERS, FILES, FILE_BYTES, NEXT_DOOR = 1000, 200, 200_000, 10


def memoir_of(side: Ours, answers: int, files: int) -> Any:
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.terms import Use
    from fortell.privacy.vault.opening import opened
    from fortell.story.actions import Given, import_answers

    memoir, texts = side.person(), words(answers)
    given = [Given(asked=None, text=next(texts)) for _answer in range(answers)]
    import_answers(memoir=memoir, given=given, by=OPERATOR)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    for answer in memoir.answer_set.all()[:files]:
        opening.store_file(item=answer.id, content=os.urandom(FILE_BYTES), media_type="image/jpeg")
    return memoir


def seconds_to_erase(side: Ours) -> float:
    from fortell.privacy import erasure

    memoir = memoir_of(side, ANSWERS, FILES)
    start = time.perf_counter()
    erasure.erase_scope(memoir.id)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--others", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--postgresql", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, house(Path(folder), postgresql=chosen.postgresql):
        side, there, taken = Ours(), 0, []
        for others in chosen.others:
            for _memoir in range(others - there):
                memoir_of(side, NEXT_DOOR, 0)
            there = others
            taken.append(min(seconds_to_erase(side) for _try in range(3)))
            print(f"among {others:>5} others {taken[-1]:6.2f} s", flush=True)
    print(f"slowest by fastest {max(taken) / min(taken):.2f}")


if __name__ == "__main__":
    main()
