"""Names in a finished text stand as she chose, in all four languages."""

import pytest

from fortell.story.language import Language
from fortell.story.naming import Choice, Naming

OLAV = ("Olav",)


def naming(language: Language, *choices: Choice) -> Naming:
    return Naming(choices, language)


def pseudonym(instead: str, *spellings: str) -> Choice:
    return Choice(spellings=spellings or OLAV, how="pseudonym", instead=instead)


def role(instead: str) -> Choice:
    return Choice(spellings=OLAV, how="role", instead=instead)


OUT = Choice(spellings=OLAV, how="out")


@pytest.mark.parametrize(
    ("language", "instead", "told", "shown"),
    [
        (
            "en",
            "Nils",
            "I saw Olav’s boat, Olav's oars and the Olavs.",
            "I saw Nils’s boat, Nils's oars and the Nilss.",
        ),
        ("nb", "Arne", "Det var Olavs båt. OLAV rodde.", "Det var Arnes båt. Arne rodde."),
        ("nn", "Nils", "Det var Olavs båt.", "Det var Nils’ båt."),
        ("sv", "Nils", "Det var Olavs båt.", "Det var Nils båt."),
        ("nb", "Arne", "Olav Berge kom. Olav Berges hus brant.", "Arne kom. Arnes hus brant."),
        ("en", "Arne", "That Olav Monday I met, and Olav Lie.", "That Arne Monday I met, and Arne."),
        ("nb", "Arne", "Olavsen, Tolav og Olava er andre.", "Olavsen, Tolav og Olava er andre."),
        ("en", "Arne", "I knew him (Olav).", "I knew him (Arne)."),
    ],
)
def test_a_pseudonym_stands_wherever_the_name_did(language: Language, instead: str, told: str, shown: str) -> None:
    assert naming(language, pseudonym(instead)).renamed(told) == shown


@pytest.mark.parametrize(
    ("language", "instead", "told", "shown"),
    [
        ("en", "my neighbour", "Olav rowed. I met Olav’s wife.", "My neighbour rowed. I met my neighbour’s wife."),
        (
            "en",
            "my brother",
            "My brother Olav rowed with my brother Olav's boat.",
            "My brother rowed with my brother's boat.",
        ),
        ("nb", "min nabo", "Vi lånte Olavs båt.", "Vi lånte min nabos båt."),
        ("nb", "broren min", "Broren min Olav rodde.", "Broren min rodde."),
        ("sv", "min granne", "Det var Olavs båt.", "Det var min grannes båt."),
        ("nn", "min granne", "«Olav kjem», sa ho.", "«Min granne kjem», sa ho."),
    ],
)
def test_a_role_reads_as_if_she_had_said_it(language: Language, instead: str, told: str, shown: str) -> None:
    assert naming(language, role(instead)).renamed(told) == shown


def test_the_longer_of_two_names_is_the_one_who_is_meant() -> None:
    both = naming("nb", OUT, Choice(spellings=("Olav Berge", "Berge")))
    assert not both.leaves_out("Olav Berge rodde.")
    assert both.leaves_out("Olav rodde.")
    assert not both.touches("Berge rodde.")


def test_sentences_that_name_somebody_who_is_left_out_are_not_shown() -> None:
    told = "Kari sang. Olav’s boat sank. We rowed with Tor."
    chosen = naming("en", OUT, pseudonym("Bo Lie", "Tor"))
    text, spans = chosen.shown(told, [(0, 10), (29, 47)])
    assert text == "Kari sang. […] We rowed with Bo Lie."
    assert [text[start:end] for start, end in spans] == ["Kari sang.", "We rowed with Bo Lie."]


def test_no_choice_changes_nothing() -> None:
    told = "Olav’s boat. OLAV."
    assert naming("en").shown(told, [(0, 4)]) == (told, [(0, 4)])
    assert naming("en", Choice(spellings=OLAV)).renamed(told) == told


def test_a_name_written_in_other_signs_for_the_same_letters_is_the_same() -> None:
    assert naming("nb", pseudonym("Arne", "A\u030age")).renamed("Åge og A\u030age rodde.") == "Arne og Arne rodde."
