"""The word lists of a language, read once from `data/<language>.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

Language = Literal["nb", "nn", "sv", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("nb", "nn", "sv", "en")


@dataclass(frozen=True, slots=True)
class Stems:
    """Words to recognise, whole or by their beginning (a word that ends with a star in the data)."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, listed: str) -> "Stems":
        entries = listed.split()
        return cls(
            whole=frozenset(entry for entry in entries if not entry.endswith("*")),
            beginnings=tuple(entry[:-1] for entry in entries if entry.endswith("*")),
        )

    def __contains__(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class KinRule:
    """Which words make a kin word her own: before it ("my"), after it ("far min"); `alone` need none ("bestemor")."""

    owned_before: frozenset[str]
    owned_after: frozenset[str]
    alone: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists of one language, case-folded: `words` by name, `kin` from a form to how we speak of it to her."""

    words: Mapping[str, Stems]
    phrases: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, tuple[str, ...]]
    kin: Mapping[str, str]
    kin_rule: KinRule
    phases: Mapping[str, Stems]
    topics: Mapping[str, Stems]
    landmarks: Mapping[str, Stems]

    def has(self, listed: str, word: str) -> bool:
        """Whether a folded word stands in the named list. Raises KeyError for a list that no data file has."""
        return word in self.words[listed]

    def all_in(self, listed: Iterable[str], said: Iterable[str]) -> bool:
        return all(any(self.has(name, word) for name in listed) for word in said)

    def says(self, phrases: str, text: str) -> bool:
        """Whether the folded text holds one of the named phrases."""
        return any(phrase in text for phrase in self.phrases[phrases])


def _kin(listed: Mapping[str, str]) -> dict[str, str]:
    return {form: spoken for spoken, forms in listed.items() for form in forms.split()}


def _stems(lists: Mapping[str, str]) -> dict[str, Stems]:
    return {name: Stems.of(listed) for name, listed in lists.items()}


@cache
def lexicon(language: Language) -> Lexicon:
    """Raises FileNotFoundError for a language without data."""
    data = tomllib.loads(files(__package__).joinpath("data", f"{language}.toml").read_text(encoding="utf-8"))
    return Lexicon(
        words=_stems(data["words"]),
        phrases={name: tuple(listed) for name, listed in data["phrases"].items()},
        facts={name: tuple(listed) for name, listed in data["facts"].items()},
        kin=_kin(data["kin"]),
        kin_rule=KinRule(**{name: frozenset(listed.split()) for name, listed in data["kin_rule"].items()}),
        phases=_stems(data["phases"]),
        topics=_stems(data["topics"]),
        landmarks=_stems(data["landmarks"]),
    )
