"""Sealed files: whole or not at all, and only under their own name."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fortell.kit.crypto import NONCE_BYTES, TAG_BYTES, SealBroken, new_key
from fortell.kit.ids import new_id
from fortell.privacy.terms import Use
from fortell.privacy.vault import files
from fortell.privacy.vault.files import CHUNK, FORMAT, SEALED_CHUNK, read, write
from fortell.privacy.vault.keys import KeyDestroyed, destroy
from fortell.privacy.vault.opening import opened
from fortell.privacy.vault.stores.disk import chosen
from tests.cast import BOTH, Family, tell

DISK = chosen()

KEY = new_key()
HEAD = len(FORMAT)
THREE = b"a" * CHUNK + b"b" * CHUNK + b"c" * 100


def content_of(name: object, key: bytes = KEY) -> bytes:
    return b"".join(read(name, key=key))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "chunks"),
    [(0, 1), (1, 1), (CHUNK - 1, 1), (CHUNK, 1), (CHUNK + 1, 2), (2 * CHUNK, 2), (2 * CHUNK + 1, 3), (5 * CHUNK, 5)],
)
def test_a_file_of_any_size_comes_back_whole(size: int, chunks: int) -> None:
    name, content = new_id(), bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    write(name, key=KEY, content=content)
    assert content_of(name) == content
    assert DISK.place(name).stat().st_size == HEAD + size + chunks * (NONCE_BYTES + TAG_BYTES)


def pieces(stored: bytes) -> tuple[bytes, bytes, bytes]:
    body = stored[HEAD:]
    return body[:SEALED_CHUNK], body[SEALED_CHUNK : 2 * SEALED_CHUNK], body[2 * SEALED_CHUNK :]


DAMAGE: dict[str, Callable[[bytes, bytes, bytes], bytes]] = {
    "swapped": lambda one, two, three: FORMAT + two + one + three,
    "doubled": lambda one, two, three: FORMAT + one + one + two + three,
    "last doubled": lambda one, two, three: FORMAT + one + two + three + three,
    "first dropped": lambda one, two, three: FORMAT + two + three,
    "middle dropped": lambda one, two, three: FORMAT + one + three,
    "last dropped": lambda one, two, three: FORMAT + one + two,
    "all dropped": lambda one, two, three: FORMAT,
    "cut inside": lambda one, two, three: FORMAT + one + two + three[:-1],
    "cut in the nonce": lambda one, two, three: FORMAT + one + two + three[:5],
    "lengthened": lambda one, two, three: FORMAT + one + two + three + b"\0",
    "no head": lambda one, two, three: one + two + three,
    "another head": lambda one, two, three: b"\xf7FV\x02" + one + two + three,
    "emptied": lambda one, two, three: b"",
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_file_is_refused(how: str) -> None:
    name = new_id()
    write(name, key=KEY, content=THREE)
    stored = DISK.place(name).read_bytes()
    assert content_of(name) == THREE
    DISK.place(name).write_bytes(DAMAGE[how](*pieces(stored)))
    with pytest.raises(SealBroken):
        content_of(name)


@given(data=st.data())
def test_any_changed_bit_of_a_file_is_refused(data: st.DataObject) -> None:
    name = new_id()
    write(name, key=KEY, content=b"words")
    stored = bytearray(DISK.place(name).read_bytes())
    stored[data.draw(st.integers(0, len(stored) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    DISK.place(name).write_bytes(bytes(stored))
    with pytest.raises(SealBroken):
        content_of(name)


def test_chunks_of_two_files_do_not_mix() -> None:
    one, other = new_id(), new_id()
    write(one, key=KEY, content=THREE)
    write(other, key=new_key(), content=THREE)
    first = pieces(DISK.place(other).read_bytes())[0]
    rest = pieces(DISK.place(one).read_bytes())[1:]
    DISK.place(one).write_bytes(FORMAT + first + b"".join(rest))
    with pytest.raises(SealBroken):
        content_of(one)


def test_a_missing_file_is_refused_and_deleting_it_again_is_harmless() -> None:
    name = new_id()
    write(name, key=KEY, content=b"x")
    files.delete(name)
    files.delete(name)
    with pytest.raises(SealBroken, match="gone"):
        content_of(name)


def test_a_write_that_breaks_off_leaves_no_file_under_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    name = new_id()
    monkeypatch.setattr("os.fsync", lambda _file: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write(name, key=KEY, content=THREE)
    assert not DISK.place(name).exists()
    files.delete(name)
    assert list(DISK.place(name).parent.glob(f"{name.hex}*")) == []


@pytest.mark.promise("MIM-14.2")
def test_the_disk_holds_no_word_of_it() -> None:
    name = new_id()
    write(name, key=KEY, content=b"we rowed to school " * 9000)
    assert b"rowed" not in DISK.place(name).read_bytes()


# --- as rows of a memoir ---------------------------------------------------------------------------------------------


@pytest.mark.django_db(databases=BOTH)
def test_a_file_moved_to_another_name_does_not_open(family: Family) -> None:
    answer = tell(family, "We rowed.")[0]
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    one, other = (
        opening.store_file(item=answer.id, content=text, media_type="text/plain") for text in (b"one", b"other")
    )
    DISK.place(other.id).write_bytes(DISK.place(one.id).read_bytes())
    assert opening.file(one) == b"one"
    with pytest.raises(SealBroken):
        opening.file(other)


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_a_file_goes_with_the_key_of_its_item(family: Family) -> None:
    answer = tell(family, "We rowed.")[0]
    row = opened(scope=family.memoir.id, use=Use.OWN).store_file(
        item=answer.id, content=b"oar", media_type="text/plain"
    )
    assert (row.scope, row.item, row.size) == (family.memoir.id, answer.id, 3)
    destroy([answer.id])
    with pytest.raises(KeyDestroyed):
        opened(scope=family.memoir.id, use=Use.OWN).file(row)
