"""Words and their places."""

import pytest

from fortell.story.language import has_word, mask, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't be-lieve d- 'quoted'", ["don't", "be-lieve", "d", "quoted"]),
        ("Bla\u030aba\u0308r", ["Bla\u030aba\u0308r"]),
        ("שָׁלוֹם נָא", ["שָׁלוֹם", "נָא"]),
        ("❤️ … # [ ]", []),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_are_found_whole(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected


def test_words_know_their_places() -> None:
    text = "  Å, ja – 1947!"
    assert [text[word.start : word.end] for word in words(text)] == [word.text for word in words(text)]


def test_emoji_is_no_word() -> None:
    assert not has_word("🎉👵🏽")


@pytest.mark.parametrize("note", ["[laughs]", "[be-believe [?]", "#", "##", "END OF TAPE"])
def test_mask_keeps_every_offset(note: str) -> None:
    text = f"We came. {note} We stayed."
    assert len(mask(text)) == len(text)
    assert mask(text).endswith(" We stayed.")


def test_mask_leaves_long_asides_and_numbered_signs() -> None:
    aside = f"#1 ({'so it went ' * 30})"
    assert mask(aside) == aside
