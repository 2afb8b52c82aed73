from hypothesis import given
from hypothesis import strategies as st

from fortell.book.press import Paragraph, Photo
from fortell.book.press.wording import breakable, clean, clean_block, printable
from tests.book.press.conftest import book_of


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=[chr(0xFFFE), chr(0xFFFF)]))
)
def test_printable_changes_no_character_that_prints(text: str) -> None:
    assert printable(text).replace("\ufffd", "") == "".join(
        c for c in text.replace("\ufffd", "") if printable(c) != "\ufffd"
    )


@given(st.text())
def test_printable_text_can_always_be_written(text: str) -> None:
    assert printable(printable(text)) == printable(text)
    printable(text).encode()


def test_line_ends_of_all_kinds_are_newlines() -> None:
    assert printable("a\r\nb\rc\u2028d\x85e\tf") == "a\nb\nc\nd\ne f"


@given(st.text(min_size=1, max_size=300))
def test_breakable_adds_nothing_but_spaces_without_width(text: str) -> None:
    assert breakable(text).replace("\u200b", "") == text.replace("\u200b", "")


def test_ordinary_words_are_left_alone() -> None:
    text = "Menneskerettighetsorganisasjonsmedlemmene rodde."
    assert breakable(text) == text


def test_marks_stay_with_their_letters() -> None:
    pieces = breakable("a\u0301" * 40).split("\u200b")
    assert len(pieces) > 5
    assert all(piece.startswith("a") for piece in pieces)


def test_empty_blocks_fall_out_and_photos_stay() -> None:
    shown = Photo(name="x", data=b"", caption=" Mor \n", alt="En\nkvinne")
    (chapter,) = clean(book=book_of(Paragraph(" \n\x00"), shown)).chapters
    assert chapter.blocks == (Photo(name="x", data=b"", caption="Mor", alt="En kvinne"),)


def test_inner_line_breaks_of_a_paragraph_stay() -> None:
    assert clean_block(Paragraph("\nEn\n\nTo\n")) == Paragraph("En\n\nTo")
