"""Who is named in the answers, and where."""

import pytest

from fortell.story.language import Language
from fortell.story.structure import people
from fortell.story.writing import Told


def index(language: Language, *texts: str) -> list[tuple[str, str, str, int]]:
    told = [Told(f"a{number}", 1, text) for number, text in enumerate(texts)]
    return [(one.name, one.kind, one.related, one.answers) for one in people(told=told, language=language)]


@pytest.mark.parametrize(
    ("language", "texts", "brother"),
    [
        ("en", ("Then my brother Arvid rowed.", "So Arvid rowed again."), ("Brother", "brother")),
        ("nb", ("Da rodde bror min, Arvid.", "Så rodde bror min Arvid igjen."), ("Bror", "bror")),
        ("nn", ("Då rodde bror min, Arvid.", "Så rodde bror min Arvid att."), ("Bror", "bror")),
        ("sv", ("Då rodde min bror Arvid.", "Sedan rodde Arvid igen."), ("Bror", "bror")),
    ],
)
def test_person_is_one_however_often_and_related_in_her_words(
    language: Language, texts: tuple[str, str], brother: tuple[str, str]
) -> None:
    found = index(language, *texts)
    assert ("Arvid", "person", brother[1], 2) in found
    assert brother[0] in {name for name, kind, _related, _answers in found if kind == "kin"}


def test_genitive_and_capital_make_nobody_new() -> None:
    assert index("nb", "Så kom Harald.", "Den båten var Haralds.") == [("Harald", "name", "", 2)]
    granny = index("nb", "Der satt bestemor Petrine.", "Bestemor Petrine sang. Hos bestemor Petrine var det varmt.")
    assert [one for one in granny if "Petrine" in one[0]] == [("Bestemor Petrine", "person", "bestemor", 2)]


def test_name_alone_is_left_open_and_a_quoted_one_is_not_told() -> None:
    assert index("en", "We rowed to Vik.", 'He said "we saw Olav" then. Did you meet Sigrid?') == [
        ("Vik", "name", "", 1)
    ]
    assert index("en", "We lived in Vik.", "We rowed to Vik.") == [("Vik", "place", "", 2)]


def test_each_mention_is_the_sentence_that_names_once() -> None:
    text = "It rained. So Arvid rowed, and then Arvid sang. # We went home."
    (arvid,) = people(told=[Told("a", 3, text)], language="en")
    (mentioned,) = arvid.places
    assert mentioned.words == "So Arvid rowed, and then Arvid sang."
    assert text[mentioned.sentence.start : mentioned.sentence.end] == mentioned.words
    assert text[mentioned.name.start : mentioned.name.end] == "Arvid"
    assert (mentioned.name.answer, mentioned.name.version) == ("a", 3)
