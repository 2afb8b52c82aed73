"""The first guard: words that nobody said."""

from fortell.story.writing import words_not_said


def test_word_that_nobody_said_is_named_as_written_and_once() -> None:
    assert words_not_said(sentence="We Loved the sea, loved it.", sources=["we had the sea, it"]) == ("Loved", "loved")


def test_case_apostrophe_and_composition_do_not_count() -> None:
    assert words_not_said(sentence="DON’T go to Åmot", sources=["don't go", "to A\u030amot"]) == ()


def test_part_of_a_word_is_not_the_word() -> None:
    assert words_not_said(sentence="Far rodde.", sources=["Farfar rodde."]) == ("Far",)


def test_number_that_was_not_said_is_named() -> None:
    assert words_not_said(sentence="I 1947 kom vi.", sources=["I 1974 kom vi."]) == ("1947",)
