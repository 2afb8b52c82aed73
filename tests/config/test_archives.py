"""`fortell export` and `fortell import-archive`: from one house into another, in processes of their own."""

import json
import zipfile
from pathlib import Path

import pytest

from fortell.kit.signatures import document_holds
from tests.drills.memoirs import SHORT, imported, long
from tests.privacy.archives import files_of
from tests.serving import House
from tests.severing import line


@pytest.fixture
def houses(tmp_path: Path) -> tuple[House, House]:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    return House(folder=tmp_path / "old"), House(folder=tmp_path / "new")


@pytest.mark.heavy
@pytest.mark.timeout(600)
@pytest.mark.promise("MIM-12.6")
def test_memoir_moves_into_an_empty_house_and_out_again_as_it_was(houses: tuple[House, House]) -> None:
    old, new = houses
    code = imported(old, SHORT)
    assert old.command("typeset", code, "--output", str(old.folder / "book")).returncode == 0
    first, second = old.folder / "first.zip", new.folder / "second.zip"
    assert old.command("export", code, "--output", str(first)).returncode == 0
    said = new.command("import-archive", str(first), "--json")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["code"] == code
    assert new.command("check").returncode == 0
    assert new.command("export", code, "--output", str(second)).returncode == 0
    before, after = files_of(first.read_bytes()), files_of(second.read_bytes())
    assert {name: content for name, content in before.items() if "/" in name} == {
        name: content for name, content in after.items() if "/" in name
    }
    assert words(before["memoir.json"]) == words(after["memoir.json"])
    closed = new.command("draft", code)
    assert (closed.returncode, closed.stderr) == (
        1,
        "fortell: There is no live consent for this memoir, so no draft is made.\n",
    )
    again = new.command("import-archive", str(first))
    assert again.stderr == (
        "fortell: first.zip: This memoir is here already, or was erased here; what was erased stays so. "
        "Nothing was kept.\n"
    )


def words(document: bytes) -> object:
    """All but what hangs on the new house: counters of its database, and an HMAC under the memoir's new key."""
    rows = json.loads(document)["rows"]
    for row in (row for found in rows.values() for row in found):
        row.pop("fingerprint", None)
        if isinstance(row["id"], int):
            del row["id"]
    return rows


@pytest.mark.heavy
@pytest.mark.timeout(600)
def test_export_writes_no_open_file_beside_its_own_and_never_over_another(houses: tuple[House, House]) -> None:
    old, _new = houses
    code = imported(old, SHORT)
    target = old.folder / "out" / "copy.zip"
    target.parent.mkdir()
    assert old.command("export", code, "--output", str(target)).returncode == 0
    assert [path.name for path in target.parent.iterdir()] == ["copy.zip"]
    assert target.stat().st_mode & 0o777 == 0o600
    assert zipfile.is_zipfile(target)
    again = old.command("export", code, "--output", str(target))
    assert (again.returncode, again.stderr) == (1, f"fortell: There is a file of that name already: {target}\n")
    missing = old.command("export", code, "--output", str(old.folder / "nowhere" / "copy.zip"))
    assert missing.returncode == 1
    assert missing.stderr.endswith("can't be written: No such file or directory\n")


@pytest.mark.heavy
@pytest.mark.timeout(600)
@pytest.mark.promise("MNT-10.5", "LIL-9.6")
def test_memoir_is_sent_to_the_house_that_she_named_and_its_receipt_is_kept(houses: tuple[House, House]) -> None:
    old, new = houses
    code = imported(old, long(words=40_000))
    offered = json.loads(new.command("receive", "--json").stdout)
    new.start()
    try:
        whom = old.command("transfer", code, "--to", offered["offer"])
        assert f"fingerprint {offered['fingerprint']}" in whom.stdout
        assert old.rows("SELECT count(*) FROM egress_sending") == [(0,)]  # nothing leaves before she has confirmed
        unasked = old.command("transfer", code, "--to", offered["offer"], "--yes")
        assert (unasked.returncode, old.rows("SELECT count(*) FROM egress_transfer")) == (1, [(0,)])
        order = ("transfer", code, "--to", offered["offer"], "--asked", "By letter, 3 May.", "--yes", "--json")
        done = old.command(*order)
        assert done.returncode == 0, done.stderr
        again = old.command(*order)
    finally:
        new.stop()
    receipt = json.loads(done.stdout)
    assert document_holds(receipt)
    ((kept, sha256),) = old.rows("SELECT receipt, package_sha256 FROM egress_transfer WHERE status = 'received'")
    assert (json.loads(str(kept)), sha256) == (receipt, receipt["sha256"])
    assert json.loads(again.stdout) == receipt
    first, second = old.folder / "first.zip", new.folder / "second.zip"
    assert old.command("export", code, "--output", str(first)).returncode == 0
    assert new.command("export", code, "--output", str(second)).returncode == 0
    before, after = (files_of(file.read_bytes())["memoir.json"] for file in (first, second))
    assert words(before) == words(after)
    assert not [path for path in new.data.rglob("*") if path.is_file() and b"Bertine Moe" in path.read_bytes()]


@pytest.mark.heavy
@pytest.mark.timeout(600)
@pytest.mark.promise("MNT-10.5")
def test_transfer_whose_answer_was_lost_is_asked_again_and_never_doubled(houses: tuple[House, House]) -> None:
    old, new = houses
    code = imported(old, SHORT)
    new.start()
    try:
        with line(new.port) as between:
            address, _hash, written = json.loads(new.command("receive", "--json").stdout)["offer"].partition("#")
            offer = f"{address.replace(str(new.port), str(between.port))}#{written}"
            order = ("transfer", code, "--to", offer, "--asked", "By letter, 3 May.", "--yes", "--json")
            between.severed = True
            broken = old.command(*order)
            assert (broken.returncode, between.lost) == (1, 1)
            assert "It may be tried again." in broken.stderr
            assert new.rows("SELECT count(*) FROM story_memoir") == [(1,)]
            between.severed = False
            done, again = old.command(*order), old.command(*order)
            assert done.returncode == 0, done.stderr
    finally:
        new.stop()
    assert (
        json.loads(done.stdout)
        == json.loads(again.stdout)
        == json.loads(*new.rows("SELECT receipt FROM egress_taken")[0])
    )
    assert old.rows("SELECT status FROM egress_transfer") == [("received",)]
    assert new.rows("SELECT count(*) FROM story_memoir") == [(1,)]
    assert old.rows("SELECT count(*) FROM egress_sending WHERE fields != '[]'") == [(1,)]
    verified = old.command("audit", "verify")
    assert verified.returncode == 0, verified.stderr
