"""Phrases that can be lifted out of an answer."""

import pytest

from fortell.story.language import Language, clauses


def lifted(text: str, language: Language = "en") -> list[str]:
    return [text[clause.start : clause.end] for clause in clauses(text=text, language=language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("And we slept in the barn, you know.", "en", ["we slept in the barn"]),
        ("We had, uh, a black horse then.", "en", []),
        ("We we went to town.", "en", []),
        ("We used to live on the", "en", []),
        ("Did you know my mother?", "en", []),
        ("I do not know at all.", "en", []),
        ("My brother and I went to town.", "en", ["My brother and I went to town"]),
        (
            "I started at the dairy and I was fifteen years old.",
            "en",
            ["I started at the dairy", "I was fifteen years old"],
        ),
        ("Hun sa alltid at den som baker alene, spiser alene.", "nb", []),
        ("Og så rodde vi over fjorden.", "nb", ["så rodde vi over fjorden"]),
        ("Da jeg var liten gutt, bodde vi på Myra.", "nb", []),
        ("Var han rå så blei det berre vatn.", "nn", []),
        ("ja # vi hadde eit raudt hus # der inne .", "nn", ["vi hadde eit raudt hus"]),
        ("vi hadde # eit raudt hus .", "nn", []),
        ("Da kjørte jeg alene til byen og kom hjem igjen om kvelden.", "nb", ["Da kjørte jeg alene til byen"]),
    ],
)
def test_clauses_are_clean_or_not_taken(text: str, language: Language, expected: list[str]) -> None:
    assert lifted(text, language) == expected


@pytest.mark.timeout(5)
def test_clauses_of_a_hundred_thousand_blanks_take_no_quadratic_time() -> None:
    assert lifted("a" + " " * 100_000 + "b" + "\t" * 100_000) == []
