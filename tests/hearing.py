"""A house that has what she says written down by an endpoint on this machine."""

import json
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest

from fortell.gateways.speech import Vocabulary, Word, choosing
from fortell.kit.installation import Speech
from fortell.people.permissions import WORKER
from fortell.privacy.egress.fields import FILE
from fortell.story.actions import transcribe
from fortell.story.models import Recording, Transcript
from tests.egress import Recorder, Register, in_order


class Parrot:
    """An engine that hears one word in everything, and sends nothing anywhere."""

    name = "parrot"

    def hear(self, pcm: bytes, *, language: str, vocabulary: Vocabulary, scope: UUID) -> list[Word]:
        return [Word(text="Polly.", start=0.0, end=0.5, confidence=None)]


def heard(recording: Recording) -> Transcript:
    return transcribe(recording=recording, engine=Parrot(), progress=lambda done, total: None, by=WORKER)


PATH = "/v1/audio/transcriptions"
FIELDS = [FILE, "story.Memoir.language", "people.Member.name", "story.Memory.picture"]


@pytest.fixture
def listener(recorder: Recorder, register: Register, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    register({"listener": in_order(name="Nordlys Tale AS", description="Writes down what is said.", fields=FIELDS)})
    speech = Speech(engine="endpoint", processor="listener", address=recorder.url("/v1"), model="large")
    house = replace(choosing.installation(), speech=speech)
    monkeypatch.setattr(choosing, "installation", lambda: house)
    hears(recorder, "We rowed, to Gamlevik.")
    yield recorder
    monkeypatch.undo()


def hears(recorder: Recorder, text: str, *, logprob: float = -0.1, status: int = 200) -> None:
    """What the endpoint makes of every sound: one utterance, its words spread over a second."""
    segment = {"text": text, "start": 0.0, "end": 1.0, "avg_logprob": logprob, "no_speech_prob": 0.0}
    answer = {"text": text, "segments": [segment] if text else []}
    recorder.answers[PATH] = (status, {"Content-Type": "application/json"}, [json.dumps(answer).encode()])
