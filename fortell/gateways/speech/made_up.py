"""What a model makes up where nobody speaks is left out: loops, the credits of films it learnt from, its own guesses.

The three figures are those of the authors' own decoder (github.com/openai/whisper, transcribe.py): they are what a
Whisper model calls silence, a loop and a guess.
"""

import re
import zlib
from collections.abc import Iterable
from typing import Final

from fortell.gateways.speech.contract import Segment, Word

NO_SPEECH: Final = 0.6
LOGPROB: Final = -1.0
COMPRESSION: Final = 2.4
LOOP: Final = 4  # times the same words in a row: nobody says a thing so often, and a model does
LONGEST_LOOP: Final = 8  # words
SHORT: Final = 80  # characters; shorter texts do not compress enough to tell
# Utterances that stand alone in the subtitles that models learnt from; compared without case and punctuation.
CREDITS: Final = re.compile(
    r"(teksting av|tekstet av|undertekst(er|ing)? av|undertekster fra|undertexter (från|av)|textning|översättning av|"
    r"subtitles by|captions? by|transcri(bed|ption) by|thanks? (you )?for watching|please subscribe|"
    r"takk for at du så på|takk for at dere så på|takk for titting|tack för att (ni|du) tittade)\b.{0,60}"
)


def without_made_up(segments: Iterable[Segment]) -> list[Word]:
    """The words of what somebody said."""
    return _without_loops([word for segment in segments if not _is_made_up(segment) for word in segment.words])


def _is_made_up(segment: Segment) -> bool:
    unsure = segment.logprob is not None and segment.logprob < LOGPROB
    if unsure and segment.no_speech is not None and segment.no_speech > NO_SPEECH:
        return True
    return _compression(segment) > COMPRESSION or bool(CREDITS.fullmatch(_plain(segment.text)))


def _compression(segment: Segment) -> float:
    if segment.compression is not None:
        return segment.compression
    text = segment.text.encode()
    return len(text) / len(zlib.compress(text)) if len(text) > SHORT else 1.0


def _without_loops(words: list[Word]) -> list[Word]:
    """A loop is kept once: the first time may have been said."""
    kept: list[Word] = []
    at = 0
    plain = [_plain(word.text) for word in words]
    while at < len(words):
        length, times = _loop_at(plain, at)
        kept += words[at : at + length]
        at += length * times
    return kept


def _loop_at(plain: list[str], at: int) -> tuple[int, int]:
    """How many words repeat from here, and how often in a row; one word, once, where there is no loop."""
    for length in range(1, LONGEST_LOOP + 1):
        times = 1
        while plain[at : at + length] == plain[at + length * times : at + length * (times + 1)]:
            times += 1
        if times >= LOOP:
            return length, times
    return 1, 1


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
