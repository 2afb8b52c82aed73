"""What models make up in silence and noise does not become her words; what is said does."""

import pytest

from fortell.gateways.speech.contract import Segment, Word
from fortell.gateways.speech.made_up import without_made_up


def segment(text: str, **doubts: float) -> Segment:
    words = (Word(text=word, start=at, end=at + 1, confidence=0.9) for at, word in enumerate(text.split()))
    return Segment(words=tuple(words), **doubts)


def kept(*segments: Segment) -> str:
    return " ".join(word.text for word in without_made_up(segments))


def test_what_was_said_stays() -> None:
    said = "We rowed, and rowed, and rowed. No, no, no! My mother sang."
    assert kept(segment(said, no_speech=0.1, logprob=-0.3, compression=1.4)) == said


def test_a_loop_is_kept_once() -> None:
    assert kept(segment("Det er veldig veldig veldig veldig veldig veldig kaldt.")) == "Det er veldig kaldt."
    assert kept(segment("Ja. " + "Vi rodde ut. " * 5 + "Så kom vi hjem.")) == "Ja. Vi rodde ut. Så kom vi hjem."
    assert kept(*[segment("Takk skal du ha.") for _time in range(4)]) == "Takk skal du ha."


@pytest.mark.parametrize(
    "credit",
    ["Undertekster av Nordlys Tekst", "Textning: Nordlys Text", "Thanks for watching!", "Tack för att ni tittade."],
)
def test_credits_of_films_are_left_out_where_they_stand_alone(credit: str) -> None:
    assert kept(segment("We came home."), segment(credit)) == "We came home."
    within = f"At the cinema it said {credit}"
    assert kept(segment(within)) == within


@pytest.mark.parametrize(
    ("doubts", "stays"),
    [
        ({"no_speech": 0.9, "logprob": -1.2}, False),
        ({"no_speech": 0.9, "logprob": -0.4}, True),
        ({"no_speech": 0.2, "logprob": -1.2}, True),
        ({"compression": 2.5}, False),
    ],
)
def test_the_engines_own_doubts_count(doubts: dict[str, float], stays: bool) -> None:
    assert bool(kept(segment("We rowed to church.", **doubts))) is stays


def test_a_long_loop_is_seen_by_its_length_when_packed_where_the_engine_says_nothing() -> None:
    assert kept(segment("and then we went there and then we came " * 6)) == ""
