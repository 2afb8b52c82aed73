import re
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from fortell.book.press import Book, Chapter, EditorNote, Language, Paragraph, Photo, Question, Utterance, typeset
from tests.book.press.conftest import LONG_TIME_AGO, body_of, book_of, photo

Pages = Callable[[bytes], list[str]]
Opened = Callable[[bytes], pikepdf.Pdf]
MM = 72 / 25.4
HYPHEN = "\ufffe"

HOSTILE = (
    "# Overskrift, ikke sant",
    "*fet* _kursiv_ $x^2$ `kode`",
    "C:\\bilder\\båt \\u{41} <x> @ref // sitat /* slutt \"rett\" 'enkel'",
    '#panic("nei") #image("/etc/passwd") #let a = 1',
    "--- -- ... ~ «sa han» “ja”",
    "= Tittel",
)


def chapters_of(pages: list[str]) -> list[str]:
    """The pages after the contents."""
    return pages[6:]


def words(text: str) -> list[str]:
    return text.replace(HYPHEN + "\n", "").replace(HYPHEN, "").split()


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_read_as_markup(pages_of: Pages, text: str) -> None:
    book = replace(book_of(Paragraph(text)), title=text, author=text, subtitle=text)
    pages = pages_of(typeset(book=book).interior.data)
    assert text in pages[6]
    assert words(text) == words(pages[0])


def test_every_word_stands_in_the_book_in_order(pages_of: Pages) -> None:
    story = (LONG_TIME_AGO * 8).strip()
    blocks = (Question("Husker du fjorden?"), Paragraph(story), Paragraph("En linje.\nEn til."), Utterance("Jo."))
    pages = chapters_of(pages_of(typeset(book=book_of(*blocks)).interior.data))
    bodies = [body_of(pages[0]).split("\n")[2:], *[body_of(page).split("\n")[1:] for page in pages[1:]]]
    shown = [word for body in bodies for word in words("\n".join(body))]
    assert shown == [*words("Husker du fjorden?"), *words(story), *["En", "linje.", "En", "til."], "–", "Jo."]


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("nb", "menneskerettighetsorganisasjonene"),
        ("nn", "menneskerettsorganisasjonane"),
        ("sv", "människorättsorganisationerna"),
        ("en", "counterrevolutionaries"),
    ],
)
def test_long_words_are_hyphenated_in_each_language(pages_of: Pages, language: Language, word: str) -> None:
    book = replace(book_of(Paragraph(" ".join(f"{word}{' og så' * (n % 4)}" for n in range(60)))), language=language)
    text = "".join(chapters_of(pages_of(typeset(book=book).interior.data)))
    assert text.count(HYPHEN) > 3
    assert words(text).count(word) > 50


def test_languages_have_their_own_points_of_division(pages_of: Pages) -> None:
    def divided(language: Language) -> set[str]:
        story = " ".join(f"organisasjonane{' å' * (n % 7)} kunstnarane" for n in range(200))
        book = replace(book_of(Paragraph(story)), language=language)
        pages = chapters_of(pages_of(typeset(book=book).interior.data))
        return {part for page in pages for part in re.findall(rf"(\w+){HYPHEN}", page)}

    assert divided("nn") - divided("en")
    assert divided("nn") == divided("nb")


def test_chapters_open_on_a_right_hand_page_without_a_head(pages_of: Pages) -> None:
    pages = pages_of(typeset(book=book_of(Paragraph(LONG_TIME_AGO * 12), chapters=3)).interior.data)
    openers = [n for n, page in enumerate(pages, start=1) if re.match(r"\d\nKapittel om båt \d\n", page)]
    assert len(openers) == 3
    assert all(n % 2 for n in openers)
    assert all(pages[n - 1].strip().endswith(str(n)) for n in openers)


def test_running_heads_name_the_book_left_and_the_chapter_right(pages_of: Pages) -> None:
    pages = pages_of(typeset(book=book_of(Paragraph(LONG_TIME_AGO * 60))).interior.data)
    assert pages[7].startswith("Over fjorden\n")
    assert pages[8].startswith("Kapittel om båt 1\n")
    assert pages[7].strip().endswith("8")


def test_blank_pages_are_blank(pages_of: Pages) -> None:
    pages = pages_of(typeset(book=book_of(Paragraph("Kort."), chapters=2)).interior.data)
    assert [n for n, page in enumerate(pages, start=1) if not page] == [2, 6, 8, 10]
    assert len(pages) == 10


