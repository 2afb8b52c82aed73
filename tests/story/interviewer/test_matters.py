"""What an answer has told without being asked is not asked as if new."""

import tomllib
from importlib.resources import files

import pytest

from fortell.story.interviewer import Language, bank
from fortell.story.interviewer.matters import matters
from fortell.story.language import LANGUAGES
from tests.story.interviewer.replaying import replay

MET: dict[Language, str] = {
    "en": "I met my husband at a dance in the village hall.",
    "nb": "Det var på en dans i grendehuset jeg traff mannen min.",
    "nn": "Det var på ein dans i grendehuset eg trefte mannen min.",
    "sv": "Det var på en dans i bygdegården som jag träffade min man.",
}
KITCHEN: dict[Language, str] = {
    "en": "Every morning my mother lit the stove in the kitchen, where all of us grew up.",
    "nb": "Hver morgen tente mor i ovnen på kjøkkenet der vi alle vokste opp.",
    "nn": "Kvar morgon fyrte mor i omnen på kjøkenet der vi alle voks opp.",
    "sv": "Varje morgon tände mor i spisen i köket där vi alla växte upp.",
}
SONG = "We sang all the way."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("told", "name"), [(MET, "partnership.meeting"), (KITCHEN, "early_home.kitchen")])
def test_what_was_told_unasked_is_known(told: dict[Language, str], name: str, language: Language) -> None:
    assert name in matters(answer=told[language], language=language).told
    assert matters(answer=SONG, language=language).told == frozenset()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_not_asked_as_if_new(language: Language) -> None:
    asked = replay([("answered", f"{MET[language]} {KITCHEN[language]}"), *[("answered", "")] * 90], language)
    assert not {"partnership.meeting", "early_home.kitchen"} & {one.bank_id for one in asked[1:]}
    without = replay([("answered", SONG), *[("answered", "")] * 90], language)
    assert "early_home.kitchen" in {one.bank_id for one in without[1:]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_set_phrases_belong_to_questions_that_there_are(language: Language) -> None:
    text = files("fortell.story.interviewer").joinpath("told", f"{language}.toml").read_text(encoding="utf-8")
    listed = tomllib.loads(text)
    assert listed.keys() <= {question.id for question in bank(language)}
    assert all(phrase == phrase.casefold() for phrases in listed.values() for phrase in phrases)
