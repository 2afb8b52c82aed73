"""Sound for tests, made here: a tone, in the formats that recorders write."""

import math
from array import array
from io import BytesIO
from typing import Any

import av

RATE = 48_000
RECORDERS = {  # how each of them writes: container, codec, options
    "webm": ("webm", "libopus", {"live": "1"}),  # as MediaRecorder does: no duration, no index
    "mp4": ("mp4", "aac", {"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
    "ogg": ("ogg", "libopus", {}),
    "mp3": ("mp3", "libmp3lame", {}),
    "wav": ("wav", "pcm_s16le", {}),
    "flac": ("flac", "flac", {}),
}


def tone(seconds: float) -> av.AudioFrame:
    samples = array("f", (0.4 * math.sin(2 * math.pi * 220 * at / RATE) for at in range(int(seconds * RATE))))
    frame = av.AudioFrame(format="flt", layout="mono", samples=len(samples))
    frame.sample_rate = RATE
    frame.planes[0].update(samples.tobytes())
    return frame


def recorded(seconds: float = 2.0, kind: str = "webm", *, title: str = "") -> bytes:
    container, codec, options = RECORDERS[kind]
    out = BytesIO()
    with av.open(out, "w", format=container, options=options) as target:
        if title:
            target.metadata["title"] = target.metadata["comment"] = title
        stream: Any = target.add_stream(codec, rate=RATE)
        stream.layout = "mono"
        if title:
            stream.metadata["title"] = title
        fitting = av.AudioResampler(format=stream.format, layout="mono", rate=RATE, frame_size=stream.frame_size or 960)
        for piece in (*fitting.resample(tone(seconds)), *fitting.resample(None)):
            target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
    return out.getvalue()
