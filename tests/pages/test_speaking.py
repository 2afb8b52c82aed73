"""Her voice: it comes with an answer, is kept sealed, plays from any place, and goes when she says so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import Settings

from fortell.kit.ids import new_id
from fortell.people.permissions import NotAllowed
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import correct_answer, delete_answer, delete_recording
from fortell.story.models import Answer, Memoir, Recording, Turn
from fortell.story.queries import read_answer, recording_file, told
from fortell.story.recordings import clean
from tests.cast import BOTH, Family
from tests.pages.telling import BOATHOUSE, VOICE, Response, answered
from tests.privacy.archives import brought_in, files_of, gone, taken
from tests.privacy.scanning import places_of
from tests.sounds import recorded

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
KEPT = clean(VOICE, minutes=1).content
SLICE = KEPT[len(KEPT) // 2 :][:64]  # sixty-four bytes of her voice
WHERE_SEALED = 70  # bytes at the beginning of a recording that a range asks for


def send(family: Family, **fields: object) -> Response:
    browser = family.alma.browser()
    browser.get(reverse("story:tell", args=[family.memoir.code]))
    turn = Turn.objects.get(memoir=family.memoir, outcome=Turn.Outcome.OPEN)
    form = {"turn": turn.id, "delivery": new_id(), "text": "", **fields}
    return browser.post(reverse("story:answers", args=[family.memoir.code]), form)


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("voice.webm", content, "audio/webm")


@pytest.fixture
def spoken(family: Family) -> Recording:
    """Alma has answered once, with her voice alone."""
    assert send(family, recording=upload(VOICE)).status_code == 302
    return Recording.objects.select_related("answer", "memoir").get()


def voice_of(recording: Recording) -> bytes:
    return opened(scope=recording.memoir_id, use=Use.OWN).file(recording_file(recording))


@pytest.mark.promise("MIM-2.2")
def test_an_answer_can_be_voice_alone_or_beside_words(family: Family, spoken: Recording) -> None:
    assert voice_of(spoken) == KEPT
    assert spoken.milliseconds == 1000
    assert send(family, recording=upload(VOICE), text=BOATHOUSE).status_code == 302
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    reads = [read_answer(answer, opening) for answer in Answer.objects.order_by("number")]
    assert [(read.text, len(read.recordings)) for read in reads] == [("", 1), (BOATHOUSE, 1)]


@pytest.mark.promise("MIM-2.2")
def test_a_voice_longer_than_published_is_refused_and_nothing_is_kept(family: Family, settings: Settings) -> None:
    page = family.alma.browser().get(reverse("story:tell", args=[family.memoir.code])).content.decode()
    assert "for up to 10 minutes at a time" in page
    object.__setattr__(settings.FORTELL.limits, "recording_minutes", 1)
    try:
        response = send(family, recording=upload(recorded(64.0)), text=BOATHOUSE)
    finally:
        object.__setattr__(settings.FORTELL.limits, "recording_minutes", 10)
    assert response.status_code == 422
    text = response.content.decode()
    assert "longer than fits in one message: 1 minute." in text
    assert BOATHOUSE in text
    assert (Answer.objects.count(), Recording.objects.count(), SealedFile.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"We rowed.", "not a recording that we can play"), (recorded(0.1), "no sound in this recording")],
)
def test_what_is_no_voice_is_refused_kindly(family: Family, content: bytes, said: str) -> None:
    response = send(family, recording=upload(content))
    assert (response.status_code, Answer.objects.count()) == (422, 0)
    assert said in response.content.decode()


def test_a_file_too_large_is_said_to_be_the_recording(family: Family, settings: Settings) -> None:
    settings.UPLOAD_BYTES = 1000
    response = send(family, recording=upload(VOICE))
    assert response.status_code == 422
    assert "longer than fits in one message" in response.content.decode()


def test_her_voice_lies_open_nowhere(spoken: Recording) -> None:
    assert SLICE in voice_of(spoken)
    assert SLICE in VOICE
    assert places_of({"voice": SLICE}) == set()


def test_a_player_can_begin_anywhere(family: Family, spoken: Recording) -> None:
    address = reverse("story:recording", args=[family.memoir.code, spoken.id])
    browser = family.alma.browser()
    whole = browser.get(address)
    assert (whole.status_code, whole.headers["Content-Type"], whole.headers["Accept-Ranges"]) == (
        200,
        "audio/webm",
        "bytes",
    )
    assert b"".join(whole.streaming_content) == KEPT
    some = browser.get(address, headers={"range": f"bytes=10-{WHERE_SEALED - 1}"})
    assert some.status_code == 206
    assert some.headers["Content-Range"] == f"bytes 10-{WHERE_SEALED - 1}/{len(KEPT)}"
    assert b"".join(some.streaming_content) == KEPT[10:WHERE_SEALED]


def test_her_page_plays_it_and_offers_to_write_it_down(family: Family, spoken: Recording) -> None:
    page = family.alma.browser().get(reverse("story:tell", args=[family.memoir.code])).content.decode()
    assert f'src="{reverse("story:recording", args=[family.memoir.code, spoken.id])}"' in page
    assert "Voice message, 0:01" in page
    assert "Write it down" in page


def test_what_is_written_down_becomes_the_answer(family: Family, spoken: Recording) -> None:
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    assert [one.text for one in told(family.memoir, opening)] == [""]
    form = {"text": BOATHOUSE}
    address = reverse("story:answer", args=[family.memoir.code, spoken.answer_id])
    assert "Listen, and write down" in family.alma.browser().get(address).content.decode()
    assert family.alma.browser().post(address, form).status_code == 302
    assert [one.text for one in told(family.memoir, opening)] == [BOATHOUSE]
    assert voice_of(spoken) == KEPT
    assert (
        "Write it down"
        not in family.alma.browser().get(reverse("story:tell", args=[family.memoir.code])).content.decode()
    )


def test_a_recording_goes_for_good_and_its_words_stay(family: Family, spoken: Recording) -> None:
    correct_answer(answer=spoken.answer, text=BOATHOUSE, by=family.alma.actor)
    with pytest.raises(NotAllowed):
        delete_recording(recording=spoken, by=family.alma.actor)
    delete_recording(recording=spoken, by=family.alma.checked())
    assert not Key.objects.filter(id=spoken.id).exists()
    assert (Recording.objects.count(), SealedFile.objects.count()) == (0, 0)
    assert read_answer(Answer.objects.get(), opened(scope=family.memoir.id, use=Use.OWN)).text == BOATHOUSE


def test_a_deleted_answer_takes_its_voice_along(family: Family, spoken: Recording) -> None:
    delete_answer(answer=spoken.answer, by=family.alma.checked())
    assert not Key.objects.filter(id=spoken.id).exists()
    assert (Answer.objects.count(), Recording.objects.count(), SealedFile.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_her_voice_goes_along_in_the_copy_and_comes_back(family: Family, kind: str) -> None:
    answered(family, BOATHOUSE, recording=recorded(1.0, kind))
    archive, kept = taken(family.memoir), clean(recorded(1.0, kind), minutes=1)
    name = f"recordings/0001-1.{kind}"
    assert files_of(archive)[name] == kept.content
    assert f'<audio controls preload="none" src="{name}">' in files_of(archive)["index.html"].decode()
    gone(family.memoir)
    brought_in(archive)
    again = Recording.objects.get()
    assert (again.memoir, again.milliseconds) == (Memoir.objects.get(), kept.milliseconds)
    assert clean(voice_of(again), minutes=1).milliseconds == pytest.approx(kept.milliseconds, abs=30)
