"""The calmer conversation: senses first, no years, nothing that says she has told it before."""

import pytest

from fortell.story.interviewer import CALM, USUAL, Asked, Language, Manner, Picture, bank, grow, plan
from fortell.story.interviewer.bank import questions_by_id
from fortell.story.interviewer.following_up import DATING
from fortell.story.language import LANGUAGES
from tests.story.interviewer.replaying import exchange, replay

# Years that contradict each other, a year that does not come, and somebody named again and again.
TOLD: dict[Language, tuple[str, ...]] = {
    "en": ("It was in 1947.", "It was in 1952.", "I don't remember what year that was.", "My brother Arvid rowed."),
    "nb": ("Det var i 1947.", "Det var i 1952.", "Jeg husker ikke hvilket år det var.", "Broren min Arvid rodde."),
    "nn": ("Det var i 1947.", "Det var i 1952.", "Eg hugsar ikkje kva år det var.", "Bror min Arvid rodde."),
    "sv": ("Det var 1947.", "Det var 1952.", "Jag minns inte vilket år det var.", "Min bror Arvid rodde."),
}


def asked_in(manner: Manner, language: Language, *, times: int) -> list[Asked]:
    picture = Picture()
    asked = [plan(picture=picture, last=None, language=language, manner=manner).asked]
    for answer in TOLD[language] * times:
        told = exchange(asked[-1], "answered", answer)
        picture = grow(picture=picture, exchange=told, language=language)
        asked.append(plan(picture=picture, last=told, language=language, manner=manner).asked)
    return asked


def wants_a_year(asked: Asked, language: Language) -> bool:
    return asked.kind in DATING or bool(asked.bank_id and "year" in questions_by_id(language)[asked.bank_id].hints)


@pytest.mark.parametrize("language", LANGUAGES)
def test_calm_asks_for_no_year_and_usual_does(language: Language) -> None:
    assert any(wants_a_year(asked, language) for asked in asked_in(USUAL, language, times=8))
    assert not [asked for asked in asked_in(CALM, language, times=8) if wants_a_year(asked, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_calm_begins_with_photos_and_senses(language: Language) -> None:
    usual, calm = (
        {asked.kind for asked in asked_in(manner, language, times=8) if asked.bank_id} for manner in (USUAL, CALM)
    )
    assert "senses" in calm
    assert calm <= {"photo", "senses"}
    assert not usual <= {"photo", "senses"}


def test_calm_asks_nothing_heavier_while_anything_light_is_left() -> None:
    weights = [asked.weight for asked in asked_in(CALM, "nb", times=15) if asked.bank_id]
    assert (len(weights) > 20, max(weights)) == (True, 1)


def test_calm_never_asks_what_is_heavy() -> None:
    asked = [asked for asked in replay([("skipped", "")] * len(bank("nb")), "nb", CALM) if asked.bank_id]
    assert [one.weight for one in asked] == sorted(one.weight for one in asked)
    assert asked[-1].weight == 2


def test_calm_does_not_say_that_she_told_it_before() -> None:
    usual, calm = (asked_in(manner, "en", times=15) for manner in (USUAL, CALM))
    assert "recurring" in {asked.kind for asked in usual}
    assert "recurring" not in {asked.kind for asked in calm}


def test_all_manners_are_stored_equally_long() -> None:
    assert len(CALM.name) == len(USUAL.name)
    assert CALM.name != USUAL.name
