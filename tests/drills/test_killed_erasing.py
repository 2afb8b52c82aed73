"""The power goes in the middle of an erasure, after each of its steps: the next start finishes it."""

import time
from pathlib import Path

import pytest

from fortell.privacy.vault.keys import HOUSE
from tests.drills.finding import CANARY, in_the_vault, open_in
from tests.drills.memoirs import SHORT, imported
from tests.serving import House

pytestmark = pytest.mark.heavy

STEPS = {
    "noted": ("fortell.privacy.erasure:_note", 1),
    "keys destroyed": ("fortell.privacy.vault.keys:destroy_scope", 1),
    "some rows gone": ("fortell.privacy.erasure:_erase_rows", 6),
    "a file gone": ("fortell.privacy.vault.files:delete", 1),
    "all files gone": ("fortell.privacy.vault.arriving:remove", 1),
    "noted as done": ("fortell.privacy.erasure:_note", 2),
}
# The ledgers, which hold no words; and what the house has published, which is about nobody.
KEPT = {"privacy_consententry", "privacy_audithead", "privacy_auditentry", "privacy_erasedscope"}
PUBLISHED = {"privacy_notice", "privacy_noticetext"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(folder=tmp_path_factory.mktemp("erasing"))


def told(house: House) -> str:
    """The code of a small memoir with a set book."""
    code, out = imported(house, SHORT), house.folder / "out"
    assert house.command("typeset", code, "--output", str(out)).returncode == 0
    for made in out.iterdir():
        made.unlink()
    return code


def test_canary_that_lies_open_is_found(house: House) -> None:
    started, places = time.time(), (house.folder / "tmp" / "left-behind", Path("/dev/shm") / house.folder.parent.name)
    places[0].parent.mkdir(exist_ok=True)
    for place in places:
        place.write_bytes(b"..." + CANARY.lower().encode("utf-16-le"))
    try:
        assert set(open_in(house, since=started - 1)) == set(places)
    finally:
        for place in places:
            place.unlink()


def left(house: House) -> set[str]:
    """The tables that still hold a row of any memoir."""
    tables = {str(row[0]) for row in house.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    rooms = ("story_", "book_", "people_", "privacy_", "kit_")
    return {table for table in tables if table.startswith(rooms) and house.rows(f"SELECT 1 FROM {table} LIMIT 1")}


@pytest.mark.parametrize("step", STEPS)
def test_erasure_that_was_killed_is_finished_by_the_next_start(house: House, step: str) -> None:
    started, code = time.time(), told(house)
    assert len(in_the_vault(house)[0]) == 3
    assert house.killed_after(*STEPS[step], "erase", code, "--yes") == -9
    assert house.whole()
    assert open_in(house, since=started) == []
    checked = house.command("check")
    assert checked.returncode == 0, checked.stderr
    assert left(house) <= KEPT | PUBLISHED
    assert house.rows("SELECT id FROM keystore_key", database="keys") == [(HOUSE.hex,)]
    assert in_the_vault(house) == (set(), set())
    assert house.whole()
    assert open_in(house, since=started) == []
