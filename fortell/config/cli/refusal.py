from dataclasses import dataclass
from typing import Any


class Refused(Exception):
    """The command can't be carried out; the message is one plain line."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a command gives back: as text for people, as data for scripts; and its exit code."""

    text: str
    data: Any
    code: int = 0
