"""Errors planted in texts that the guard's rules were not written on, and the same said in other dress."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import pytest

from fortell.story.guarding import judge
from fortell.story.language import LANGUAGES, Language
from tests.planting.cases import Case, cases, own_texts
from tests.planting.real import real_texts

# What every draft must be safe from, and what a reader is more likely to see for herself.
EXACT = {"name", "mixed name", "place", "merged", "year", "mixed year", "number", "misquoted", "misattributed"}
EXACT |= {"dropped negation", "added negation"}


def _shares(language: Language, planted: Sequence[Case]) -> dict[str, float]:
    """Per class the share that the guard judged rightly."""
    right, whole = Counter[str](), Counter[str]()
    for case in planted:
        verdict = judge(language=language, sources=case.sources, sentence=case.sentence).verdict
        named = "faithful" if case.faithful else "exact" if case.kind in EXACT else "claim"
        whole[named] += 1
        right[named] += (verdict == "supported") == case.faithful
    return {name: right[name] / whole[name] for name in whole}


def _some(planted: Sequence[Case], most: int) -> list[Case]:
    """Of every kind so many cases, spread over the texts."""
    kinds = defaultdict[str, list[Case]](list)
    for case in planted:
        kinds[case.kind].append(case)
    return [case for of_kind in kinds.values() for case in of_kind[:: -(-len(of_kind) // most)]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_planted_errors_are_refused_and_faithful_rewrites_stand(language: Language) -> None:
    planted = cases(language=language, texts=own_texts(language), rounds=2)
    shares = _shares(language, _some(planted, 16))
    assert shares["exact"] >= 0.99
    assert shares["claim"] >= 0.98
    assert shares["faithful"] >= 0.97


@pytest.mark.heavy
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_at_length(language: Language) -> None:
    planted = _some(cases(language=language, texts=[*own_texts(language), *real_texts(language)], rounds=3), 700)
    assert sum(not case.faithful for case in planted) >= 2_000
    shares = _shares(language, planted)
    assert shares["exact"] >= 0.99
    assert shares["claim"] >= 0.98
    assert shares["faithful"] >= 0.98
