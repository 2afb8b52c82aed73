"""A real Whisper model on real human speech. It skips where the extra, the weights or the recordings are absent."""

import os
import random
import re
import time
from array import array
from importlib.util import find_spec
from pathlib import Path

import pytest

from fortell.gateways.speech import local
from fortell.gateways.speech.contract import RATE, EngineFailed, Word
from fortell.gateways.speech.local import NEEDED, LocalWhisper
from fortell.gateways.speech.sound import decoded, milliseconds
from fortell.kit.ids import new_id

FOLDER = os.environ.get("FORTELL_TEST_WHISPER", "")
LIBRIVOX = Path("/usr/share/pocketsphinx/test/data/librivox")  # Debian: pocketsphinx-testdata
real = pytest.mark.skipif(
    not (FOLDER and find_spec("faster_whisper")),
    reason="needs requirements/speech.txt, and FORTELL_TEST_WHISPER to name a folder with a Whisper model",
)


def hear(pcm: bytes, language: str = "en", *names: str) -> list[Word]:
    return LocalWhisper(FOLDER).hear(pcm, language=language, vocabulary={"people.Member.name": names}, scope=new_id())


def plain(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower().replace("mr.", "mister").replace("-", " "))


def distance(said: list[str], heard: list[str]) -> int:
    """Words to be put in, left out or changed (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, start=1):
        before, row[0] = row[0], number
        for at, other in enumerate(heard, start=1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != other))
    return row[-1]


@real
@pytest.mark.heavy
def test_human_speech_becomes_its_words() -> None:
    if not LIBRIVOX.exists():
        pytest.skip("needs human speech (Debian: apt-get install pocketsphinx-testdata)")
    hear(array("h", [300, -300] * RATE).tobytes())  # loads the model
    errors = words = 0
    seconds, began = 0.0, time.process_time()
    for line in (LIBRIVOX / "transcription").read_text().splitlines():
        if found := re.fullmatch(r"<s> (.*) </s> \((.*)\)", line):
            pcm = decoded((LIBRIVOX / f"{found[2]}.wav").read_bytes())
            heard = hear(pcm)
            errors += distance(found[1].split(), plain(" ".join(word.text for word in heard)))
            words, seconds = words + len(found[1].split()), seconds + milliseconds(pcm) / 1000
            assert all(0 <= word.start <= word.end <= milliseconds(pcm) / 1000 + 0.5 for word in heard)
            assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in heard)
    print(f"{errors} of {words} words wrong; {(time.process_time() - began) / seconds:.2f} CPU seconds a second")  # noqa: T201
    assert words > 50
    assert errors / words < 0.1


@real
@pytest.mark.heavy
@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_nothing_is_made_up_in_silence_and_noise(language: str) -> None:
    loud = random.Random(7)
    noise = array("h", (int(loud.gauss(0, 3000)) for _sample in range(8 * RATE))).tobytes()
    hum = array("h", [400, 390, -400, -410] * (2 * RATE)).tobytes()
    assert hear(bytes(8 * RATE * 2), language, "Olav") == []
    assert hear(noise, language, "Olav", "Gamlevik") == []
    assert hear(hum, language, "Olav", "Gamlevik") == []


def test_a_folder_that_would_make_the_library_ask_the_internet_is_refused(tmp_path: Path) -> None:
    for name in NEEDED:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "tokenizer.json").unlink()
    assert "[speech] model_folder has no file tokenizer.json" in local.faults(str(tmp_path))
    with pytest.raises(EngineFailed) as failed:
        LocalWhisper(str(tmp_path)).hear(b"", language="nb", vocabulary={}, scope=new_id())
    assert (str(failed.value), failed.value.permanent) == ("engine-not-in-order", True)
