"""Follow-ups take up her own words."""

from dataclasses import replace

import pytest

from fortell.story.interviewer import Exchange, Language, picture_of
from fortell.story.interviewer.following_up import KINDS
from fortell.story.language import LANGUAGES
from tests.story.interviewer.replaying import after, planned, replay


@pytest.mark.parametrize(
    ("answer", "language", "kind", "words"),
    [
        ("We always saw Miss Larkspur standing by the gate.", "en", "person", "Miss Larkspur"),
        ("It was Mrs. Larkspur who came.", "en", "person", "Mrs. Larkspur"),
        ("That was in Quarrow, when all went well.", "en", "place", "Quarrow"),
        ("All this began for my grandmother.", "en", "kin", "your grandmother"),
        ("Det var farmor som bestemte.", "nb", "kin", "farmoren din"),
        ("Det var far min som bestemte.", "nn", "kin", "far din"),
        ("Det var min mormor som bestämde.", "sv", "kin", "din mormor"),
        ("Så kom onkel Torstein.", "nb", "person", "onkel Torstein"),
        ("Det hendte altså i 1947, tror jeg.", "nb", "year", "1947"),
        ("Og så rodde vi over fjorden.", "nb", "quote", "så rodde vi over fjorden"),
        ("Vi hadde ei svart ku.", "nn", "sense", "Vi hadde ei svart ku"),
        ("Jag fick aldrig några böcker hemma.", "sv", "denial", "Jag fick aldrig några böcker hemma"),
        ("Ja, dette var en god stund etterpå, men jeg husker ikke hvilket år.", "nb", "unsure-year", "årstallet"),
        ("And there it stood, beside the old wagon.", "en", "thing", "“wagon”"),
        ("Der pleide vi å plukke blåbær.", "nb", "example", "Der pleide vi å plukke blåbær"),
        ("Vi rodde hem över sjön igen.", "sv", "company", "Vi rodde hem över sjön igen"),
        ("Eg var den yngste i flokken.", "nn", "state", "Eg var den yngste i flokken"),
    ],
)
def test_answer_is_taken_up(answer: str, language: Language, kind: str, words: str) -> None:
    asked = after(answer, language)
    assert asked.kind == kind
    assert words in asked.text


def test_quote_is_a_verbatim_span_of_the_answer() -> None:
    answer = "Well, you know. And then we slept in the old barn, uh, all of us."
    asked = after(answer)
    assert asked.refers_to
    quoted = answer[slice(*asked.refers_to)]
    assert quoted == "we slept in the old barn"
    assert f"“{quoted}”" in asked.text


def test_span_points_into_a_very_long_answer() -> None:
    answer = "So it went on. " * 7000 + "We slept in the old barn."
    asked = after(answer)
    assert asked.refers_to
    assert answer[slice(*asked.refers_to)] == "We slept in the old barn"


@pytest.mark.parametrize(
    "answer",
    [
        "My name is Solveig Larkspur.",
        'She sang "Oh Lovely Quarrow" for us.',
        "Then came Monday and Christmas.",
        "[Larkspur laughs] Yes, well, that.",
    ],
)
def test_capital_that_is_no_name_to_ask_about_is_left(answer: str) -> None:
    assert after(answer).kind not in {"person", "name", "place"}
    assert "Larkspur" not in after(answer).text


def test_name_that_ends_in_small_letters_is_not_cut() -> None:
    assert after("Det hendte i Folkets hus.", "nb").kind != "place"


def test_braces_and_quotes_in_an_answer_do_no_harm() -> None:
    assert after("We lived in Quarrow {words} {0} %s.").text.count("Quarrow") == 2


@pytest.mark.parametrize("answer", ["Yes.", "I don't know.", "", "👵🏽", "No, nothing special."])
def test_short_answer_gets_an_easy_question_of_another_theme(answer: str) -> None:
    asked = after(answer)
    assert asked.kind not in KINDS
    assert asked.weight == 1
    assert asked.theme != "home"


def test_reluctance_is_not_pushed() -> None:
    asked = after("My brother Arvid drowned in the lake. I would rather not talk about it.")
    assert asked.kind not in KINDS
    assert "Arvid" not in asked.text
    assert asked.weight == 1


def test_heavy_answer_gets_presence_and_then_something_light() -> None:
    told = "My father drowned when I was nine."
    asked = replay([("answered", told), ("answered", "My mother cried and cried, and we were hungry.")], "en")
    assert asked[1].kind == "presence"
    assert "My father drowned" in asked[1].text
    assert asked[2].kind == "presence" or asked[2].weight == 1


def test_a_question_of_the_bank_about_a_person_is_no_follow_up() -> None:
    asked = Exchange("Who taught you most?", "school.teacher", "school", "person", "answered", "Miss Vik, at Tarva.")
    assert picture_of(history=[asked], language="en").streak == 0
    assert picture_of(history=[asked, replace(asked, bank_id=None)], language="en").streak == 1


def test_at_most_three_follow_ups_in_a_row() -> None:
    friends = [
        "Arvid",
        "Bergljot",
        "Cornelius",
        "Dagny",
        "Eilert",
        "Fredrikke",
        "Gudbrand",
        "Hjalmar",
        "Ingrid",
        "Joakim",
    ]
    rich = "Then came {}, and we mended the nets in the boat with aunt {}. The sea froze, and the horses walked home."
    told = [rich.format(one, other) for one in friends for other in friends[::-1] if one != other][:40]
    asked = replay([("answered", answer) for answer in told], "en")
    runs = "".join("f" if one.bank_id is None and one.kind in KINDS else "-" for one in asked)
    assert "f" in runs
    assert "ffff" not in runs


@pytest.mark.parametrize(("asked_before", "another"), [(1, True), (2, False), (3, False)])
def test_third_follow_up_is_not_asked_however_rich_the_answer(asked_before: int, another: bool) -> None:
    answer = (
        "In the morning, just as we had all sat down at the long table, came Miss Larkspur, "
        "and we saw the sea from the window."
    )
    first = Exchange("q", "youth.free_evening", "youth", "opener", "answered", "So.")
    further = [Exchange(f"q{number}", None, "youth", "kin", "answered", answer) for number in range(asked_before)]
    assert (planned([first, *further], "en").asked.kind in KINDS) is another


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_without_a_phrase_to_lift_is_stayed_with(language: Language) -> None:
    said = {
        "en": "and so it went on and on like that for them all ",
        "nb": "og så gikk det slik for dem alle sammen hele tiden ",
        "nn": "og så gjekk det slik for dei alle saman heile tida ",
        "sv": "och så gick det så för dem alla hela tiden ",
    }
    own = Exchange("How did it begin?", None, "early_home", "family", "answered", said[language] * 4)
    asked = planned([own], language).asked
    assert (asked.kind, asked.refers_to) == ("more", None)
    assert planned([replace(own, answer="Yes, and so on.")], language).asked.kind != "more"


def test_heavy_words_in_a_question_to_the_listener_are_not_heavy() -> None:
    assert after("You do not remember when he died, do you? I think it was long before your time.").kind != "quiet"


def test_presence_does_not_use_up_the_follow_ups() -> None:
    told = ["My father drowned.", "We cried and cried, all of us.", "We rowed home with my uncle Torstein."]
    asked = replay([("answered", answer) for answer in told], "en")
    assert [one.kind for one in asked[1:]] == ["presence", "presence", "person"]
