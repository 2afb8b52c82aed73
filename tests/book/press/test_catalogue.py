import pytest

from fortell.book.press.catalogue import FONTS, fonts_for, theme_named, theme_names, trim_named, trim_names, words_in


@pytest.mark.parametrize("name", trim_names())
def test_trims_keep_words_off_the_fold_and_the_edge(name: str) -> None:
    trim = trim_named(name=name)
    assert trim.inner_mm > trim.outer_mm > trim.safety_mm
    assert min(trim.top_mm, trim.bottom_mm) > trim.safety_mm


@pytest.mark.parametrize("name", theme_names())
def test_themes_name_a_shipped_font(name: str) -> None:
    font = theme_named(name=name).font
    assert fonts_for(family=font)[0].family == font


def test_every_font_file_is_shipped_with_its_licence() -> None:
    fonts = fonts_for(family="EB Garamond")
    for font in fonts:
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / font.licence_file).read_text()
    named = {file for font in fonts for file in font.files}
    assert named == {path.name for path in FONTS.glob("*.ttf")}


def test_the_books_own_words_differ_by_language() -> None:
    assert [words_in(language=code).contents for code in ("nb", "nn", "sv", "en")] == [
        "Innhold",
        "Innhald",
        "Innehåll",
        "Contents",
    ]
