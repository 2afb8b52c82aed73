"""What waits for her: sentences about somebody else who may live, of seven kinds, in four languages."""

import pytest

from fortell.story.language import Language
from fortell.story.naming import Choice, Decided, Naming, Place
from fortell.story.sensitive import KINDS, kind_of, says_dead

HELD: dict[Language, dict[str, str]] = {
    "en": {
        "health": "My brother Arvid had a nervous breakdown that autumn.",
        "crime": "Then Torvald was arrested for it.",
        "sexuality": "My sister had an affair with the schoolmaster.",
        "conflict": "My husband beat me when nobody saw.",
        "addiction": "The neighbour was an alcoholic.",
        "money": "My son went bankrupt.",
        "belief": "She was a communist all her life.",
    },
    "nb": {
        "health": "Broren min Arvid fikk en depresjon den høsten.",
        "crime": "Så ble Torvald arrestert for det.",
        "sexuality": "Søsteren min var utro med læreren.",
        "conflict": "Mannen min slo meg når ingen så det.",
        "addiction": "Naboen var alkoholiker.",
        "money": "Sønnen min gikk konkurs.",
        "belief": "Hun var kommunist hele livet.",
    },
    "nn": {
        "health": "Bror min Arvid fekk ein depresjon den hausten.",
        "crime": "Så vart Torvald arrestert for det.",
        "sexuality": "Syster mi var utru med læraren.",
        "conflict": "Mannen min slo meg når ingen såg det.",
        "addiction": "Grannen var alkoholikar.",
        "money": "Sonen min gjekk konkurs.",
        "belief": "Ho var kommunist heile livet.",
    },
    "sv": {
        "health": "Min bror Arvid fick en depression den hösten.",
        "crime": "Sedan blev Torvald häktad för det.",
        "sexuality": "Min syster var otrogen med läraren.",
        "conflict": "Min man slog mig när ingen såg det.",
        "addiction": "Grannen var alkoholist.",
        "money": "Min son gick i konkurs.",
        "belief": "Hon var kommunist hela livet.",
    },
}
FREE: dict[Language, tuple[str, ...]] = {
    "en": (
        "I had cancer in 1988.",  # her own
        "We rowed to school with my cousin Torvald.",
        "My grandfather died of tuberculosis.",  # she says so herself
        "They carried the hay home before the rain.",
    ),
    "nb": ("Jeg hadde kreft i 1988.", "Vi rodde til skolen med fetteren min Torvald.", "Bestefar døde av tuberkulose."),
    "nn": (
        "Eg hadde kreft i 1988.",
        "Vi rodde til skulen med fetteren min Torvald.",
        "Bestefar døydde av tuberkulose.",
    ),
    "sv": ("Jag hade cancer 1988.", "Vi rodde till skolan med min kusin Torvald.", "Morfar dog av lungsot."),
}


@pytest.mark.parametrize(("language", "kind"), [(language, kind) for language in HELD for kind in KINDS])
def test_what_may_hurt_somebody_is_found(language: Language, kind: str) -> None:
    assert kind_of(HELD[language][kind], language=language) == kind


@pytest.mark.parametrize(("language", "sentence"), [(language, one) for language, all_ in FREE.items() for one in all_])
def test_what_is_about_her_or_the_dead_or_harmless_stands(language: Language, sentence: str) -> None:
    assert kind_of(sentence, language=language) == ""


def test_who_is_gone_is_held_back_no_more_and_who_stands_beside_is() -> None:
    assert kind_of("Then Torvald was arrested.", language="en", gone=frozenset({"torvald"})) == ""
    assert kind_of("Then Torvald and Signe were arrested.", language="en", gone=frozenset({"torvald"})) == "crime"


def test_that_somebody_died_is_a_hint_and_decides_nothing() -> None:
    assert says_dead("Torvald died in 1980.", language="en")
    assert not says_dead("Torvald rowed.", language="en")
    assert Choice(spellings=("Torvald",)).living == "unknown"


TEXT = "We rowed. Torvald was arrested. We came home. Signe was an alcoholic. It rained."
ARREST, DRINK = Place(item="a", version=1, start=10, end=31), Place(item="a", version=1, start=46, end=69)


def decided(*ones: Decided) -> Naming:
    return Naming((), "en", holding=True, decided=ones)


def test_a_place_waits_until_all_of_it_is_shared() -> None:
    around = Place(item="a", version=1, start=0, end=46)
    one = decided(Decided(place=around, shared=True))
    joined = Place(item="a", version=1, start=0, end=31)
    assert decided().waits(TEXT[10:31], ARREST)
    assert not one.waits(TEXT[10:31], ARREST)
    assert not one.waits(TEXT[0:31], joined)  # joined to its neighbour in the book
    assert one.waits(TEXT[46:69], DRINK)
    assert one.waits(TEXT[10:69], Place(item="a", version=1, start=10, end=69))
    assert one.waits(TEXT[10:31], Place(item="a", version=2, start=10, end=31))  # corrected since
    assert not Naming((), "en").waits(TEXT, ARREST)  # she reads it herself


def test_what_is_left_out_stays_out_whatever_the_lists_say() -> None:
    out = decided(Decided(place=ARREST, shared=False))
    assert out.holds_back("Something harmless.", ARREST, typed=True)
    assert not out.waits(TEXT[10:31], ARREST)
    assert out.shown(TEXT, [(0, 9)], item="a", version=1) == (
        "We rowed. […] We came home. […] It rained.",
        [(0, 9)],
    )
