"""The master key is exchanged under a running house, and the power goes for the rotation in the middle of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.drills.finding import in_the_vault
from tests.drills.test_killed_answering import Storm, readable, storm
from tests.serving import House, until

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(300)]

ROOTS = 1200
MAKE_ROOTS = f"""
from fortell.kit.ids import new_id
from fortell.privacy.vault import keys
for _root in range({ROOTS}):
    keys.make_root(new_id())
"""
WRITERS = 2


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    running = House(folder=tmp_path)
    running.start("--sample")
    running.python(MAKE_ROOTS)
    yield running
    running.stop()


def masters(house: House) -> dict[str, int]:
    """How many roots each master key wraps."""
    query = "SELECT master, count(*) FROM keystore_key WHERE parent IS NULL GROUP BY master"
    return {str(name): int(str(count)) for name, count in house.rows(query, database="keys")}


def lines(house: House) -> int:
    return len((house.folder / "data-key" / "master.key").read_text().split())


def test_chats_go_on_while_the_key_is_exchanged_and_the_exchange_is_killed(house: House) -> None:
    alma = storm(house)
    (old,) = masters(house)
    with ThreadPoolExecutor(WRITERS) as writers:
        told = [writers.submit(alma.write) for _writer in range(WRITERS)]
        until(lambda: len(alma.kept) >= 3)
        killed = house.killed_after("fortell.privacy.vault.rotation:_rewrap", 2, "rotate-master-key")
        assert (killed, lines(house)) == (-9, 2)
        assert len(masters(house)) == 2  # in the middle
        more(alma)
        done = house.command("rotate-master-key")
        assert done.returncode == 0, done.stderr
        more(alma)
        alma.over.set()
        for writer in told:
            writer.result()  # an answer that was not taken is an error here
    assert (set(masters(house)) & {old}, len(masters(house)), lines(house)) == (set(), 1, 1)
    assert set(alma.kept) == set(alma.sent)
    readable(alma)
    assert house.whole()
    checked = house.command("check")
    assert checked.returncode == 0, checked.stderr
    assert "recovery sheet is not confirmed" in checked.stdout
    on_disk, rows = in_the_vault(house)
    assert on_disk == rows


def more(alma: Storm) -> None:
    """Wait until the chats have gone on for a while."""
    kept = len(alma.kept)
    until(lambda: len(alma.kept) >= kept + 3)
