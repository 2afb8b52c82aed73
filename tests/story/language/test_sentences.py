"""Where sentences begin and end."""

import pytest

from fortell.story.language import Language, sentence_spans


def cut(text: str, language: Language = "en") -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language=language)]


def test_sentences_end_at_signs() -> None:
    assert cut("I came. Who knew? Nobody! So…") == ["I came.", "Who knew?", "Nobody!", "So…"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I worked for Mr. S. when I came here.", "en"),
        ("My name is E. M. Quillfeather.", "en"),
        ("Det var f.eks. en gris der.", "nb"),
        ("Vi kom den 17. mai om morgenen.", "nb"),
        ("Han gjekk i 7. klasse då.", "nn"),
        ("Hon bodde bl.a. i staden.", "sv"),
        ('"Come in." she said.', "en"),
        ("Who did you see when ... ?", "en"),
    ],
)
def test_full_stop_that_belongs_to_a_word_ends_nothing(text: str, language: Language) -> None:
    assert cut(text, language) == [text]


def test_year_ends_a_sentence_even_before_small_letters() -> None:
    assert cut("vi flyttet i 1945. da kom tante.", "nb") == ["vi flyttet i 1945.", "da kom tante."]


def test_initial_before_a_new_sentence_ends_it() -> None:
    assert cut("He was with B. He liked it.") == ["He was with B.", "He liked it."]


def test_missing_blank_after_full_stop_is_seen() -> None:
    assert cut("When I come along.In fact I did.") == ["When I come along.", "In fact I did."]


def test_line_wrapped_by_a_mail_program_does_not_end_a_sentence() -> None:
    wrapped = "We rowed across the fjord every Sunday morning, all of us in\nOlav's old boat."
    assert cut(wrapped) == [wrapped]


def test_short_line_ends_where_she_ended_it() -> None:
    assert cut("Mor Solveig\nFar Anton", "nb") == ["Mor Solveig", "Far Anton"]


@pytest.mark.timeout(5)
def test_long_runs_of_signs_take_no_quadratic_time() -> None:
    assert cut("!" * 100_000 + "x" + "\n" * 100_000 + "." * 100_000)
