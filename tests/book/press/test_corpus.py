"""Whole books of real words: a memoir, an interview of 1949, a conversation in Nynorsk, photos from real cameras."""

import io
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from fortell.book.press import Block, Book, Chapter, Paragraph, Photo, Question, Utterance, typeset
from fortell.book.press.wording import printable
from tests.book.press.conftest import body_of, book_of

pytestmark = pytest.mark.corpus
CORPUS = Path(os.environ.get("FORTELL_CORPUS") or Path(__file__).parents[4] / "shared" / "data")


def corpus(name: str) -> Path:
    path = CORPUS / name
    if not path.exists():
        pytest.skip(f"the corpus is not here: {name}")
    return path


def upright(path: Path) -> bytes:
    buffer = io.BytesIO()
    with Image.open(path) as image:
        ImageOps.exif_transpose(image).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def franklin() -> Book:
    text = corpus("memoir/franklin-autobiography.en.txt").read_text(encoding="utf-8")
    paragraphs = [Paragraph(" ".join(part.split())) for part in text.split("\n\n")]
    parts = [tuple(paragraphs[at : at + 45]) for at in range(0, len(paragraphs), 45)]
    chapters = tuple(Chapter(f"Part {n}", part) for n, part in enumerate(parts, start=1))
    return replace(book_of(), language="en", chapters=chapters)


def hughes() -> Book:
    turns = json.loads(corpus("interviews/fountain-hughes.en.json").read_text(encoding="utf-8"))["turns"]
    kinds = {"Hermond Norwood": Question}
    blocks: list[Block] = [kinds.get(turn["speaker"], Paragraph)(turn["text"]) for turn in turns]
    return replace(book_of(*blocks), language="en")


def bardu() -> Book:
    lines = corpus("interviews/lia-bardu.nn.jsonl").read_text(encoding="utf-8").splitlines()
    return replace(book_of(*[Utterance(json.loads(line)["text"]) for line in lines]), language="nn")


def texts_of(book: Book) -> list[str]:
    return [
        printable(block.text) for chapter in book.chapters for block in chapter.blocks if not isinstance(block, Photo)
    ]


def letters(text: str) -> str:
    """Without what a reader of PDF cannot tell from a division at the line's end."""
    return re.sub(r"[\s\ufffe–-]", "", text)


@pytest.mark.parametrize("made", [franklin, hughes, bardu])
def test_every_word_of_a_real_story_is_printed(
    made: Callable[[], Book], pages_of: Callable[[bytes], list[str]]
) -> None:
    book = made()
    printed = typeset(book=book)
    bodies = [body_of(page).split("\n")[1:] for page in pages_of(printed.interior.data)[6:]]
    lines = [line for body in bodies for line in body if not re.fullmatch(r"\d+|Part \d+|Kapittel om båt 1", line)]
    assert letters("".join(lines)) == letters("".join(texts_of(book)))
    assert (printed.facts["missing_glyphs"], printed.facts["accessibility"]) == ([], "ua-1")


def test_photos_of_real_cameras_are_printed() -> None:
    paths = sorted(corpus("photos").glob("jpg_[ghmo]*.jpg"))
    blocks = [Photo(path.name, upright(path), "", "Et bilde") for path in paths]
    plates = typeset(book=book_of(*blocks)).facts["photos"]
    assert isinstance(plates, list)
    assert [plate["name"] for plate in plates] == [path.name for path in paths]
