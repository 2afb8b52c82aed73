"""From whatever a browser or phone records to one clean sound file, in memory only.

What is kept is the sound alone, with its duration and an index, so that every player can jump to any place in it;
titles, dates, positions and whatever else a recorder writes beside the sound are not taken along.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import av
import av.error
from av.audio.resampler import AudioResampler
from av.container import InputContainer

from fortell.gateways.speech.sound import OPENED

# The sound stays as the recorder coded it where every browser plays it so; anything else is coded anew.
KEPT_AS_IT_IS = {"opus": "audio/webm", "aac": "audio/mp4"}
FORMATS = {"audio/webm": "webm", "audio/mp4": "mp4"}
BARE = {"fflags": "+bitexact"}  # no version, date or random number in the file: the same sound gives the same bytes
CODED_ANEW = "audio/webm"
RATE = 48_000  # samples a second, Opus' own
BITS = 48_000  # a second: more than the 28,000 to 40,000 for speech at full band (RFC 6716, section 2.1.1)
MOST_CHANNELS = 2
SHORTEST = 300  # milliseconds; less is a slip of the finger
GRACE = 2_000  # milliseconds: a browser's clock stops a little after the sound's


class SoundFault(StrEnum):
    NOT_A_RECORDING = "not-a-recording"
    BROKEN = "broken"
    TOO_LONG = "too-long"
    TOO_SHORT = "too-short"


class RecordingRefused(Exception):
    """This can't be kept as a recording; `fault` says why."""

    def __init__(self, fault: SoundFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class Sound:
    """One sound file as it is kept."""

    content: bytes
    media_type: str
    milliseconds: int


def clean(content: bytes, *, minutes: int) -> Sound:
    """Decode it to its end, then write the sound alone into a new file. Raises RecordingRefused."""
    try:
        milliseconds = _decoded(content, most=minutes * 60_000 + GRACE)
        with _opened(content) as source:
            media_type = _kept_as(source)
            written = _copied(source, media_type) if media_type else _coded_anew(source)
    except (av.error.FFmpegError, ValueError, EOFError) as error:
        raise RecordingRefused(SoundFault.BROKEN) from error
    return Sound(content=written, media_type=media_type or CODED_ANEW, milliseconds=milliseconds)


def _opened(content: bytes) -> InputContainer:
    try:
        container = av.open(BytesIO(content), "r", options=OPENED, metadata_errors="replace")
    except (av.error.FFmpegError, ValueError, EOFError) as error:
        raise RecordingRefused(SoundFault.NOT_A_RECORDING) from error
    if not container.streams.audio:
        container.close()
        raise RecordingRefused(SoundFault.NOT_A_RECORDING)
    return container


def _decoded(content: bytes, *, most: int) -> int:
    """Its length in milliseconds, counted by decoding all of it: what a file says of itself may be wrong or absent."""
    played = 0.0
    with _opened(content) as source:
        for frame in source.decode(source.streams.audio[0]):
            played += frame.samples / frame.sample_rate * 1000
            if played > most:
                raise RecordingRefused(SoundFault.TOO_LONG)
    if played < SHORTEST:
        raise RecordingRefused(SoundFault.TOO_SHORT)
    return round(played)


def _kept_as(source: InputContainer) -> str:
    """The media type it can stay in, without coding it anew; empty where it has to be."""
    codec = source.streams.audio[0].codec_context
    return KEPT_AS_IT_IS.get(codec.name, "") if codec.channels <= MOST_CHANNELS else ""


def _copied(source: InputContainer, media_type: str) -> bytes:
    out = BytesIO()
    with av.open(out, "w", format=FORMATS[media_type], options=BARE) as target:
        stream = source.streams.audio[0]
        copy = target.add_stream_from_template(stream)
        copy.metadata.clear()
        for packet in source.demux(stream):
            if packet.dts is not None:
                packet.stream = copy
                target.mux(packet)
    return out.getvalue()


def _coded_anew(source: InputContainer) -> bytes:
    out = BytesIO()
    with av.open(out, "w", format=FORMATS[CODED_ANEW], options=BARE) as target:
        stream = target.add_stream("libopus", rate=RATE, layout="mono")
        stream.bit_rate = BITS
        for frame in _resampled(source):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return out.getvalue()


def _resampled(source: InputContainer) -> Iterator[av.AudioFrame]:
    resampler = AudioResampler(format="flt", layout="mono", rate=RATE)
    for frame in source.decode(source.streams.audio[0]):
        frame.pts = None  # counted anew: a recorder's gaps and jumps would become errors
        yield from resampler.resample(frame)
    yield from resampler.resample(None)
