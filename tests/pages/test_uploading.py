"""Large files come in pieces (tus 1.0.0): what has arrived is sealed, goes on where it stopped, and counts once."""

from base64 import b64encode
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.privacy import retention
from fortell.story.models import Answer, Photo, Upload, UploadPiece
from fortell.story.queries import open_turn
from tests.cast import BOTH, Family
from tests.pages.telling import PICTURE, Response

pytestmark = pytest.mark.django_db(databases=BOTH)
TUS = {"Tus-Resumable": "1.0.0"}


def home(family: Family) -> str:
    return f"/tell/{family.memoir.code}/"


def metadata(**facts: str) -> str:
    return ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in facts.items())


def begin(family: Family, size: int, **facts: str) -> Response:
    headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata(**{"field": "photo", **facts})}
    return family.alma.browser().post(f"{home(family)}uploads/", headers=headers)


def piece(browser: Client, place: str, offset: int, content: bytes) -> Response:
    headers = {**TUS, "Upload-Offset": str(offset)}
    return browser.patch(place, content, content_type="application/offset+octet-stream", headers=headers)


def brought(family: Family, content: bytes = PICTURE, *, cut: int = 3) -> str:
    """A file that has come in `cut` pieces; its name."""
    place = begin(family, len(content), filetype="image/jpeg").headers["Location"]
    step = -(-len(content) // cut)
    for offset in range(0, len(content), step):
        assert piece(family.alma.browser(), place, offset, content[offset : offset + step]).status_code == 204
    return str(place.split("/")[-2])


def answer(family: Family, **form: Any) -> Response:
    turn = open_turn(family.memoir)
    assert turn
    return family.alma.browser().post(f"{home(family)}answers/", {"turn": turn.id, "delivery": new_id(), **form})


@pytest.fixture
def asked(family: Family) -> Family:
    family.alma.browser().get(home(family))
    return family


def test_photo_in_pieces_is_a_photo_of_the_answer_and_its_pieces_go(asked: Family) -> None:
    names = [brought(asked), brought(asked, cut=1)]
    assert answer(asked, text="Two pictures.", upload=names, caption=["The bay", "The pier"]).status_code == 302
    assert Photo.objects.filter(answer=Answer.objects.get()).count() == 2
    assert (Upload.objects.count(), UploadPiece.objects.count()) == (0, 0)


def test_what_has_arrived_is_told_and_goes_on_from_there(asked: Family) -> None:
    browser = asked.alma.browser()
    place = begin(asked, 10).headers["Location"]
    assert piece(browser, place, 0, b"abcd").headers["Upload-Offset"] == "4"
    assert piece(browser, place, 0, b"abcd").status_code == 409  # a piece that comes twice
    assert piece(browser, place, 4, b"too much of it").status_code == 409
    found = browser.head(place, headers=TUS)
    assert (found.headers["Upload-Offset"], found.headers["Upload-Length"]) == ("4", "10")
    assert found.headers["Upload-Expires"].endswith("GMT")


def test_pieces_lie_sealed(asked: Family) -> None:
    place = begin(asked, 18).headers["Location"]
    piece(asked.alma.browser(), place, 0, b"QUICKLIME on walls")
    content = bytes(UploadPiece.objects.get().content)
    assert b"QUICKLIME" not in content
    assert content.startswith(b"\xf7\x01")


def test_client_finds_again_what_it_named_itself(asked: Family) -> None:
    name = str(new_id())
    places = {begin(asked, 10, name=name).headers["Location"] for _try in range(2)}
    assert places == {f"{home(asked)}uploads/{name}/"}
    assert Upload.objects.get().id == UUID(name)


def test_name_of_anothers_upload_opens_nothing(asked: Family, neighbour: Family) -> None:
    name = str(new_id())
    begin(neighbour, 10, name=name)
    assert begin(asked, 10, name=name).status_code == 413
    place = f"{home(asked)}uploads/{name}/"
    assert asked.alma.browser().head(place, headers=TUS).status_code == 404
    assert piece(asked.alma.browser(), place, 0, b"abc").status_code == 404
    assert answer(asked, text="Mine?", upload=name).status_code == 409
    assert Upload.objects.get().offset == 0


def test_answer_waits_for_files_that_are_not_whole(asked: Family) -> None:
    place = begin(asked, 10).headers["Location"]
    piece(asked.alma.browser(), place, 0, b"abcd")
    assert answer(asked, text="Half.", upload=place.split("/")[-2]).status_code == 409
    assert Answer.objects.count() == 0


def test_answer_that_was_kept_is_not_kept_again_when_its_files_are_gone(asked: Family) -> None:
    name, delivery = brought(asked), new_id()
    turn = open_turn(asked.memoir)
    assert turn
    form = {"turn": turn.id, "delivery": delivery, "upload": name, "text": "The bay."}
    statuses = [asked.alma.browser().post(f"{home(asked)}answers/", form).status_code for _try in range(2)]
    assert statuses == [302, 200]
    assert (Answer.objects.count(), Photo.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "x"}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Metadata": "field %%%"}, 400),
        ({"Upload-Metadata": metadata(field="../../etc")}, 400),
        ({"Upload-Metadata": metadata(field="photo", name="not-an-id")}, 400),
        ({"Upload-Metadata": metadata(field="photo", filetype="<script>")}, 400),
        ({"Tus-Resumable": "0.2"}, 412),
        ({"Upload-Length": "1001"}, 413),
    ],
)
def test_what_is_not_tus_or_too_large_is_refused(
    asked: Family, settings: Settings, headers: dict[str, str], status: int
) -> None:
    settings.UPLOAD_BYTES = 1000
    right = {**TUS, "Upload-Length": "10", "Upload-Metadata": metadata(field="photo")}
    browser = asked.alma.browser()
    assert browser.post(f"{home(asked)}uploads/", headers={**right, **headers}).status_code == status
    assert Upload.objects.count() == 0


def test_no_more_lies_unfinished_than_there_is_room_for(asked: Family, settings: Settings) -> None:
    settings.UPLOAD_BYTES = 100
    assert [begin(asked, 100).status_code for _one in range(21)] == [201] * 20 + [413]


def test_nothing_is_taken_in_without_her_yes(asked: Family) -> None:
    place = begin(asked, 10).headers["Location"]
    asked.alma.browser().post(f"{home(asked)}consent/", {"decision": "withdraw"})
    assert piece(asked.alma.browser(), place, 0, b"abcd").status_code == 403
    assert begin(asked, 10).status_code == 403
    assert UploadPiece.objects.count() == 0


def test_unfinished_uploads_go_after_their_days(asked: Family) -> None:
    place = begin(asked, 10).headers["Location"]
    piece(asked.alma.browser(), place, 0, b"abcd")
    Upload.objects.update(begun_at=now() - timedelta(days=3, hours=23))
    retention.sweep()
    assert UploadPiece.objects.count() == 1
    Upload.objects.update(begun_at=now() - timedelta(days=4, minutes=1))
    retention.sweep()
    assert (Upload.objects.count(), UploadPiece.objects.count()) == (0, 0)
