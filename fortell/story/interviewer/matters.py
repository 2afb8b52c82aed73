"""Which questions of the bank an answer has answered without being asked, and which it came near.

Some matters are told in set phrases (`told/<language>.toml`). Any
question is known by the stems of its words; a stem that few questions have says more about it than one of many.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import log
from typing import Final, NamedTuple

from fortell.story.interviewer.bank import bank
from fortell.story.interviewer.mood import recent
from fortell.story.language import SHORTEST_STEM, Language, content_stems, fold, lexicon, mask

# Told: within so many words of the answer stands so much of what the question is about, in so many stems.
WINDOW: Final = 40
STEP: Final = 20
TOLD: Final = 0.6
TOLD_STEMS: Final = 3  # of which a thing that can be seen counts for two
# Near: so much of it.
NEAR: Final = 0.25
NEAREST: Final = 5
# A stem that more questions have than this says nothing about any of them.
COMMON: Final = 0.06


class _Index(NamedTuple):
    by_stem: Mapping[str, tuple[str, ...]]  # the questions that have it
    weights: Mapping[str, float]  # of a stem
    whole: Mapping[str, float]  # of all stems of a question
    things: frozenset[str]  # stems of what can be seen or touched


class Matters(NamedTuple):
    told: frozenset[str]
    near: Mapping[str, float]  # how much of the question, as a share


@cache
def _sayings(language: Language) -> Mapping[str, tuple[str, ...]]:
    """What tells that a question is answered, by its id."""
    data = tomllib.loads(files(__package__).joinpath("told", f"{language}.toml").read_text(encoding="utf-8"))
    return {name: tuple(listed) for name, listed in data.items()}


@cache
def _index(language: Language) -> _Index:
    stems = {
        question.id: {one for one in content_stems(question.text, language=language) if len(one) >= SHORTEST_STEM}
        for question in bank(language)
    }
    counts = Counter(one for found in stems.values() for one in found)
    most = max(2, COMMON * len(stems))
    weights = {one: log(1 + len(stems) / count) for one, count in counts.items() if count <= most}
    by_stem: dict[str, list[str]] = defaultdict(list)
    for name, found in stems.items():
        for one in found & weights.keys():
            by_stem[one].append(name)
    return _Index(
        by_stem={one: tuple(names) for one, names in by_stem.items()},
        weights=weights,
        whole={name: sum(weights.get(one, 0.0) for one in found) for name, found in stems.items()},
        things=frozenset(one for one in weights if lexicon(language).has("concrete", one)),
    )


def _windows(stems: Sequence[str]) -> list[set[str]]:
    return [set(stems[at : at + WINDOW]) for at in range(0, max(1, len(stems) - STEP), STEP)]


def matters(*, answer: str, language: Language) -> Matters:
    """The ids of questions told of, and of those near, nearest first. One stem alone is near only if it is a thing."""
    index, said = _index(language), fold(recent(answer))
    told = {name for name, listed in _sayings(language).items() if any(phrase in said for phrase in listed)}
    shares: dict[str, float] = {}
    for window in _windows(content_stems(mask(recent(answer)), language=language)):
        found: dict[str, list[str]] = defaultdict(list)
        for one in window & index.weights.keys():
            for name in index.by_stem[one]:
                found[name].append(one)
        for name, parts in found.items():
            share = sum(index.weights[one] for one in parts) / index.whole[name]
            if len(parts) > 1 or parts[0] in index.things:
                shares[name] = max(share, shares.get(name, 0.0))
            if share >= TOLD and len(parts) + any(one in index.things for one in parts) >= TOLD_STEMS:
                told.add(name)
    near = [name for name in sorted(shares, key=lambda name: (-shares[name], name)) if shares[name] >= NEAR]
    return Matters(told=frozenset(told), near={name: round(shares[name], 2) for name in near[:NEAREST]})
