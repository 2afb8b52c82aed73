"""A sound file as the engines hear it, in memory only: decoded, and cut into pieces where nobody speaks."""

import sys
import wave
from array import array
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import av
from av.audio.resampler import AudioResampler

from fortell.gateways.speech.contract import BYTES, RATE

# FFmpeg would try hundreds of formats, some of which read other files or addresses; these are what recorders make.
OPENED: Final = {
    "format_whitelist": "matroska,webm,ogg,mov,mp4,m4a,3gp,3g2,mj2,mp3,wav,flac,aac",
    "protocol_whitelist": "",
}
FRAME: Final = RATE // 10  # samples in which loudness is measured: a tenth of a second
SHORTEST, LONGEST = 450, 600  # frames in a piece; a crash loses a minute's work at most
SILENT: Final = 33  # mean amplitude of 32768: −60 dBFS, quieter than a quiet room through a telephone's microphone


def decoded(content: bytes) -> bytes:
    """PCM of a whole sound file. Raises FFmpegError where it can't be decoded."""
    pcm = bytearray()
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(BytesIO(content), "r", options=OPENED, metadata_errors="replace") as source:
        for frame in source.decode(source.streams.audio[0]):
            frame.pts = None  # counted anew: a recorder's gaps and jumps would become errors
            for piece in resampler.resample(frame):
                pcm += bytes(piece.planes[0])[: piece.samples * BYTES]
        for piece in resampler.resample(None):
            pcm += bytes(piece.planes[0])[: piece.samples * BYTES]
    return bytes(pcm)


def milliseconds(pcm: bytes) -> int:
    return len(pcm) * 1000 // (RATE * BYTES)


def pieces(pcm: bytes) -> Iterator[bytes]:
    """Pieces of up to a minute, cut where it is quietest, so that no word is cut in two. Joined they are the whole."""
    step, begin = FRAME * BYTES, 0
    while len(pcm) - begin > LONGEST * step:
        frames = range(begin + SHORTEST * step, begin + LONGEST * step, step)
        end = min(frames, key=lambda at: _loudness(pcm[at : at + step])) + step // 2
        yield pcm[begin:end]
        begin = end
    yield pcm[begin:]


def is_silent(pcm: bytes) -> bool:
    """Whether nothing is to be heard in it anywhere."""
    step = FRAME * BYTES
    return all(_loudness(pcm[at : at + step]) < SILENT for at in range(0, len(pcm), step))


def as_wav(pcm: bytes) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(BYTES)
        file.setframerate(RATE)
        file.writeframes(pcm)
    return out.getvalue()


def _loudness(pcm: bytes) -> float:
    samples = array("h", pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    return sum(map(abs, samples)) / len(samples) if samples else 0.0
