"""Who is named: a capital says something only where it is not the beginning of a sentence."""

import pytest

from fortell.story.interviewer.cues import named
from fortell.story.interviewer.growing import related_to
from fortell.story.language import Language


def found(text: str, language: Language) -> list[tuple[str, str]]:
    return [(cue.words, cue.kind) for cue in named(text=text, language=language) if cue.kind != "kin"]


def related(text: str, language: Language) -> dict[str, str]:
    cues = named(text=text, language=language)
    return {cue.words: related_to(cue, text, language) for cue in cues if cue.kind != "kin"}


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        # Sentences without signs between them, as a machine writes down speech.
        ("en", "we saw the boys with Arvid And then he rowed But they went Boys will row", ["Arvid"]),
        ("en", "he saw Arvid Lark Now we row and that is all And so on", ["Arvid Lark"]),
        ("nb", "vi så guttene og Arvid Men så rodde han hjem Guttene sang", ["Arvid"]),
        ("nn", "me såg gutane og Arvid Men så rodde han heim Gutane song", ["Arvid"]),
        ("sv", "vi såg pojkarna och Arvid Men sedan rodde han hem Pojkarna sjöng", ["Arvid"]),
        # A note or a pause that was taken out leaves a wide gap.
        ("en", "we rowed home      Boy that was cold", []),
        ("nb", "vi rodde hjem      Herlighet det var kaldt", []),
        # The end of what somebody said, in single quotation marks.
        ("en", "She said ‘we are home.’ Dinner was ready, and ‘Goodness’ she said.", []),
        # Nobody is called by a title alone.
        ("en", "There stood the Captain, and then came Captain Lark.", ["Captain Lark"]),
        ("nb", "Der sto selve Lensmann, og så kom Lensmann Lerke.", ["Lensmann Lerke"]),
        # Small words that are names too.
        ("nb", "Så kom Hans og ropte på Jo.", ["Hans", "Jo"]),
        ("en", "So we asked Will about it.", ["Will"]),
        # And still: a small word that was written large within a sentence.
        ("en", "It was cold, Still we rowed to Arvid.", ["Arvid"]),
    ],
)
def test_only_what_is_written_as_a_name_is_one(language: Language, text: str, names: list[str]) -> None:
    assert [words for words, _kind in found(text, language)] == names


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "It ran along Quarrow Avenue then.", "Quarrow Avenue"),
        ("nb", "Vi så bort på Kvarvikdalen.", "Kvarvikdalen"),
        ("nn", "Me såg bort på Kvarvikdalen.", "Kvarvikdalen"),
        ("sv", "Vi såg bort mot Kvarvikgatan.", "Kvarvikgatan"),
    ],
)
def test_place_shows_itself_by_its_end(language: Language, text: str, place: str) -> None:
    assert found(text, language) == [(place, "place")]


def test_somebody_called_like_a_place_is_somebody() -> None:
    assert found("Så kom onkel Kvarvikdalen.", "nb") == [("onkel Kvarvikdalen", "person")]
    assert found("Så kom Dalen.", "nb") == [("Dalen", "name")]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "My brother was called Arvid.", {"Arvid": "your brother"}),
        ("nb", "Broren min het Arvid.", {"Arvid": "broren din"}),
        ("nn", "Bror min heitte Arvid.", {"Arvid": "bror din"}),
        ("sv", "Min bror hette Arvid.", {"Arvid": "din bror"}),
        ("en", "My brother lived in Quarrow with Arvid.", {"Quarrow": "", "Arvid": ""}),
        ("en", "I wrote to my father in Quarrow.", {"Quarrow": ""}),
        ("nb", "Jeg skrev til broren min i Kvarvik.", {"Kvarvik": ""}),
        ("nn", "Eg skreiv til bror min og Arvid.", {"Arvid": ""}),
        ("sv", "Jag skrev till min bror i Kvarvik.", {"Kvarvik": ""}),
    ],
)
def test_kin_are_who_a_kin_word_leads_to(language: Language, text: str, names: dict[str, str]) -> None:
    assert related(text, language) == names
