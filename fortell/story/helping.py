"""Whom she can ring, after an answer that says that she does not want to live or is hurt: `help/lines.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fortell.story.interviewer import Picture
from fortell.story.language import Language

FILE = Path(__file__).parent / "help" / "lines.toml"
# Where the installation names no country that is in the file: the countries where the language is spoken.
SPOKEN_IN: dict[Language, tuple[str, ...]] = {
    "nb": ("NO",),
    "nn": ("NO",),
    "sv": ("SE",),
    "en": ("GB", "IE", "US"),
}
# The lines stay in sight for so many exchanges.
STAYS = 3


@dataclass(frozen=True, kw_only=True)
class Line:
    """A telephone line as people write its number; `name` is empty for the emergency number."""

    name: str
    number: str

    @property
    def dialled(self) -> str:
        return self.number.replace(" ", "")


@dataclass(frozen=True, kw_only=True)
class Help:
    """What there is in one country (ISO 3166-1), called as it calls itself."""

    country: str
    name: str
    emergency: Line
    lines: tuple[Line, ...]


@cache
def by_country() -> Mapping[str, Help]:
    return {
        country: Help(
            country=country,
            name=row["name"],
            emergency=Line(name="", number=row["emergency"]),
            lines=tuple(Line(**line) for line in row["lines"]),
        )
        for country, row in tomllib.loads(FILE.read_text(encoding="utf-8")).items()
    }


def help_for(*, picture: Picture, language: Language, country: str) -> tuple[Help, ...]:
    """Nothing, unless one of the last answers was such a one. `country` is the installation's, which may be unknown."""
    if "acute" not in picture.moods[-STAYS:]:
        return ()
    known = by_country()
    return (known[country],) if country in known else tuple(known[name] for name in SPOKEN_IN[language])
