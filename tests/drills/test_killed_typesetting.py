"""The power goes while a book is being set: the job ends after all, once, and nothing lies open or over."""

import hashlib
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.drills.finding import in_the_vault, open_in
from tests.drills.memoirs import SHORT, imported, long
from tests.serving import House, until

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]

WORDS = 120_000  # enough that setting it takes seconds, and the power can go in the middle
PATIENCE = 180.0
MAKE_EDITION = """
import sys
from fortell.book.actions import make_draft, make_edition
from fortell.config.cli.house import memoir_named
from fortell.people.permissions import OPERATOR
make_draft(memoir=memoir_named(sys.argv[1]), by=OPERATOR)
make_edition(memoir=memoir_named(sys.argv[1]), by=OPERATOR)
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    running = House(folder=tmp_path)
    yield running
    running.stop()


def job(house: House) -> tuple[str, int, int]:
    """State, attempts and progress of the typesetting."""
    query = "SELECT state, attempts, progress_done FROM kit_job WHERE name = 'book.typeset'"
    ((state, attempts, done),) = house.rows(query)
    return str(state), int(str(attempts)), int(str(done))


def under_way(house: House, attempt: int) -> bool:
    """Whether the interior, by far the longest step, is being set for the so-many-th time."""
    _state, attempts, done = job(house)
    return attempts == attempt and done >= 1


def test_long_book_is_set_once_however_often_the_power_goes(house: House) -> None:
    started = time.time()
    code = imported(house, long(words=WORDS))
    house.python(MAKE_EDITION, code)
    caught = 0
    for attempt in (1, 2, 3):
        house.start()
        until(partial(under_way, house, attempt), patience=PATIENCE)
        house.kill()
        state, attempts, _done = job(house)
        assert open_in(house, since=started) == []
        assert house.whole()
        if state == "done":  # it was quicker than our hand at the switch
            break
        assert (state, attempts) == ("running", attempt)
        caught += 1
    assert caught
    house.start()
    until(lambda: job(house)[0] == "done", patience=PATIENCE)
    assert open_in(house, since=started) == []
    finished(house, code)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_worker_killed_between_two_files_leaves_none_over(house: House, times: int) -> None:
    started = time.time()
    code = imported(house, SHORT)
    house.python(MAKE_EDITION, code)
    assert house.killed_after("fortell.privacy.vault.files:write", times, "worker") == -9
    assert job(house) == ("running", 1, 4)
    assert house.rows("SELECT count(*) FROM book_proof") == [(0,)]
    assert open_in(house, since=started) == []
    house.start()
    until(lambda: job(house)[0] == "done")
    finished(house, code)


def finished(house: House, code: str) -> None:
    """One proof, its three files and no other, and they are what their hashes say."""
    assert house.rows("SELECT count(*) FROM book_proof") == [(1,)]
    on_disk, rows = in_the_vault(house)
    assert on_disk == rows
    assert len(rows) == 3
    out = house.folder / "out"
    assert house.command("typeset", code, "--output", str(out)).returncode == 0
    made = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}
    assert made.items() >= {(name, sha256) for name, sha256 in house.rows("SELECT name, sha256 FROM book_prooffile")}
    assert house.whole()
