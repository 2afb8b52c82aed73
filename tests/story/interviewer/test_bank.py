"""The bank of questions is whole, or fails loudly with file and question."""

import pytest

from fortell.story.interviewer.bank import BrokenBankError, bank, check_equal, read_questions
from fortell.story.language import LANGUAGES, Language, phases

GOOD = """
[[question]]
id = "youth.song"
phase = "youth"
theme = "friends"
kind = "senses"
weight = 1
needs = []
text = "Which song was sung?"
"""


def broken(text: str) -> str:
    with pytest.raises(BrokenBankError) as caught:
        read_questions(text=text, file="en.toml")
    return str(caught.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_bank_covers_every_phase(language: Language) -> None:
    assert {question.phase for question in bank(language)} == {phase.id for phase in phases()}


def test_good_file_is_read() -> None:
    (question,) = read_questions(text=GOOD, file="en.toml")
    assert (question.id, question.weight, question.needs) == ("youth.song", 1, frozenset())


@pytest.mark.parametrize(
    ("part", "instead", "fault"),
    [
        ('phase = "youth"', 'phase = "old"', "unknown phase"),
        ('"youth.song"', '"school.song"', "begin with its phase"),
        ('"friends"', '"fun"', "unknown theme"),
        ('"senses"', '"quiz"', "unknown kind"),
        ("weight = 1", "weight = 4", "weight"),
        ("needs = []", 'needs = ["a car"]', "unknown fact"),
        ("Which song was sung?", " ", "empty"),
        ("Which song was sung?", "Who sang? And what?", "two questions"),
        ("weight = 1\n", "", "weight"),
        ("needs = []\n", "", "needs"),
        ("weight = 1", "weight = 1\nmood = 2", "mood"),
    ],
)
def test_broken_question_is_named_with_its_file(part: str, instead: str, fault: str) -> None:
    message = broken(GOOD.replace(part, instead))
    assert message.startswith(("en.toml: youth.song", "en.toml: school.song"))
    assert fault in message


def test_same_id_or_text_twice_is_refused() -> None:
    assert "its id comes twice" in broken(GOOD + GOOD)
    assert "its text comes twice" in broken(GOOD + GOOD.replace("youth.song", "youth.tune"))


def test_empty_file_is_refused() -> None:
    assert "no question" in broken("")


def test_languages_must_ask_the_same() -> None:
    english = read_questions(text=GOOD, file="en.toml")
    other = read_questions(text=GOOD.replace("youth.song", "youth.tune"), file="nb.toml")
    heavier = read_questions(text=GOOD.replace("weight = 1", "weight = 2"), file="nb.toml")
    check_equal({"en.toml": english, "nb.toml": english})
    with pytest.raises(BrokenBankError, match=r"nb.toml: youth.song"):
        check_equal({"en.toml": english, "nb.toml": other})
    with pytest.raises(BrokenBankError, match=r"nb.toml: youth.song: another weight"):
        check_equal({"en.toml": english, "nb.toml": heavier})
