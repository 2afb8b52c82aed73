"""The gate that whatever leaves the house must pass. It is shut until `privacy` installs its own at start-up."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """How an attempt to send ended."""

    UNREACHABLE = "unreachable"  # no connection: nothing left the house
    BROKEN = "broken"  # the line broke, or no answer came in time: some of it may have arrived
    ANSWERED = "answered"  # the other side has it, and answered


Report = Callable[[Outcome], None]


class Gate(Protocol):
    def passing(self, permit: object, *, host: str, fields: Collection[str]) -> AbstractContextManager[Report]:
        """Let exactly these fields out to this host, once. The block says how it ended; silence means BROKEN."""


class GateShut(Exception):
    """Nothing may leave: no gate is installed in this process."""


class SendingFailed(Exception):
    """It could not be sent, or no answer came. `permanent`: trying again would not help."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


_installed: list[Gate] = []


def install(gate: Gate) -> None:
    """Once in the life of a process: a gate that could be exchanged would be none."""
    if _installed:
        raise ValueError("a gate stands already")
    _installed.append(gate)


def passing(permit: object, *, host: str, fields: Collection[str]) -> AbstractContextManager[Report]:
    """Ask the gate. Raises GateShut, and whatever the gate refuses with."""
    if not _installed:
        raise GateShut("Nothing leaves the house: no gate is installed in this process.")
    return _installed[0].passing(permit, host=host, fields=fields)
