"""Sealed files over HTTP, whole and in ranges; what was cut, moved or doubled is handed out in neither way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import pytest
from django.test import AsyncRequestFactory, RequestFactory
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fortell.kit.crypto import SealBroken, new_key
from fortell.kit.ids import new_id
from fortell.privacy.handing_out import sealed_response
from fortell.privacy.models import SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault import files
from fortell.privacy.vault.files import CHUNK, FORMAT, SEALED_CHUNK
from fortell.privacy.vault.opening import Opening, opened
from fortell.privacy.vault.stores.disk import DiskStore, chosen
from tests.cast import BOTH, Family

CONTENT = bytes(range(251)) * (3 * CHUNK // 251)  # ends inside the third chunk
SIZE = len(CONTENT)
KEY = new_key()


@pytest.fixture(scope="module")
def name() -> Any:
    made = new_id()
    files.write(made, key=KEY, content=CONTENT)
    return made


@given(ends=st.lists(st.integers(0, SIZE), min_size=2, max_size=2).map(sorted))
@example(ends=[0, 0])
@example(ends=[0, SIZE])
@example(ends=[CHUNK, CHUNK])
@example(ends=[CHUNK - 1, CHUNK + 1])
@example(ends=[SIZE, SIZE])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_range_is_that_part_of_the_whole(name: Any, ends: list[int]) -> None:
    start, end = ends
    found = b"".join(files.read_range(name, key=KEY, size=SIZE, start=start, end=end))
    assert found == CONTENT[start:end]


def test_only_the_chunks_of_the_range_are_read(name: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, real = [], DiskStore.read

    def read(self: DiskStore, name: Any, start: int = 0, length: int | None = None) -> Any:
        asked.append((start, length))
        return real(self, name, start, length)

    monkeypatch.setattr(DiskStore, "read", read)
    list(files.read_range(name, key=KEY, size=SIZE, start=CHUNK + 5, end=CHUNK + 6))
    assert asked == [(0, len(FORMAT)), (len(FORMAT) + SEALED_CHUNK, SEALED_CHUNK)]


def pieces(stored: bytes) -> list[bytes]:
    body = stored[len(FORMAT) :]
    return [body[start : start + SEALED_CHUNK] for start in range(0, len(body), SEALED_CHUNK)]


DAMAGE: dict[str, Callable[[list[bytes]], bytes]] = {
    "swapped": lambda p: FORMAT + p[1] + p[0] + p[2],
    "doubled over the next": lambda p: FORMAT + p[0] + p[0] + p[2],
    "end cut off": lambda p: FORMAT + p[0] + p[1],
    "end doubled": lambda p: FORMAT + p[0] + p[1] + p[2] + p[2],
    "cut inside": lambda p: FORMAT + p[0] + p[1] + p[2][:-1],
    "another head": lambda p: b"\xf7FV\x02" + p[0] + p[1] + p[2],
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_range_of_a_damaged_file_is_refused(how: str) -> None:
    name = new_id()
    files.write(name, key=KEY, content=CONTENT)
    path = chosen().place(name)
    path.write_bytes(DAMAGE[how](pieces(path.read_bytes())))
    with pytest.raises(SealBroken):
        list(files.read_range(name, key=KEY, size=SIZE, start=CHUNK, end=CHUNK + 1))


def test_a_range_of_a_file_that_is_gone_is_refused() -> None:
    with pytest.raises(SealBroken, match="gone"):
        list(files.read_range(new_id(), key=KEY, size=SIZE, start=0, end=1))


def test_a_range_outside_the_file_is_a_mistake(name: Any) -> None:
    with pytest.raises(ValueError):
        list(files.read_range(name, key=KEY, size=SIZE, start=0, end=SIZE + 1))


# --- over HTTP -------------------------------------------------------------------------------------------------------


@pytest.fixture
def stored(family: Family) -> tuple[Opening, SealedFile]:
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    return opening, opening.store_file(item=family.memoir.id, content=CONTENT, media_type="audio/ogg")


LAST = SIZE - 1
ASKED = {
    None: (200, None, CONTENT),
    "bytes=0-0": (206, f"bytes 0-0/{SIZE}", CONTENT[:1]),
    "bytes=5-": (206, f"bytes 5-{LAST}/{SIZE}", CONTENT[5:]),
    f"bytes={CHUNK - 1}-{CHUNK}": (206, f"bytes {CHUNK - 1}-{CHUNK}/{SIZE}", CONTENT[CHUNK - 1 : CHUNK + 1]),
    "bytes=-7": (206, f"bytes {SIZE - 7}-{LAST}/{SIZE}", CONTENT[-7:]),
    f"bytes=-{SIZE * 2}": (206, f"bytes 0-{LAST}/{SIZE}", CONTENT),
    f"bytes=9-{SIZE * 2}": (206, f"bytes 9-{LAST}/{SIZE}", CONTENT[9:]),
    f"bytes={SIZE}-": (416, f"bytes */{SIZE}", b""),
    "bytes=-0": (416, f"bytes */{SIZE}", b""),
    f"bytes={'9' * 5000}-": (416, f"bytes */{SIZE}", b""),
    # What makes no sense, or asks for more than one, gets the whole.
    "bytes=9-5": (200, None, CONTENT),
    "bytes=-": (200, None, CONTENT),
    "bytes=0-1,5-6": (200, None, CONTENT),
    "lines=0-1": (200, None, CONTENT),
    "bytes=٣-٤": (200, None, CONTENT),
}


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: (asked or "none")[:40])
def test_ranges_are_answered_as_browsers_expect(stored: tuple[Opening, SealedFile], asked: str | None) -> None:
    request = RequestFactory().get("/", headers={"Range": asked} if asked else {})
    response: Any = sealed_response(request, *stored)
    status, told, content = ASKED[asked]
    assert (response.status_code, response.headers.get("Content-Range")) == (status, told)
    assert (response.getvalue(), response.headers["Accept-Ranges"]) == (content, "bytes")
    if status != 416:
        assert response.headers["Content-Length"] == str(len(content))
        assert response.headers["Content-Type"] == "audio/ogg"


@pytest.mark.django_db(databases=BOTH)
def test_if_range_gets_the_whole_for_no_validator_can_match(stored: tuple[Opening, SealedFile]) -> None:
    request = RequestFactory().get("/", headers={"Range": "bytes=0-0", "If-Range": '"x"'})
    assert sealed_response(request, *stored).status_code == 200


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_under_asgi_it_goes_out_asynchronously(stored: tuple[Opening, SealedFile]) -> None:
    response: Any = sealed_response(AsyncRequestFactory().get("/", headers={"Range": "bytes=7-"}), *stored)
    assert response.is_async

    async def whole() -> bytes:
        return b"".join([chunk async for chunk in cast("AsyncIterator[bytes]", response.streaming_content)])

    assert asyncio.run(whole()) == CONTENT[7:]


@pytest.mark.django_db(databases=BOTH)
def test_a_file_whose_first_chunk_does_not_open_is_no_file_that_breaks_off(stored: tuple[Opening, SealedFile]) -> None:
    path = chosen().place(stored[1].id)
    damaged = bytearray(path.read_bytes())
    damaged[100] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(SealBroken):
        sealed_response(RequestFactory().get("/"), *stored)
