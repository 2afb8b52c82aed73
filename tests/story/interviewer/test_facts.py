"""What her answers tell of her life, as far as questions wait for it."""

from typing import get_args

import pytest

from fortell.story.interviewer.bank import Fact
from fortell.story.interviewer.exchange import Exchange
from fortell.story.interviewer.facts import known
from fortell.story.language import LANGUAGES, Language, fold, lexicon


def known_after(answers: list[str], language: Language) -> frozenset[str]:
    history = [Exchange("What then?", None, None, "opener", "answered", answer) for answer in answers]
    return known(history=history, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_cues_and_no_cue_is_of_none(language: Language) -> None:
    facts = lexicon(language).facts
    assert facts.keys() == set(get_args(Fact))
    assert [cue for listed in facts.values() for cue in listed if cue != fold(cue) or not cue.strip()] == []
    assert [fact for fact, listed in facts.items() if len(set(listed)) < len(listed)] == []


@pytest.mark.parametrize(
    ("language", "answer", "facts"),
    [
        ("nb", "Faren min hadde småbruk, og mamma sto i fjøset.", {"farm", "father", "mother"}),
        ("nb", "Vi lekte i skolegården til klokka ringte.", {"schooldays"}),
        ("nb", "Da ble jeg enke, og siden flyttet jeg til byen.", {"partner-dead", "moved"}),
        ("nb", "Jeg tok hyre på en tankbåt.", {"seafaring", "work"}),
        ("nb", "Det regnet hele den sommeren.", set()),
        ("nn", "Eg gjekk på husmorskule før krigen.", {"studies", "war"}),
        ("nn", "Godmor heldt oss med vottar.", {"grandparents"}),
        ("nn", "Vi vart skilde i 1974.", {"divorce"}),
        ("nn", "Eg var i militæret på Jørstadmoen.", {"military"}),
        ("sv", "Vi lekte på gården mellan husen.", set()),
        ("sv", "När jag låg inne spelade vi kort.", {"military"}),
        ("sv", "Min man var sjöman och sällan hemma.", {"sea", "partner"}),
        ("sv", "Jag kom till Sverige med båten.", {"emigrated"}),
        ("sv", "Då gick jag i pension.", {"retired"}),
        ("en", "The ward was warm in winter.", set()),
        ("en", "During the war I was drafted, like the rest.", {"war", "military"}),
        ("en", "I was in the hospital that spring.", {"illness"}),
        ("en", "We had no church wedding, but our wedding was grand.", {"wedding", "church", "partner"}),
    ],
)
def test_answers_tell_facts(language: Language, answer: str, facts: set[str]) -> None:
    assert known_after([answer], language) == facts


def test_facts_of_all_answers_are_known() -> None:
    assert known_after(["My mother sang.", "", "We moved to Quarrow."], "en") == {"mother", "moved"}
