"""The phases of a life in their order, with the names that stand as chapter headings.

One file holds them, beside the bank of questions; the interviewer asks by it and the writer sorts by it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fortell.story.language.lexicon import LANGUAGES


@dataclass(frozen=True, slots=True)
class Phase:
    id: str
    names: Mapping[str, str]


def read_phases(text: str) -> tuple[Phase, ...]:
    """Raises ValueError naming the phase when a name is missing or an id comes twice."""
    found = tuple(Phase(id=row["id"], names=row["names"]) for row in tomllib.loads(text)["phase"])
    for number, phase in enumerate(found):
        missing = [language for language in LANGUAGES if not phase.names.get(language, "").strip()]
        if missing or any(phase.id == other.id for other in found[:number]):
            raise ValueError(f"phases.toml: phase {phase.id!r} comes twice or lacks a name in {missing}")
    return found


@cache
def phases() -> tuple[Phase, ...]:
    bank = files("fortell.story").joinpath("interviewer", "bank", "phases.toml")
    return read_phases(bank.read_text(encoding="utf-8"))
