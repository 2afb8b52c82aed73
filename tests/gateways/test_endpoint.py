"""A processor's endpoint, over real HTTP on this machine: what it gets, what it answers, and how it fails."""

import json
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import pytest

from fortell.gateways.speech.contract import EngineFailed, Word
from fortell.gateways.speech.endpoint import Endpoint
from fortell.gateways.speech.sound import decoded
from fortell.kit.http import Limits
from fortell.privacy.egress import registry
from fortell.privacy.egress.fields import FILE
from fortell.privacy.egress.models import Sending
from fortell.story.actions import withdraw_consent
from tests.cast import BOTH, Family
from tests.egress import Arrived, Recorder, Register, in_order
from tests.sounds import recorded

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
PATH = "/v1/audio/transcriptions"
PCM = decoded(recorded(2.0))
NAMES = {"people.Member.name": ("Alma", "Ingrid"), "story.Memory.picture": ("Olav",)}
SAID = {
    "text": " We rowed, to Vik. Thanks for watching!",
    "words": [
        {"word": word, "start": at / 2, "end": at / 2 + 0.5} for at, word in enumerate(["We", "rowed", "to", "Vik"])
    ],
    "segments": [
        {"text": " We rowed, to Vik.", "start": 0.0, "end": 2.0, "avg_logprob": -0.1, "no_speech_prob": 0.01},
        {"text": " Thanks for watching!", "start": 2.0, "end": 2.1, "avg_logprob": -0.2, "no_speech_prob": 0.2},
    ],
}


@pytest.fixture
def fields() -> list[str]:
    return [FILE, "story.Memoir.language", "people.Member.name"]


@pytest.fixture
def endpoint(recorder: Recorder, register: Register, fields: list[str]) -> Endpoint:
    register({"listener": in_order(fields=fields)})
    return Endpoint(
        address=recorder.url("/v1/"),
        model="large",
        key="sesame",
        processor=registry.processors()["listener"],
        limits=Limits(silence=2.0, whole=4.0),
    )


def says(recorder: Recorder, status: int = 200, answer: Any = SAID) -> None:
    recorder.answers[PATH] = (status, {"Content-Type": "application/json"}, [json.dumps(answer).encode()])


def hear(endpoint: Endpoint, family: Family, pcm: bytes = PCM) -> list[Word]:
    return endpoint.hear(pcm, language="nb", vocabulary=NAMES, scope=family.memoir.id)


def form_in(request: Arrived) -> Iterator[tuple[str, bytes]]:
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers if name.lower() == "content-type")
    for part in message_from_bytes(head.encode() + b"\r\n" + request.body).get_payload():
        yield str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True)


def test_it_gets_the_sound_the_language_and_the_names_it_may_and_no_more(
    family: Family, recorder: Recorder, endpoint: Endpoint
) -> None:
    says(recorder)
    hear(endpoint, family)
    [request] = recorder.arrived
    assert (request.method, request.path) == ("POST", PATH)
    headers = {name.lower(): value for name, value in request.headers}
    assert headers["authorization"] == "Bearer sesame"
    assert headers["user-agent"] == "Fortell"
    sent = list(form_in(request))
    assert decoded(dict(sent)["file"]) == PCM
    assert [(name, value.decode()) for name, value in sent if name != "file"] == [
        ("model", "large"),
        ("language", "no"),
        ("response_format", "verbose_json"),
        ("temperature", "0"),
        ("timestamp_granularities[]", "word"),
        ("timestamp_granularities[]", "segment"),
        ("prompt", "Alma, Ingrid"),
    ]
    assert sorted(Sending.objects.get().fields) == ["people.Member.name", FILE, "story.Memoir.language"]


def test_its_words_keep_their_punctuation_times_and_confidence_and_what_it_made_up_goes(
    family: Family, recorder: Recorder, endpoint: Endpoint
) -> None:
    says(recorder)
    heard = hear(endpoint, family)
    assert [(word.text, word.start, word.end) for word in heard] == [
        ("We", 0.0, 0.5),
        ("rowed,", 0.5, 1.0),
        ("to", 1.0, 1.5),
        ("Vik.", 1.5, 2.0),
    ]
    assert [word.confidence for word in heard] == pytest.approx([0.905] * 4, abs=0.001)


def test_one_that_gives_only_text_is_understood(family: Family, recorder: Recorder, endpoint: Endpoint) -> None:
    says(recorder, answer={"text": "We rowed."})
    first, second = hear(endpoint, family)
    assert (first.text, first.start, second.text, second.confidence) == ("We", 0.0, "rowed.", None)
    assert second.end == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize(
    ("status", "permanent"), [(400, True), (401, True), (404, True), (429, False), (500, False), (503, False)]
)
def test_a_refusal_says_whether_another_time_may_help(
    family: Family, recorder: Recorder, endpoint: Endpoint, status: int, permanent: bool
) -> None:
    says(recorder, status, {"error": {"message": "We rowed."}})
    with pytest.raises(EngineFailed) as failed:
        hear(endpoint, family)
    assert (str(failed.value), failed.value.permanent) == (f"endpoint-said-{status}", permanent)


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        {"text": None, "segments": "x"},
        {"text": "x", "words": [{}]},
        None,
        {"text": None},
        {"text": "x", "segments": [{"text": "x", "start": 0, "end": float("nan")}]},
        {"text": "x", "segments": [{"text": "x", "start": 0, "end": 1, "no_speech_prob": "x"}]},
    ],
)
def test_nonsense_is_no_answer(family: Family, recorder: Recorder, endpoint: Endpoint, answer: Any) -> None:
    says(recorder, answer=answer)
    with pytest.raises(EngineFailed) as failed:
        hear(endpoint, family)
    assert (str(failed.value), failed.value.permanent) == ("endpoint-answered-otherwise", True)


def test_one_that_is_not_there_is_tried_again(family: Family, register: Register, fields: list[str]) -> None:
    register({"listener": in_order(fields=fields)})
    processor = registry.processors()["listener"]
    gone = Endpoint(address="http://127.0.0.1:9/v1", model="large", key="", processor=processor, limits=Limits())
    with pytest.raises(EngineFailed) as failed:
        hear(gone, family)
    assert (str(failed.value), failed.value.permanent) == ("endpoint-failed", False)


def test_silence_is_not_sent(family: Family, recorder: Recorder, endpoint: Endpoint) -> None:
    assert hear(endpoint, family, bytes(len(PCM))) == []
    assert recorder.arrived == []


def test_nothing_is_sent_without_her_consent(family: Family, recorder: Recorder, endpoint: Endpoint) -> None:
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    with pytest.raises(EngineFailed) as failed:
        hear(endpoint, family)
    assert (str(failed.value), failed.value.permanent) == ("sending-refused", True)
    assert recorder.arrived == []
