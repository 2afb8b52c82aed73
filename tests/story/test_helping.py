"""After an answer of acute distress her page says whom she can ring, and asks nothing."""

import pytest

from fortell.kit.installation import installation
from fortell.story.helping import SPOKEN_IN, by_country, help_for
from fortell.story.interviewer import Exchange, Language, Picture, picture_of
from fortell.story.language import LANGUAGES
from tests.cast import BOTH, Family, make_family, tell

HARD: dict[Language, str] = {
    "en": "Since he died I do not want to live, and that is how it is.",
    "nb": "Etter at han døde vil jeg ikke leve, eller jeg orker ikke leve slik.",
    "nn": "Etter at han døydde orkar eg ikkje leve slik, eg vil ikkje leve.",
    "sv": "Sedan han dog orkar jag inte leva så här, jag vill inte leva.",
}


def told(*answers: str, language: Language = "en") -> Picture:
    history = [Exchange(f"q{at}", None, "today", "", "answered", answer) for at, answer in enumerate(answers)]
    return picture_of(history=history, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_of_the_languages_countries_come_up(language: Language) -> None:
    found = help_for(picture=told(HARD[language], language=language), language=language, country="")
    assert tuple(one.country for one in found) == SPOKEN_IN[language]
    assert all(one.lines and one.emergency.dialled.isdigit() for one in found)


def test_the_installations_country_comes_first() -> None:
    (found,) = help_for(picture=told(HARD["en"]), language="en", country="DK")
    assert found == by_country()["DK"]


@pytest.mark.parametrize("answer", ["My brother died in the war.", "We could not live on that.", "I was tired."])
def test_other_heavy_answers_bring_no_numbers(answer: str) -> None:
    assert help_for(picture=told(answer), language="en", country="NO") == ()


def test_they_stay_a_while_and_go() -> None:
    stays = [
        bool(help_for(picture=told(HARD["en"], *["Yes."] * more), language="en", country="NO")) for more in range(4)
    ]
    assert stays == [True, True, True, False]


@pytest.mark.django_db(databases=BOTH)
def test_her_page_shows_them_and_asks_nothing() -> None:
    family = make_family()
    tell(family, HARD["en"])
    page = family.alma.browser().get(f"/tell/{family.memoir.code}/").content.decode()
    country = installation().controller.country
    expected = [by_country()[country]] if country in by_country() else [by_country()[name] for name in SPOKEN_IN["en"]]
    for one in expected:
        assert f'href="tel:{one.lines[0].dialled}"' in page
    heading = page.split('id="question"')[1].split("</h1>")[0]
    assert "?" not in heading


@pytest.mark.django_db(databases=BOTH)
def test_a_page_without_need_shows_none(family: Family) -> None:
    tell(family, "We rowed to Vik.")
    assert "tel:" not in family.alma.browser().get(f"/tell/{family.memoir.code}/").content.decode()
