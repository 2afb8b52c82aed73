"""A whole life of a memoir, lived through the real product, then erased: the scanner finds no word of it anywhere.

The words go in by pages, forms, uploads and commands; they pass through drafts, jobs, a set book and the logs. The
scanner (finding.py) reads raw bytes and shares no code with what erases. Another memoir stays, to show that it does.
"""

import json
import time
from contextlib import closing
from io import BytesIO
from uuid import uuid4

import pyrage
import pytest
from PIL import Image
from PIL.ExifTags import Base

from fortell.privacy.vault.keys import HOUSE
from tests.drills.finding import CANARY, in_the_vault, open_in
from tests.drills.memoirs import imported
from tests.drills.visiting import Visitor
from tests.serving import House, until
from tests.sounds import recorded

pytestmark = pytest.mark.heavy

WORD = "hardanger fiddle"
IDENTITY = pyrage.x25519.Identity.generate()


def photo() -> bytes:
    """A photo whose hidden data tell where it comes from."""
    out, exif = BytesIO(), Image.Exif()
    exif[Base.ImageDescription] = f"{CANARY} at the pier"
    exif[Base.Artist] = CANARY
    Image.linear_gradient("L").resize((900, 700)).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def begun(house: House) -> tuple[str, Visitor, Visitor]:
    made = house.command(
        *("create", "--title", f"The book of {CANARY}", "--storyteller", f"{CANARY} Moe", "--owner", f"Eva {CANARY}"),
        "--json",
    )
    assert made.returncode == 0, made.stderr
    said = json.loads(made.stdout)
    storyteller, owner = (Visitor(link=link) for link in said["links"].values())
    return said["code"], storyteller, owner


def lived(house: House) -> tuple[str, Visitor]:
    """Tell, show, correct, edit, set, approve, ask, copy and back up; the memoir's code, and its storyteller."""
    code, alma, eva = begun(house)
    with closing(eva.http):
        lived_by(house, code, alma, eva)
    return code, alma


def lived_by(house: House, code: str, alma: Visitor, eva: Visitor) -> None:
    alma.send({"decision": "give"}, to=f"/tell/{code}/consent/")
    for text in (f"My father was called {CANARY} by everybody in 1947.", f"We sold {CANARY} cheese on Saturdays."):
        answer = {"turn": alma.hidden("turn"), "delivery": str(uuid4()), "text": text, "caption": f"{CANARY} rowing"}
        alma.send(answer, to=f"/tell/{code}/answers/", files={"photo": ("pier.jpg", photo())})
    spoken(house, code, alma)
    corrected(house, code, alma)
    until(lambda: idle(house))  # the draft is refreshed after each answer
    eva.go(f"/family/{code}/")
    assert CANARY in eva.page.text
    edited(house, code, eva)
    approved(house, code, eva)
    asked(house, code)
    copied(house, code, alma)


def spoken(house: House, code: str, alma: Visitor) -> None:
    """She speaks an answer, hears it again, and writes down what she said."""
    answer = {"turn": alma.hidden("turn"), "delivery": str(uuid4()), "text": ""}
    sound = recorded(title=f"{CANARY} speaking")
    alma.send(answer, to=f"/tell/{code}/answers/", files={"recording": ("voice.webm", sound)})
    [(recording, given)] = of(house, code, "SELECT it.id, it.answer_id FROM story_recording it {here}")
    played = alma.http.get(alma.page.url.join(f"/tell/{code}/recordings/{as_uuid(recording)}/"))
    assert (played.status_code, played.content[:4]) == (200, sound[:4])
    address = f"/tell/{code}/answers/{as_uuid(given)}/"
    alma.go(address)
    alma.send({"text": f"{CANARY} sang to us in the evenings."}, to=address)


def corrected(house: House, code: str, alma: Visitor) -> None:
    [(answer,)] = of(house, code, "SELECT it.id FROM story_answer it {here} ORDER BY it.number LIMIT 1")
    address = f"/tell/{code}/answers/{as_uuid(answer)}/"
    alma.go(address)
    alma.send({"text": f"My father was called {CANARY} by everybody in 1948."}, to=address)


def edited(house: House, code: str, eva: Visitor) -> None:
    query = "SELECT it.id, it.version FROM book_passage it {here} AND it.kind = 'told' ORDER BY it.position LIMIT 1"
    [(passage, version)] = of(house, code, query)
    address = f"/family/{code}/passages/{as_uuid(passage)}/editing/"
    eva.go(address)
    eva.send({"text": f"Everybody called him {CANARY}.", "version": str(version), "mine": "on"}, to=address)


