"""Sound becomes what engines hear, in pieces that are cut where nobody speaks."""

from array import array

import pytest

from fortell.gateways.speech.contract import RATE
from fortell.gateways.speech.sound import as_wav, decoded, is_silent, milliseconds, pieces
from tests.sounds import RECORDERS, recorded

LOUD, QUIET = array("h", [9000, -9000] * (RATE // 2)).tobytes(), bytes(RATE * 2)  # a second of each


@pytest.mark.parametrize("kind", sorted(RECORDERS))
def test_every_recorders_sound_is_heard_at_its_length(kind: str) -> None:
    pcm = decoded(recorded(2.0, kind))
    assert milliseconds(pcm) == pytest.approx(2000, abs=80)
    assert not is_silent(pcm)


def test_pieces_join_to_the_whole_and_are_cut_in_the_silence() -> None:
    pcm = LOUD * 50 + QUIET + LOUD * 49 + QUIET * 2 + LOUD * 30
    found = list(pieces(pcm))
    assert b"".join(found) == pcm
    assert [milliseconds(piece) // 1000 for piece in found] == [50, 50, 31]
    assert all(50 <= milliseconds(piece) / 1000 <= 51 for piece in found[:2])


def test_a_short_sound_is_one_piece() -> None:
    assert list(pieces(LOUD)) == [LOUD]
    assert list(pieces(b"")) == [b""]


def test_silence_is_told_from_a_whisper() -> None:
    assert is_silent(QUIET)
    assert is_silent(array("h", [20, -20] * RATE).tobytes())
    assert not is_silent(QUIET * 5 + array("h", [200, -200] * 2000).tobytes() + QUIET)


def test_a_wav_holds_what_was_heard() -> None:
    assert decoded(as_wav(LOUD)) == LOUD
