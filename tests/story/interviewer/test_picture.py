"""What has been told so far: it grows by one exchange at a time, and can be kept and read again."""

import json
from dataclasses import asdict

import pytest

from fortell.story.interviewer import Exchange, Language, Picture, as_data, from_data, grow, picture_of, told_so_far
from fortell.story.interviewer.exchange import Outcome
from fortell.story.interviewer.picture import MOST_PEOPLE, MOST_THREADS
from fortell.story.language import LANGUAGES, phases
from tests.story.interviewer.replaying import planned, replay

TOLD: dict[Language, str] = {
    "en": "In 1952 my brother Arvid and I rowed to the island, and we lived in Quarrow then.",
    "nb": "I 1952 rodde broren min Arvid og jeg til øya, og vi bodde i Kvarvik da.",
    "nn": "I 1952 rodde bror min Arvid og eg til øya, og vi budde i Kvarvik då.",
    "sv": "År 1952 rodde min bror Arvid och jag till ön, och vi bodde i Kvarvik då.",
}
HOW: dict[Language, str] = {"en": "your brother", "nb": "broren din", "nn": "bror din", "sv": "din bror"}


def exchange(answer: str, *, outcome: Outcome = "answered", question: str = "Well?", kind: str = "") -> Exchange:
    return Exchange(question, None, "youth", kind, outcome, answer)


def after(*answers: str, language: Language = "en") -> Picture:
    return picture_of(history=[exchange(answer) for answer in answers], language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_places_and_years_are_in_it(language: Language) -> None:
    picture = after(TOLD[language], language=language)
    assert ("Arvid", HOW[language]) in {(person.name, person.related) for person in picture.people}
    assert picture.years == (1952,)
    assert set(picture.places) & {"Quarrow", "Kvarvik"}
    assert picture.told == {"youth": 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_kept_and_read_again(language: Language) -> None:
    picture = after(TOLD[language], "Then we swam, and then we slept in the boat.", language=language)
    kept = json.loads(json.dumps(as_data(picture, language=language)))
    assert from_data(kept, language=language) == picture
    assert from_data(kept | {"rules": 1}, language=language) is None


def test_it_grows_by_one_as_it_would_from_the_beginning() -> None:
    told = [exchange(TOLD["en"]), exchange("", outcome="skipped"), exchange("The boat leaked.")]
    grown = grow(picture=picture_of(history=told[:-1], language="en"), exchange=told[-1], language="en")
    assert grown == picture_of(history=told, language="en")


def test_it_does_not_grow_without_end() -> None:
    names = [f"{first}{second}" for first in ("Arvi", "Berti", "Corne", "Dagfi") for second in "bcdfghjklmnpqrstvwxz"]
    history = [
        exchange(f"There was {name} {other}. We rowed home past number {at}.", question=f"q{at}")
        for at, (name, other) in enumerate((name, other) for name in names for other in names[:5])
    ]
    picture = picture_of(history=history, language="en")
    assert len(picture.people) == MOST_PEOPLE
    assert len(picture.threads) == MOST_THREADS
    assert len(json.dumps(as_data(picture, language="en"))) < 50_000


def test_a_name_that_was_a_place_once_is_nobody() -> None:
    assert "Quarrow" in {person.name for person in after("So we rowed to Quarrow.").people}
    for told in (("So we rowed to Quarrow.", "We lived in Quarrow."), ("We lived in Quarrow.", "So we saw Quarrow.")):
        picture = after(*told)
        assert (list(picture.places), [person.name for person in picture.people]) == (["Quarrow"], [])


def test_told_so_far_counts_answers_by_phase_in_the_order_of_a_life() -> None:
    told = told_so_far(after("We rowed.", "We walked."))
    assert list(told) == [phase.id for phase in phases()]
    assert {phase: count for phase, count in told.items() if count} == {"youth": 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_she_refused_to_speak_of_is_never_asked_about(language: Language) -> None:
    asked = replay([("answered", TOLD[language])], language)[1]
    history = [
        exchange(TOLD[language]),
        exchange("", outcome="refused", question=asked.text, kind=asked.kind),
        *[exchange(TOLD[language], question=f"q{at}") for at in range(6)],
    ]
    for upto in range(3, len(history) + 1):
        question = planned(history[:upto], language).asked.text
        assert asked.kind != "person" or "Arvid" not in question
        assert HOW[language] not in question


def test_a_refused_matter_closes_the_questions_near_it() -> None:
    def closed(*history: Exchange) -> set[str]:
        passed = planned(history, "en").passed
        return {one.what for one in passed if one.why == "she would rather not speak of it"}

    told = exchange("My husband was there.")
    about_him = Exchange("How was your wedding?", None, "partnership", "family", "refused", "")
    assert "topic:partner" in grow(picture=after("My husband was there."), exchange=about_him, language="en").closed
    assert closed(told) == set()
    assert "partnership.courting" in closed(told, about_him)


def test_words_she_would_rather_not_go_on_with_are_closed() -> None:
    picture = after("My brother Arvid drowned. I would rather not talk about it.")
    assert "topic:siblings" in picture.closed
    asked = planned(
        [
            exchange("My brother Arvid drowned. I would rather not talk about it."),
            exchange("We saw Arvid by the gate that day, and the gate was red."),
        ],
        "en",
    ).asked
    assert "Arvid" not in asked.text


def test_a_year_she_is_unsure_of_is_dated_by_what_she_told() -> None:
    told = (
        "That was when I was confirmed, in the white church.",
        "I do not remember the year, I don't remember the year.",
    )
    asked = planned([exchange(told[0], question="q"), exchange(told[1], question="r")], "en").asked
    assert (asked.kind, "the confirmation" in asked.text) == ("landmark", True)


def test_somebody_who_comes_up_again_is_asked_about_once() -> None:
    plain = "It was my brother Arvid who held on to it all for them."
    asked = replay([("answered", plain)] * 9, "en")
    assert sum("Arvid" in one.text for one in asked) == 1
    assert asdict(after(*[plain] * 3).people[0])["answers"] == 3
