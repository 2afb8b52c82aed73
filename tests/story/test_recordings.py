"""Whatever a browser records comes out as the sound alone, with its length; what is no sound is refused."""

from io import BytesIO

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fortell.story.recordings import RecordingRefused, SoundFault, clean
from tests.sounds import RECORDERS, recorded

TITLE = "Alma at home"
HALF_A_SECOND = {kind: recorded(0.5, kind) for kind in RECORDERS}


def fault_of(content: bytes, *, minutes: int = 10) -> SoundFault | None:
    try:
        clean(content, minutes=minutes)
    except RecordingRefused as refused:
        return refused.fault
    return None


def jumped_to(content: bytes, seconds: float) -> float:
    """Where a player lands that jumps to a place in it."""
    with av.open(BytesIO(content)) as file:
        file.seek(int(seconds * av.time_base))
        frame = next(file.decode(audio=0))
        assert frame.time is not None
        return float(frame.time)


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("webm", "audio/webm"),
        ("mp4", "audio/mp4"),
        ("ogg", "audio/webm"),
        ("mp3", "audio/webm"),
        ("wav", "audio/webm"),
        ("flac", "audio/webm"),
    ],
)
def test_every_kind_becomes_one_that_browsers_play_with_its_length(kind: str, kept: str) -> None:
    sound = clean(recorded(12.0, kind), minutes=1)
    assert sound.media_type == kept
    assert sound.milliseconds == pytest.approx(12_000, abs=80)
    with av.open(BytesIO(sound.content)) as file:
        assert file.duration == pytest.approx(12_000_000, abs=80_000)
        assert [stream.type for stream in file.streams] == ["audio"]
    assert jumped_to(sound.content, 8.0) == pytest.approx(8.0, abs=5.1)


def test_a_browsers_recording_has_no_length_before_and_has_one_after() -> None:
    live = recorded(3.0)
    with av.open(BytesIO(live)) as file:
        assert file.duration is None
    with av.open(BytesIO(clean(live, minutes=1).content)) as file:
        assert file.duration == pytest.approx(3_000_000, abs=80_000)


@pytest.mark.parametrize("kind", ["webm", "mp4", "mp3"])
def test_what_is_written_beside_the_sound_is_gone(kind: str) -> None:
    content = recorded(1.0, kind, title=TITLE)
    assert TITLE.encode() in content
    assert TITLE.encode() not in clean(content, minutes=1).content


@pytest.mark.parametrize("kind", sorted(RECORDERS))
def test_the_same_sound_gives_the_same_bytes(kind: str) -> None:
    content = recorded(1.0, kind)
    assert clean(content, minutes=1) == clean(content, minutes=1)


def test_length_is_counted_and_not_believed() -> None:
    content = recorded(65.0)
    assert fault_of(content, minutes=1) is SoundFault.TOO_LONG
    assert fault_of(content, minutes=2) is None
    assert fault_of(recorded(0.2)) is SoundFault.TOO_SHORT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"We rowed to school.",
        b"\x89PNG\r\n\x1a\n",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
    ],
)
def test_what_is_no_recording_is_refused(content: bytes) -> None:
    assert fault_of(content) is SoundFault.NOT_A_RECORDING


@given(st.binary(max_size=300))
def test_junk_is_refused_whatever_it_is(junk: bytes) -> None:
    assert fault_of(junk) in set(SoundFault)


@pytest.mark.parametrize("kind", sorted(RECORDERS))
@settings(max_examples=25)
@given(data=st.data())
def test_a_damaged_recording_is_refused_or_comes_out_as_sound(kind: str, data: st.DataObject) -> None:
    content = bytearray(HALF_A_SECOND[kind])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
        content[at] ^= 0xFF
    if fault_of(bytes(content)) is None:
        sound = clean(bytes(content), minutes=10)
        assert fault_of(sound.content) is None


def test_what_was_recorded_before_the_line_broke_is_kept() -> None:
    content = recorded(6.0)
    assert 1_000 < clean(content[: len(content) // 2], minutes=1).milliseconds < 6_000
