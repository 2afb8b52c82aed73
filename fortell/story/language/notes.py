"""What a transcript holds besides words: stage notes in brackets, the tape's own marks, and the pause sign."""

import re
from typing import Final

# A bracket around more than a line or so is the speaker's own aside, never a stage note.
LONGEST_NOTE: Final = 200
_NOTE: Final = rf"\[[^\[\]\n]{{0,{LONGEST_NOTE}}}\]"
_TAPE: Final = (
    r"\b(?:END OF (?:TAPE|RECORDING|SIDE [AB12])|SLUTT PÅ (?:BÅNDET|BANDET|OPPTAKET)|SLUT PÅ (?:BANDET|INSPELNINGEN))\b"
)
# `#` is a pause only when it stands alone; "#1" is written by somebody who means it.
_PAUSE: Final = r"(?<!\S)#+(?!\S)"

REMOVALS: Final = re.compile(rf"(?P<note>{_NOTE}|{_TAPE})|(?P<pause>{_PAUSE})|(?P<bracket>[\[\]])")


def mask(text: str) -> str:
    """The text with every such sign as spaces: the same length, so that all offsets hold."""
    return REMOVALS.sub(lambda match: " " * len(match.group()), text)
