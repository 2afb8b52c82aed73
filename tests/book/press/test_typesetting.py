import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from fortell.book.press import Book, Paragraph, UnknownTheme, UnknownTrim, theme_names, trim_names, typeset
from tests.book.press.conftest import book_of, photo

PRINT_HASHES = """
from tests.book.press.conftest import book_of, photo
from fortell.book.press import Paragraph, typeset
printed = typeset(book=book_of(Paragraph("Far rodde."), photo()))
print(*(file.sha256 for file in (printed.interior, printed.cover, printed.epub)))
"""


def hashes_in_new_process(seed: str) -> list[str]:
    root = Path(__file__).parents[3]
    environment = {"PYTHONPATH": str(root), "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
    command = [sys.executable, "-c", PRINT_HASHES]
    return subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=True).stdout.split()


def test_typeset_gives_the_same_bytes_in_every_process() -> None:
    printed = typeset(book=book_of(Paragraph("Far rodde."), photo()))
    here = [file.sha256 for file in (printed.interior, printed.cover, printed.epub)]
    assert here == hashes_in_new_process("1") == hashes_in_new_process("2")


def test_typeset_writes_nothing_to_disk(sample: Book) -> None:
    account = Path("/proc/self/io")
    if not account.exists():
        pytest.skip("this system does not count what a process writes")

    def written() -> int:
        return int(account.read_text().split("wchar:")[1].split()[0])

    before = written()
    printed = typeset(book=sample)
    assert written() - before < 4096 < len(printed.interior.data)


def test_facts_tell_what_was_made(sample: Book) -> None:
    printed = typeset(book=sample, theme="large-print", trim="royal")
    facts = printed.facts
    assert json.loads(json.dumps(facts)) == facts
    assert (facts["theme"], facts["trim"], facts["language"]) == ("large-print", "royal", "nb")
    assert (facts["trim_mm"], facts["bleed_mm"], facts["missing_glyphs"]) == ([156.0, 234.0], 3.175, [])
    assert facts["fonts"] == [{"name": "Alegreya", "licence": "OFL-1.1"}]
    assert facts["accessibility"] == "ua-1"
    assert facts["files"] == {
        file.name: {"sha256": hashlib.sha256(file.data).hexdigest(), "size": len(file.data)}
        for file in (printed.interior, printed.cover, printed.epub)
    }


def test_facts_name_the_characters_that_no_font_shows() -> None:
    facts = typeset(book=book_of(Paragraph("Han skrev 漢字 på tavla, og igjen 漢."))).facts
    assert facts["missing_glyphs"] == ["字", "漢"]
    assert facts["accessibility"] is None


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Čáhci Ŧŧ Ŋŋ Đđ Ǩǩ Ǯǯ", ["EB Garamond"]),
        ("Привет, Γειά σου", ["EB Garamond"]),
        ("שלום", ["EB Garamond", "Noto Serif Hebrew"]),
        ("مرحبا ❤️", ["EB Garamond", "Noto Naskh Arabic", "Noto Emoji"]),
    ],
)
def test_letters_of_other_tongues_find_a_font(text: str, families: list[str]) -> None:
    facts = typeset(book=book_of(Paragraph(text))).facts
    assert facts["missing_glyphs"] == []
    assert [font["name"] for font in facts["fonts"]] == families  # type: ignore[attr-defined]


def test_progress_counts_to_the_end(sample: Book) -> None:
    steps: list[tuple[int, int]] = []
    typeset(book=sample, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_unknown_names_are_answered_with_the_choices(sample: Book) -> None:
    with pytest.raises(UnknownTheme, match="classic, homely, large-print"):
        typeset(book=sample, theme="gothic")
    with pytest.raises(UnknownTrim, match="a5, demy, six-by-nine, royal"):
        typeset(book=sample, trim="a4")


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("trim", trim_names())
def test_every_theme_fits_every_trim(sample: Book, theme: str, trim: str) -> None:
    assert typeset(book=sample, theme=theme, trim=trim).facts["accessibility"] == "ua-1"


def test_a_book_without_anything_is_still_a_book() -> None:
    empty = replace(book_of(), chapters=(), title="", subtitle="", author="", colophon=())
    assert typeset(book=empty).facts["pages"] == 4
