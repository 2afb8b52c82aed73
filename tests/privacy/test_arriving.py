"""Files that come in pieces: sealed as they come, kept only when whole and under a living key."""

from collections.abc import Iterable, Iterator

import pytest

from fortell.kit.ids import new_id
from fortell.privacy import erasure
from fortell.privacy.models import Arrival, SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault import arriving, keys
from fortell.privacy.vault.files import CHUNK
from fortell.privacy.vault.keys import KeyDestroyed
from fortell.privacy.vault.opening import Opening, opened
from fortell.privacy.vault.stores.disk import chosen
from fortell.story.models import Answer
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)


@pytest.fixture
def answer(family: Family) -> Answer:
    return tell(family, "We rowed.")[0]


@pytest.fixture
def opening(family: Family) -> Opening:
    return opened(scope=family.memoir.id, use=Use.OWN)


def store(opening: Opening, answer: Answer, content: bytes | Iterable[bytes]) -> SealedFile:
    return opening.store_file(item=answer.id, content=content, media_type="audio/ogg")


def left_of_any() -> tuple[int, int, list[object]]:
    return SealedFile.objects.count(), Arrival.objects.count(), list(chosen().folder.rglob("*.half"))


@pytest.mark.parametrize("size", [0, 1, CHUNK, 3 * CHUNK + 7])
@pytest.mark.parametrize("piece", [1000, CHUNK, 5 * CHUNK])
def test_content_in_pieces_of_any_size_comes_back(opening: Opening, answer: Answer, size: int, piece: int) -> None:
    content = bytes(range(251)) * (size // 251 + 1)
    row = store(opening, answer, (content[start : min(start + piece, size)] for start in range(0, size, piece)))
    assert opening.file(row) == content[:size]
    assert SealedFile.objects.get(id=row.id).size == size
    assert Arrival.objects.count() == 0


def test_no_more_than_two_chunks_are_held_while_a_file_comes(
    opening: Opening, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, held = 0, []

    def counted() -> Iterator[bytes]:
        nonlocal taken
        for _piece in range(50):
            taken += CHUNK
            yield bytes(CHUNK)

    class Counting:
        def put(self, _name: object, blocks: Iterable[bytes]) -> None:
            given = 0
            for block in blocks:
                held.append(taken - given)
                given += len(block)

    monkeypatch.setattr("fortell.privacy.vault.files.store", Counting)
    store(opening, answer, counted())
    assert (len(held), max(held) <= 2 * CHUNK) == (51, True)


def test_content_that_breaks_off_leaves_nothing(opening: Opening, answer: Answer) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(CHUNK)
        raise ConnectionError

    before = left_of_any()
    with pytest.raises(ConnectionError):
        store(opening, answer, broken())
    assert left_of_any() == before


def test_nothing_is_stored_under_a_destroyed_key(opening: Opening, answer: Answer) -> None:
    opening.load_keys([answer.id])
    before = left_of_any()
    keys.destroy([answer.id])
    with pytest.raises(KeyDestroyed):
        store(opening, answer, b"too late")
    assert left_of_any() == before


def test_no_key_is_made_in_an_erased_scope(opening: Opening, family: Family) -> None:
    keys.destroy_scope(family.memoir.id)
    item = new_id()
    with pytest.raises(KeyDestroyed):
        opening.make_keys([item])
    assert keys.living([item]) == set()


def test_file_that_comes_while_its_memoir_is_erased_is_gone_with_it(
    opening: Opening, answer: Answer, family: Family
) -> None:
    def erased_meanwhile() -> Iterator[bytes]:
        yield bytes(CHUNK)
        erasure.erase_scope(family.memoir.id)
        yield b"too late"

    with pytest.raises(KeyDestroyed):
        store(opening, answer, erased_meanwhile())
    assert left_of_any() == (0, 0, [])
    assert not Answer.objects.exists()


def test_file_whose_memoir_is_erased_between_storing_and_settling_is_gone(
    opening: Opening, answer: Answer, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, names = arriving._settle, []

    def settled_after(row: SealedFile) -> bool:
        names.append(row.id)
        erasure.erase_scope(family.memoir.id)
        return real(row)

    monkeypatch.setattr(arriving, "_settle", settled_after)
    with pytest.raises(KeyDestroyed):
        store(opening, answer, b"too late")
    assert not chosen().place(names[0]).exists()
    assert left_of_any() == (0, 0, [])


def test_an_accounts_key_seals_as_a_memoirs_does() -> None:
    account, item = new_id(), new_id()
    keys.make_root(account)
    opening = opened(scope=account, use=Use.OWN)
    opening.make_keys([item])
    row = opening.store_file(item=item, content=b"a face", media_type="image/jpeg")
    own = opening.store_file(item=account, content=b"letter", media_type="text/plain")
    again = opened(scope=account, use=Use.OWN)
    assert (again.file(row), again.file(own)) == (b"a face", b"letter")
    keys.destroy_scope(account)
    with pytest.raises(KeyDestroyed):
        opened(scope=account, use=Use.OWN)
