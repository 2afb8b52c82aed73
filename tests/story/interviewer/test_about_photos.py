"""A photo just added is asked about, one thing at a time, as far as she has not said it and wants to."""

from dataclasses import replace

import pytest

from fortell.story.interviewer import CALM, USUAL, Exchange, Language, Manner, Shown, grow, plan
from fortell.story.interviewer.phrases import phrases
from fortell.story.interviewer.picture import Picture, as_data, from_data
from fortell.story.language import LANGUAGES

BOAT = Shown("6f1c")
SAID = "We were there every summer, all of us, and it rained a good deal."
PLAIN = {
    "en": "That was how it used to be, and we were glad of it.",
    "nb": "Slik pleide det å være, og vi var glade for det.",
    "nn": "Slik pla det vere, og vi var glade for det.",
    "sv": "Så brukade det vara, och vi var glada för det.",
}
UNKNOWN = {"en": "I don't know.", "nb": "Det vet jeg ikke.", "nn": "Det veit eg ikkje.", "sv": "Det vet jag inte."}


class Talk:
    """A conversation: what was asked, and what she says to it."""

    def __init__(self, language: Language = "en", manner: Manner = USUAL) -> None:
        self.language, self.manner, self.picture = language, manner, Picture()
        self.plan = plan(picture=self.picture, last=None, language=language, manner=manner)

    def says(self, answer: str, *photos: Shown, outcome: str = "answered", dated: bool = False) -> str:
        """Her answer; the kind of the next question."""
        asked, about = self.plan.asked, self.plan.photo
        told = Exchange(
            asked.text,
            asked.bank_id,
            asked.phase,
            asked.kind,
            outcome,  # type: ignore[arg-type]
            answer,
            photos,
            Shown(about, dated=dated) if about else None,
        )
        self.picture = grow(picture=self.picture, exchange=told, language=self.language)
        kept = from_data(as_data(self.picture, language=self.language), language=self.language)
        assert kept == self.picture
        self.plan = plan(picture=self.picture, last=told, language=self.language, manner=self.manner)
        return self.plan.asked.kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_things_are_asked_one_at_a_time_and_then_something_else(language: Language) -> None:
    talk, plain = Talk(language), PLAIN[language]
    kinds = [talk.says(plain, BOAT)]
    texts = [talk.plan.asked.text]
    assert talk.plan.photo == BOAT.name
    assert talk.plan.asked.reason == "about a photo that she added (6f1c)"
    for _again in range(3):
        kinds.append(talk.says(plain))
        texts.append(talk.plan.asked.text)
    assert kinds == ["photo-who", "photo-where", "photo-when", "photo-after"]
    assert texts == [phrases(language).photos[kind.removeprefix("photo-")][0] for kind in kinds]
    assert not talk.says(plain).startswith("photo-")
    assert talk.plan.photo == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_photo_she_does_not_know_is_let_be(language: Language) -> None:
    talk = Talk(language)
    assert talk.says(PLAIN[language], BOAT) == "photo-who"
    assert talk.says(UNKNOWN[language]) != "photo-where"
    assert talk.picture.photos == {}


@pytest.mark.parametrize("outcome", ["skipped", "later", "refused"])
def test_photo_whose_question_she_leaves_is_let_be(outcome: str) -> None:
    talk = Talk()
    talk.says(SAID, BOAT)
    assert not talk.says("", outcome=outcome).startswith("photo-")
    assert talk.picture.photos == {}


@pytest.mark.parametrize(
    ("caption", "kinds"),
    [
        ("My sister Berta", ["photo-where", "photo-when", "photo-after"]),
        ("In 1951", ["photo-who", "photo-where", "photo-after"]),
        ("My sister Berta in Bergen in 1951", ["photo-after"]),
    ],
)
def test_what_the_caption_says_is_not_asked(caption: str, kinds: list[str]) -> None:
    talk = Talk()
    asked = [talk.says(SAID, Shown("6f1c", caption))]
    while (kind := talk.says(SAID)).startswith("photo-"):
        asked.append(kind)
    assert asked == kinds


def test_day_that_she_took_from_the_file_goes_on_to_the_next() -> None:
    talk = Talk()
    talk.says(SAID, BOAT)
    talk.says(SAID)
    assert talk.says(SAID) == "photo-when"
    assert talk.says("", outcome="skipped", dated=True) == "photo-after"


def test_after_something_heavy_there_is_presence_and_the_photo_waits() -> None:
    talk = Talk()
    heavy = "My little brother died that winter, and mother wept for weeks. It was the worst year of my whole life."
    assert not talk.says(heavy, BOAT).startswith("photo-")
    why = {passed.why for passed in talk.plan.passed if passed.what == "photo:6f1c"}
    assert why == {"not after what she has just told"}
    assert talk.says(SAID) == "photo-who"


def test_calm_conversation_asks_one_open_thing_and_no_facts() -> None:
    talk = Talk(manner=CALM)
    assert talk.says(SAID, BOAT) == "photo-look"
    assert not talk.says(SAID).startswith("photo-")


def test_of_several_photos_one_is_talked_about_and_the_others_are_not_an_interrogation() -> None:
    talk = Talk()
    kinds = [talk.says(SAID, *(Shown(f"photo{number}") for number in range(6)))]
    names = [talk.plan.photo]
    while (kind := talk.says(SAID)).startswith("photo-"):
        kinds.append(kind)
        names.append(talk.plan.photo)
    assert kinds == ["photo-who", "photo-where", "photo-when", "photo-after", *["photo-who"] * 3]
    assert names == ["photo0"] * 4 + ["photo1", "photo2", "photo3"]


def test_photo_of_what_is_off_limits_is_not_asked_about() -> None:
    talk = Talk()
    talk.picture = replace(talk.picture, off_limits=frozenset({"say:Arvid"}))
    assert not talk.says(SAID, Shown("6f1c", "Arvid in his boat")).startswith("photo-")
    assert talk.says(SAID, Shown("7a20", "Berta in her boat")).startswith("photo-")