def test_contents_name_the_page_of_each_chapter(pages_of: Pages) -> None:
    pages = pages_of(typeset(book=book_of(Paragraph(LONG_TIME_AGO * 30), chapters=2)).interior.data)
    listed = re.findall(r"Kapittel om båt (\d) (\d+)", pages[4])
    assert pages[4].startswith("Innhold")
    assert [n for n, _ in listed] == ["1", "2"]
    assert all(pages[int(page) - 1].startswith(f"{n}\nKapittel") for n, page in listed)


def test_an_empty_chapter_still_has_its_page(pages_of: Pages) -> None:
    book = replace(book_of(), chapters=(Chapter("Stille", ()), Chapter("", (Paragraph("Ord."),))))
    pages = pages_of(typeset(book=book).interior.data)
    assert pages[6].split() == ["1", "Stille", "7"]
    assert pages[8].split() == ["2", "Ord.", "9"]


def test_a_note_is_marked_as_the_familys(pages_of: Pages) -> None:
    page = pages_of(typeset(book=book_of(EditorNote("Båten var rød."))).interior.data)[6]
    assert "Fra familien\nBåten var rød." in page


def test_page_boxes_hold_trim_and_bleed(opened: Opened) -> None:
    pdf = opened(typeset(book=book_of(), trim="demy").interior.data)
    page = pdf.pages[0]
    trim, bleed = [float(x) for x in page.TrimBox], 3.175 * MM
    assert [float(x) for x in page.MediaBox] == pytest.approx([0, 0, (138 + 6.35) * MM, (216 + 6.35) * MM], abs=0.01)
    assert trim == pytest.approx([bleed, bleed, bleed + 138 * MM, bleed + 216 * MM], abs=0.01)


@pytest.mark.parametrize("paragraphs", range(1, 9))
def test_pages_fill_whole_leaves(opened: Opened, paragraphs: int) -> None:
    printed = typeset(book=book_of(*[Paragraph(LONG_TIME_AGO * 5)] * paragraphs))
    pages = len(opened(printed.interior.data).pages)
    assert pages % 2 == 0
    assert printed.facts["pages"] == pages


def test_margins_are_mirrored() -> None:
    book = book_of(Paragraph(LONG_TIME_AGO * 60))
    with PdfDocument(typeset(book=book).interior.data) as pdf:
        texts = [pdf[number].get_textpage() for number in (7, 8)]
        left, right = (min(text.get_rect(i)[0] for i in range(text.count_rects())) for text in texts)
    assert right - left == pytest.approx((20.0 - 15.5) * MM, abs=2)


def test_no_line_is_left_alone_on_a_page(pages_of: Pages) -> None:
    text = "Første linje her. " + LONG_TIME_AGO * 2 + "Siste ord."
    pages = chapters_of(pages_of(typeset(book=book_of(*[Paragraph(text)] * 40)).interior.data))
    bodies = [page.strip().split("\n")[1:-1] for page in pages[1:] if page.strip()]
    assert len(bodies) > 5
    assert not any(body[0].endswith("Siste ord.") for body in bodies)
    assert not any(body[-1].startswith("Første linje") for body in bodies)


def test_a_question_stays_with_its_answer(pages_of: Pages) -> None:
    blocks = [
        block for n in range(60) for block in (Question(f"Spørsmål {n}?"), Paragraph(LONG_TIME_AGO * (1 + n % 3)))
    ]
    pages = chapters_of(pages_of(typeset(book=book_of(*blocks)).interior.data))
    last_lines = [page.strip().split("\n")[-2] for page in pages if len(page.strip().split("\n")) > 3]
    assert len(last_lines) > 10
    assert not any(line.startswith("Spørsmål") for line in last_lines)


@pytest.mark.parametrize("word", ["x" * 10_000, "a\u0301" * 400, "https://" + "eksempel/" * 60, "👨‍👩‍👧" * 200])
def test_endless_words_stay_on_the_page(word: str) -> None:
    with PdfDocument(
        typeset(book=book_of(Paragraph(word), Photo("a.jpg", photo().data, word, word))).interior.data
    ) as pdf:
        pages = [page.get_textpage() for page in pdf]
        right = max(page.get_rect(i)[2] for page in pages for i in range(page.count_rects()))
    assert right <= (148 + 3.175 - 15.5) * MM + 2


def test_embedded_fonts_only(opened: Opened) -> None:
    pdf = opened(typeset(book=book_of(Paragraph("Båt שלום ❤"))).interior.data)
    descriptors = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing]
    assert len(descriptors) >= 3
    assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in descriptors)


def test_nothing_in_the_pdf_tells_when_it_was_made(sample: Book) -> None:
    data = typeset(book=sample).interior.data
    assert b"CreationDate" not in data
    assert b"CreateDate" not in data
