"""The bank of questions is whole, or fails loudly with file and question."""

import pytest

from fortell.story.interviewer.bank import LONGEST, BankQuestion, BrokenBankError, bank, read_questions, with_words
from fortell.story.language import LANGUAGES

ABOUT = """
[youth]
song = { theme = "friends", kind = "senses", weight = 1, hints = ["person", "place"], needs = ["sea"], scene = "high" }
boat = { theme = "things", kind = "opener", weight = 2, hints = ["object"] }
"""
WORDS = """
[youth]
song = "Which song was sung?"
boat = "Whose boat was it?"
"""


def broken(*, about: str = ABOUT, words: str = WORDS) -> str:
    with pytest.raises(BrokenBankError) as caught:
        with_words(questions=read_questions(about), text=words, file="en.toml")
    return str(caught.value)


def test_good_files_are_read() -> None:
    song, boat = with_words(questions=read_questions(ABOUT), text=WORDS, file="en.toml")
    assert song == BankQuestion(
        id="youth.song",
        phase="youth",
        theme="friends",
        kind="senses",
        weight=1,
        hints=("person", "place"),
        needs=frozenset({"sea"}),
        scene="high",
        text="Which song was sung?",
    )
    assert (boat.id, boat.needs, boat.scene) == ("youth.boat", frozenset(), None)


@pytest.mark.parametrize(
    ("part", "instead", "fault"),
    [
        ("[youth]", "[old]", "unknown phase"),
        ('"friends"', '"fun"', "unknown theme"),
        ('"senses"', '"quiz"', "unknown kind"),
        ("weight = 1", "weight = 4", "weight"),
        ("weight = 1, ", "", "weight"),
        ('["sea"]', '["a car"]', "unknown fact"),
        ('["person", "place"]', '["mood"]', "unknown hint"),
        ('["person", "place"]', '["person", "person"]', "a hint twice"),
        ('["person", "place"]', "[]", "no hint"),
        ('hints = ["person", "place"], ', "", "hints"),
        ('"high"', '"funny"', "unknown scene"),
        ("weight = 1", "weight = 1, mood = 2", "may hold"),
        ("weight = 1", 'weight = 1, text = "Who?"', "may hold"),
        ("song = {", "song = 1 # {", "may hold"),
    ],
)
def test_broken_question_is_named_with_its_file(part: str, instead: str, fault: str) -> None:
    message = broken(about=ABOUT.replace(part, instead))
    assert message.startswith(("questions.toml: youth.song: ", "questions.toml: old.song: "))
    assert fault in message


@pytest.mark.parametrize(
    ("instead", "fault"),
    [
        (" ", "empty"),
        ("Who sang? And what?", "two questions"),
        ("Tell me who sang.", "does not end"),
        (f"Who {'sang ' * LONGEST}then?", "longer"),
        ("Whose boat was it?", "that of youth.song"),
        ("whose BOAT was it?", "that of youth.song"),
    ],
)
def test_broken_words_are_named_with_their_file(instead: str, fault: str) -> None:
    message = broken(words=WORDS.replace("Which song was sung?", instead))
    assert message.startswith("en.toml: youth.")
    assert fault in message.replace("youth.boat", "youth.song")


def test_words_must_be_those_of_the_questions() -> None:
    assert broken(words=WORDS.replace("boat =", "ship =")) == "en.toml: youth.ship: does not stand in questions.toml"
    assert broken(words=WORDS.split("boat", maxsplit=1)[0]) == "en.toml: youth.boat: has no text"
    assert broken(words=WORDS.replace('"Whose boat was it?"', "7")) == "en.toml: youth.boat: has no text"


def test_a_name_that_comes_twice_is_refused() -> None:
    assert broken(about=ABOUT + ABOUT.splitlines()[2]).startswith("questions.toml: ")
    assert broken(words=WORDS + WORDS.splitlines()[2]).startswith("en.toml: ")


def test_empty_or_shapeless_file_is_refused() -> None:
    assert broken(about="") == "questions.toml: holds no question"
    assert broken(about='version = "1"') == "questions.toml: version: stands outside a phase"


def test_every_language_asks_the_same() -> None:
    first, *others = ([(q.id, q.weight, q.needs, q.hints) for q in bank(language)] for language in LANGUAGES)
    assert others == [first] * len(others)
