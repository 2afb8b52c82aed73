"""The sentences that questions and acknowledgements are built of: `phrases/<language>.toml`."""

import re
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
    recurring: tuple[str, ...]
    recalled: tuple[str, ...]
    parts: tuple[str, ...]  # take the heading of a phase
    invitations: tuple[str, ...]
    open: tuple[str, ...]
    numbered: str
    again: str
    photos: Mapping[str, tuple[str, ...]]  # about a photo, by what is asked of it
    dates: tuple[str, ...]  # words by which a question asks for a year or a day, each between its own spaces
    acknowledgements: Mapping[str, tuple[str, ...]]
    landmarks: Mapping[str, str]


@cache
def phrases(language: Language) -> Phrases:
    data = tomllib.loads(files(__package__).joinpath("phrases", f"{language}.toml").read_text(encoding="utf-8"))
    invitations = data["invitations"]
    return Phrases(
        follow_ups={kind: tuple(listed) for kind, listed in data["follow_ups"].items()},
        recurring=tuple(invitations["recurring"]),
        recalled=tuple(invitations["recalled"]),
        parts=tuple(invitations["parts"]),
        invitations=tuple(invitations["quote"]),
        open=tuple(invitations["open"]),
        numbered=invitations["numbered"],
        again=invitations["again"],
        photos={kind: tuple(listed) for kind, listed in data["photos"].items()},
        dates=tuple(data["family"]["dates"]),
        acknowledgements={kind: tuple(listed) for kind, listed in data["acknowledgements"].items()},
        landmarks=data["landmarks"],
    )


@cache
def _patterns(kind: str, language: Language) -> tuple[re.Pattern[str], ...]:
    own = phrases(language)
    groups = {"invitation": (*own.invitations, *own.recalled, *own.parts), "recurring": own.recurring}
    templates = groups.get(kind) or own.follow_ups.get(kind.replace("-", "_"), ())
    return tuple(_pattern(template) for template in templates if "{words}" in template)


def _pattern(template: str) -> re.Pattern[str]:
    first, *others = (re.escape(part) for part in template.split("{words}"))
    return re.compile(first + "(?P<words>.+?)" + "(?P=words)".join(others), re.DOTALL)


def words_in(question: str, *, kind: str, language: Language) -> str:
    """The storyteller's words that a question of this kind takes up; empty where it is none of these sentences."""
    found = (pattern.fullmatch(question) for pattern in _patterns(kind, language))
    return next((match["words"] for match in found if match), "")
