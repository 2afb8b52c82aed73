"""A transcription endpoint that speaks OpenAI's form (`POST …/audio/transcriptions`), run by a registered processor."""

from collections.abc import Iterator
from math import exp, isfinite
from secrets import token_hex
from typing import Any, Final
from uuid import UUID

from fortell.gateways.speech.contract import LANGUAGE, EngineFailed, Segment, Vocabulary, Word
from fortell.gateways.speech.local import LANGUAGES
from fortell.gateways.speech.made_up import without_made_up
from fortell.gateways.speech.sound import as_wav, is_silent, milliseconds
from fortell.kit import http
from fortell.kit.gate import SendingFailed
from fortell.privacy.egress.fields import FILE
from fortell.privacy.egress.permits import permit
from fortell.privacy.egress.processors import Processor
from fortell.privacy.egress.refusals import PermitRefused
from fortell.privacy.terms import Purpose

OK: Final = 200
BUSY: Final = frozenset({408, 425, 429})  # these, and whatever ends in the server's own fault, may go another time
SERVER: Final = 500

Times = tuple[float, float]  # from and to, in seconds


class Endpoint:
    def __init__(self, *, address: str, model: str, key: str, processor: Processor, limits: http.Limits) -> None:
        self._address, self._model, self._key = address.rstrip("/"), model, key
        self._processor, self._limits = processor, limits

    @property
    def name(self) -> str:
        return self._model

    def hear(self, pcm: bytes, *, language: str, vocabulary: Vocabulary, scope: UUID) -> list[Word]:
        if is_silent(pcm):
            return []
        names = {field: words for field, words in vocabulary.items() if words and field in self._processor.fields}
        payload = {FILE: as_wav(pcm), LANGUAGE: LANGUAGES.get(language, language), **names}
        try:
            leave = permit(processor=self._processor.key, purpose=Purpose.BOOK, fields=payload, scope=scope)
            answer = self._asked(leave, payload)
        except PermitRefused as error:
            raise EngineFailed("sending-refused", permanent=True) from error
        except SendingFailed as error:
            raise EngineFailed("endpoint-failed", permanent=error.permanent) from error
        return without_made_up(_segments(answer, seconds=milliseconds(pcm) / 1000))

    def _asked(self, leave: object, payload: http.Payload) -> Any:
        boundary = token_hex(16)
        with http.exchange(
            permit=leave,
            url=f"{self._address}/audio/transcriptions",
            payload=payload,
            shape=lambda given: _form(given, self._model, boundary),
            headers={
                **({"Authorization": f"Bearer {self._key}"} if self._key else {}),
                "Content-Type": f"multipart/form-data; boundary={boundary}",
            },
            limits=self._limits,
        ) as reply:
            if reply.status != OK:
                raise EngineFailed(
                    f"endpoint-said-{reply.status}", permanent=reply.status not in BUSY and reply.status < SERVER
                )
            return reply.json()


def _form(given: http.Payload, model: str, boundary: str) -> bytes:
    """The body as a form with one file (RFC 7578)."""
    content: bytes = given[FILE]
    names = ", ".join(name for field, words in given.items() if field not in {FILE, LANGUAGE} for name in words)
    said = [
        ("model", model),
        ("language", given[LANGUAGE]),
        ("response_format", "verbose_json"),
        ("temperature", "0"),
        *(("timestamp_granularities[]", kind) for kind in ("word", "segment")),
        *([("prompt", names)] if names else []),
    ]
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in said
    )
    file = 'Content-Disposition: form-data; name="file"; filename="voice.wav"\r\nContent-Type: audio/wav\r\n\r\n'
    return f"{head}--{boundary}\r\n{file}".encode() + content + f"\r\n--{boundary}--\r\n".encode()


def _segments(answer: Any, *, seconds: float) -> Iterator[Segment]:
    """Its utterances; one that holds all where it names none. Raises EngineFailed where it is no answer at all."""
    try:
        timed = [_times(one, seconds) for one in answer.get("words") or ()]
        whole = {"text": answer["text"], "start": 0.0, "end": seconds}
        for one in answer.get("segments") or [whole]:
            yield _segment(one, _times(one, seconds), timed)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise EngineFailed("endpoint-answered-otherwise", permanent=True) from error


def _segment(one: dict[str, Any], span: Times, timed: list[Times]) -> Segment:
    if not isinstance(one["text"], str):
        raise TypeError
    tokens, (start, end), logprob = one["text"].split(), span, _number(one, "avg_logprob")
    own = [times for times in timed if start <= sum(times) / 2 < end]
    # The words of this form have no punctuation, the utterance has: their times fit if they are as many.
    times = own if len(own) == len(tokens) else _evenly(start, end, len(tokens))
    return Segment(
        words=tuple(
            Word(text=token, start=begin, end=over, confidence=None if logprob is None else min(1.0, exp(logprob)))
            for token, (begin, over) in zip(tokens, times, strict=True)
        ),
        no_speech=_number(one, "no_speech_prob"),
        logprob=logprob,
        compression=_number(one, "compression_ratio"),
    )


def _times(one: dict[str, Any], seconds: float) -> Times:
    """From and to, within the sound. Raises ValueError where there is no such place."""
    start, end = float(one["start"]), float(one["end"])
    if not (isfinite(start) and isfinite(end)):
        raise ValueError
    start = min(max(start, 0.0), seconds)
    return start, min(max(end, start), seconds)


def _number(one: dict[str, Any], name: str) -> float | None:
    number = None if one.get(name) is None else float(one[name])
    if number is not None and not isfinite(number):
        raise ValueError
    return number


def _evenly(start: float, end: float, count: int) -> list[Times]:
    step = (end - start) / max(count, 1)
    return [(start + at * step, start + (at + 1) * step) for at in range(count)]
