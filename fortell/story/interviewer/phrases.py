"""The sentences that questions and acknowledgements are built of: `phrases/<language>.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fortell.story.language import Language


@dataclass(frozen=True, slots=True)
class Phrases:
    """Templates by kind, `{words}` for the storyteller's own; `numbered` takes a number, `again` a whole question."""

    follow_ups: Mapping[str, tuple[str, ...]]
    invitations: tuple[str, ...]
    open: tuple[str, ...]
    numbered: str
    again: str
    acknowledgements: Mapping[str, tuple[str, ...]]


@cache
def phrases(language: Language) -> Phrases:
    data = tomllib.loads(files(__package__).joinpath("phrases", f"{language}.toml").read_text(encoding="utf-8"))
    invitations = data["invitations"]
    return Phrases(
        follow_ups={kind: tuple(listed) for kind, listed in data["follow_ups"].items()},
        invitations=tuple(invitations["quote"]),
        open=tuple(invitations["open"]),
        numbered=invitations["numbered"],
        again=invitations["again"],
        acknowledgements={kind: tuple(listed) for kind, listed in data["acknowledgements"].items()},
    )
