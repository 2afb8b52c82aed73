"""The word lists of a language, read once from `data/<language>.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fortell.story.language import Language, fold, words


@dataclass(frozen=True, slots=True)
class Lists:
    """All folded. `kin` leads from each form of a kin word to the first; `numbers` from a number word to its value.

    `tenses` holds forms of now and of then of one helping verb, `tails` the endings of a verb now and then.
    """

    function: frozenset[str]
    plain_not: frozenset[str]
    negators: frozenset[str]
    tags: tuple[tuple[str, ...], ...]
    asides: tuple[tuple[str, ...], ...]
    order: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    first: frozenset[str]
    boundaries: frozenset[str]
    prepositions: frozenset[str]
    subjects: frozenset[str]
    fillers: frozenset[str]
    feelings: frozenset[str]
    hedges: frozenset[str]
    alternatives: frozenset[str]
    ranges: frozenset[str]
    tenses: tuple[tuple[frozenset[str], frozenset[str]], ...]
    tails: frozenset[tuple[str, str]]
    before_infinitive: frozenset[str]
    months: frozenset[str]
    kin: Mapping[str, str]
    men: frozenset[str]
    women: frozenset[str]
    numbers: Mapping[str, int]
    reasons: Mapping[str, str]

    def asides_but_of(self, sentence: str) -> tuple[tuple[str, ...], ...]:
        """The asides that the sentence does not hold itself."""
        written = f" {' '.join(fold(word.text) for word in words(sentence))} "
        return tuple(aside for aside in self.asides if f" {' '.join(aside)} " not in written)


@cache
def lists(language: Language) -> Lists:
    data = tomllib.loads(files(__package__).joinpath("data", f"{language}.toml").read_text(encoding="utf-8"))
    whole: dict[str, Any] = {name: _named_list(name, listed) for name, listed in data.items()}
    return Lists(**whole)


def _named_list(name: str, listed: Any) -> Any:
    match name:
        case "numbers" | "reasons":
            return listed
        case "tags" | "asides":
            return tuple(tuple(phrase.split()) for phrase in listed)
        case "tenses":
            return tuple((frozenset(now.split()), frozenset(then.split())) for now, then in listed)
        case "tails":
            return frozenset((now, then) for now, then in listed)
        case "kin":
            return {form: forms.split()[0] for forms in listed for form in forms.split()}
        case _:
            return frozenset(fold(listed).split())