def approved(house: House, code: str, eva: Visitor) -> None:
    eva.go(f"/family/{code}/")
    eva.send({}, to=f"/family/{code}/editions/")
    edition = f"/family/{code}/editions/1/"
    until(lambda: idle(house))
    eva.go(edition)
    assert eva.http.get(eva.page.url.join(f"{edition}files/interior.pdf/")).content.startswith(b"%PDF")
    assert eva.http.get(eva.page.url.join(f"{edition}pages/1/")).headers["Content-Type"] == "image/jpeg"
    checked(eva, f"/family/{code}/check/?next={edition}")
    eva.send({}, to=f"{edition}approval/")


def asked(house: House, code: str) -> None:
    """What staff write about a person: a request that came by phone, an adviser who is to see something."""
    note = f"{CANARY} called and wants to see everything."
    done = house.command(*("requests", "add", "access", "--by", "phone", "--memoir", code, "--note", note))
    assert done.returncode == 0, done.stderr
    reason = f"A claim against {CANARY}."
    said = (
        "--to",
        "Vik & Vik",
        "--kind",
        "adviser",
        "--reason",
        reason,
        "--category",
        "content",
        "--undertaking",
        "U-1",
    )
    done = house.command("disclosure", "request", code, *said, "--by", "s-1")
    assert done.returncode == 0, done.stderr


def copied(house: House, code: str, alma: Visitor) -> None:
    """She takes her copy, and reads her receipt; the house is backed up meanwhile."""
    copy = f"/tell/{code}/copy/"
    checked(alma, f"/tell/{code}/check/?next={copy}")
    alma.send({}, to=copy)
    assert alma.page.content.startswith(b"PK")
    alma.go(f"/tell/{code}/rights/")
    backup = house.command("backup", "--to", str(house.folder / "backups"))
    assert backup.returncode == 0, backup.stderr


def checked(visitor: Visitor, address: str) -> None:
    """The second check: a word, chosen at the first time."""
    visitor.go(address)
    visitor.send({"word": WORD}, to=address)


def idle(house: House) -> bool:
    return not house.rows("SELECT 1 FROM kit_job WHERE state IN ('queued', 'running') LIMIT 1")


def of(house: House, code: str, query: str) -> list[tuple[object, ...]]:
    """Rows of one memoir, read beside the running house."""
    return house.rows(query.format(here="JOIN story_memoir m ON m.id = it.memoir_id WHERE m.code = ?"), code)


def as_uuid(name: object) -> str:
    text = str(name)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House(folder=tmp_path_factory.mktemp("everywhere"))
    house.data.mkdir(mode=0o700)
    (house.data / "fortell.toml").write_text(f'[backup]\nrecipients = "{IDENTITY.to_public()}"\n')
    return house


@pytest.mark.promise("MIM-0.4", "MIM-3.10", "MIM-14.2")
def test_an_erased_memoir_is_nowhere(house: House) -> None:
    started = time.time()
    house.start()
    try:
        neighbour = imported(house, ("Nobody is looking for these words.",))
        code, alma = lived(house)
        assert open_in(house, since=started) == []
        until(lambda: idle(house))
        assert CANARY not in erased_by_herself(code, alma)
        assert open_in(house, since=started) == []
        assert of_scopes(house) == 1
        assert house.command("draft", neighbour).returncode == 0
    finally:
        house.stop()
    assert open_in(house, since=started) == []
    assert open_in_archives(house) == []
    on_disk, rows = in_the_vault(house)
    assert on_disk == rows == set()
    roots = {str(row[0]) for row in house.rows("SELECT id FROM keystore_key WHERE parent IS NULL", database="keys")}
    assert len(roots - {HOUSE.hex}) == 1


def open_in_archives(house: House) -> list[str]:
    """The backups, which were made before the erasure: even decrypted they hold no open word."""
    archives = sorted((house.folder / "backups").glob("*.age"))
    assert len(archives) == 2
    return [path.name for path in archives if CANARY.encode() in pyrage.decrypt(path.read_bytes(), [IDENTITY])]


def erased_by_herself(code: str, alma: Visitor) -> str:
    """She deletes everything from her own page; the receipt that the page ends with."""
    address = f"/tell/{code}/rights/erasure/"
    with closing(alma.http):
        alma.go(address)
        return alma.send({"sure": "on"}, to=address)


def of_scopes(house: House) -> int:
    return len(house.rows("SELECT id FROM story_memoir"))
