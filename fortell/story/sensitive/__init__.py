"""What in a sentence of hers may be sensitive about somebody who lives: health, crime, sexuality and the like. Pure.

It reads words and judges nobody. It is meant to stop too often rather than too seldom: what it holds back waits for her
yes, and what it lets pass her family reads.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from fortell.story.interviewer import names_told
from fortell.story.language import Language, Stems, fold, lexicon, mask, sentence_spans, words

KINDS: Final = ("health", "crime", "sexuality", "conflict", "addiction", "money", "belief")


@dataclass(frozen=True, slots=True)
class _Lists:
    kinds: Mapping[str, Stems]
    any_kind: Stems  # asked first: most words are of none
    phrases: Mapping[str, tuple[str, ...]]
    they: Stems
    somebody: Stems
    dead: Stems


@cache
def _lists(language: Language) -> _Lists:
    """Raises KeyError where a list is missing."""
    data = tomllib.loads(files(__package__).joinpath("lists", f"{language}.toml").read_text(encoding="utf-8"))
    others = {name: Stems.of(data["words"][name]) for name in ("they", "somebody", "dead")}
    return _Lists(
        kinds={kind: Stems.of(data["kinds"][kind]) for kind in KINDS},
        any_kind=Stems.of(" ".join(data["kinds"][kind] for kind in KINDS)),
        phrases={kind: tuple(f" {one} " for one in data["phrases"].get(kind, ())) for kind in KINDS},
        **others,
    )


def kind_of(sentence: str, *, language: Language, gone: frozenset[str] = frozenset()) -> str:
    """Of what kind one sentence is, empty where it may stand. `gone`: folded names of those who live no more."""
    lists, said = _lists(language), [fold(word.text) for word in words(mask(sentence))]
    found = _spoken_of(said, lists)
    return found if found and _is_about_somebody(sentence, said, lists, language, gone) else ""


def _spoken_of(said: Sequence[str], lists: _Lists) -> str:
    together, telling = f" {' '.join(said)} ", [word for word in said if word in lists.any_kind]
    for kind in KINDS:
        if any(word in lists.kinds[kind] for word in telling) or any(one in together for one in lists.phrases[kind]):
            return kind
    return ""


def _is_about_somebody(sentence: str, said: list[str], lists: _Lists, language: Language, gone: frozenset[str]) -> bool:
    """Whether anybody else is in it who may live: by name, as kin, as "he" or "she", as "the neighbour".

    Who has a name that is gone is not, nor is the one person of a sentence that says that somebody died.
    """
    named = names_told(sentence, language)
    living = [name for name in named if fold(name).split()[0] not in gone and fold(name) not in gone]
    kin = sum(word in lexicon(language).kin for word in said)
    others = kin + any(word in lists.they for word in said) + sum(word in lists.somebody for word in said)
    if named and not living:
        return kin > len(named)  # "he" is whom it names, and so is the kin word before a name
    if any(word in lists.dead for word in said):
        return len(living) + kin > 1
    return bool(living) or others > 0


def says_dead(sentence: str, *, language: Language) -> bool:
    """Whether it says that somebody died: enough to ask her, never enough to decide."""
    return any(fold(word.text) in _lists(language).dead for word in words(mask(sentence)))


def places(text: str, *, language: Language, gone: frozenset[str] = frozenset()) -> list[tuple[int, int, str]]:
    """From and to (exclusive) of each sentence of a text that may not stand yet, and of what kind it is."""
    spans = sentence_spans(text, language=language)
    kinds = ((start, end, kind_of(text[start:end], language=language, gone=gone)) for start, end in spans)
    return [(start, end, kind) for start, end, kind in kinds if kind]
