"""A Whisper model in a folder of this machine, through faster-whisper: nothing leaves, and nothing is fetched.

The package is an extra (`requirements/speech.txt`) of some 440 MB, so it is loaded where it is used and nowhere else.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from fortell.gateways.speech.contract import EngineFailed, Segment, Vocabulary, Word
from fortell.gateways.speech.made_up import without_made_up
from fortell.gateways.speech.sound import is_silent

# Without tokenizer.json the library would ask a hub on the internet for it.
NEEDED: Final = ("config.json", "model.bin", "tokenizer.json")
LANGUAGES: Final = {"nb": "no"}  # where Whisper calls a language otherwise than we do


def faults(folder: str) -> list[str]:
    """Why it can't be used; empty where it can."""
    missing = [name for name in NEEDED if not (Path(folder) / name).is_file()] if folder else []
    return [
        *([] if folder else ["[speech] model_folder is not set"]),
        *(f"[speech] model_folder has no file {name}" for name in missing),
        *(
            []
            if find_spec("faster_whisper")
            else ["[speech] engine is local, and requirements/speech.txt not installed"]
        ),
    ]


class LocalWhisper:
    def __init__(self, folder: str) -> None:
        self._folder = folder

    @property
    def name(self) -> str:
        return Path(self._folder).name

    def hear(self, pcm: bytes, *, language: str, vocabulary: Vocabulary, scope: UUID) -> list[Word]:  # noqa: ARG002 - the contract's
        if faults(self._folder):
            raise EngineFailed("engine-not-in-order", permanent=True)
        if is_silent(pcm):
            return []
        # A voice detector looks first: without one, models put words into silence and noise.
        heard, _info = _model(self._folder).transcribe(
            _samples(pcm),
            language=LANGUAGES.get(language, language),
            vad_filter=True,
            word_timestamps=True,
            condition_on_previous_text=False,
            hotwords=", ".join(name for names in vocabulary.values() for name in names) or None,
        )
        return without_made_up(_segments(heard))


def _segments(heard: Any) -> Iterator[Segment]:
    for one in heard:
        yield Segment(
            words=tuple(_whole_words(one.words or ())),
            no_speech=one.no_speech_prob,
            logprob=one.avg_logprob,
            compression=one.compression_ratio,
        )


def _whole_words(parts: Iterable[Any]) -> Iterator[Word]:
    """Words as they are written: the library gives "ill-disposed" in two parts, the second without a space before."""
    word: Word | None = None
    for part in parts:
        text, end, confidence = part.word.strip(), float(part.end), float(part.probability)
        if word and not part.word.startswith(" "):
            word = replace(word, text=word.text + text, end=end, confidence=min(word.confidence or 0.0, confidence))
            continue
        if word:
            yield word
        word = Word(text=text, start=float(part.start), end=end, confidence=confidence)
    if word:
        yield word


def _samples(pcm: bytes) -> Any:
    numpy = import_module("numpy")
    return numpy.frombuffer(pcm, dtype="<i2").astype("float32") / 32768


@cache
def _model(folder: str) -> Any:
    """One for the process: loading takes seconds, and the weights hundreds of megabytes."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    threads = max(1, (os.cpu_count() or 1) // 2)  # the pages go on meanwhile
    library = import_module("faster_whisper")
    return library.WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)
