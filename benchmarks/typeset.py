"""How much the press costs beside Typst with no book around the text.

    python benchmarks/typeset.py TEXT [PHOTO ...] [--count 100] [--theme classic] [--trim a5]

Both set the same paragraphs and photos, each in a process of its own, one after the other; the photos are first brought
to print size, as the product does. Prints pages, seconds, CPU seconds and peak memory of each, and the ratios.
"""

import argparse
import io
import itertools
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import typst
from PIL import Image, ImageOps

from fortell.book.press import Book, Chapter, Paragraph, Photo, typeset

PARAGRAPHS_A_CHAPTER = 45
PRINT_PIXELS = 1400  # the longer side: the column of A5 at 300 pixels an inch
BARE = """#set page(width: 148mm, height: 210mm, margin: (inside: 20mm, outside: 15.5mm, y: 20mm))
#set text(size: 11.6pt, lang: "en")
#set par(justify: true, first-line-indent: 1.2em)
"""


def paragraphs(path: Path) -> list[str]:
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    return [" ".join(block.split()) for block in blocks if block.strip()]


def printable(path: Path) -> bytes:
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((PRINT_PIXELS, PRINT_PIXELS))
    buffer = io.BytesIO()
    upright.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def laid_out(texts: list[str], photos: list[bytes], count: int) -> Iterator[str | bytes]:
    """The paragraphs with ``count`` photos spread evenly among them."""
    every = max(1, len(texts) // count) if count and photos else len(texts) + 1
    turn = itertools.islice(itertools.cycle(photos), count) if photos else iter(())
    for n, text in enumerate(texts, start=1):
        yield text
        if n % every == 0 and (photo := next(turn, None)):
            yield photo


def distinct(jpeg: bytes, number: int) -> bytes:
    """The same picture under another hash, so that no engine may keep it once for all its uses."""
    comment = f"{number:08}".encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]


def press_pages(things: list[str | bytes], theme: str, trim: str) -> int:
    blocks = [
        Paragraph(x) if isinstance(x, str) else Photo("p.jpg", x, "A photograph.", "A photograph") for x in things
    ]
    chunks = [blocks[at : at + PARAGRAPHS_A_CHAPTER] for at in range(0, len(blocks), PARAGRAPHS_A_CHAPTER)]
    chapters = tuple(Chapter(f"Chapter {n}", tuple(chunk)) for n, chunk in enumerate(chunks, start=1))
    book = Book("A long book", "", "Nobody", "en", 2026, chapters, (), "00000000-0000-4000-8000-000000000000")
    return int(str(typeset(book=book, theme=theme, trim=trim).facts["pages"]))


def bare_pages(things: list[str | bytes]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        lines = [BARE]
        for n, thing in enumerate(things):
            if isinstance(thing, bytes):
                (Path(folder) / f"{n}.jpg").write_bytes(thing)
                lines.append(f'#figure(image("{n}.jpg", width: 100%), placement: auto, caption: [A photograph.])')
            else:
                lines.append(re.sub(r"([\\#*_$`<>@~/\[\]=+-])", r"\\\1", thing))
        (Path(folder) / "main.typ").write_text("\n\n".join(lines), encoding="utf-8")
        pdf = typst.compile(str(Path(folder) / "main.typ"), ignore_system_fonts=True)
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def measured(work: Callable[[], int]) -> dict[str, float]:
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    pages = work()
    return {
        "pages": pages,
        "seconds": time.perf_counter() - wall,
        "cpu_seconds": time.process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "before_mb": base / 1024,
    }


def one(arguments: argparse.Namespace) -> dict[str, float]:
    texts, photos = paragraphs(arguments.text), [printable(path) for path in arguments.photos]
    spread = laid_out(texts, photos, arguments.count)
    things = [distinct(x, n) if isinstance(x, bytes) else x for n, x in enumerate(spread)]
    if arguments.only == "press":
        return measured(lambda: press_pages(things, arguments.theme, arguments.trim))
    return measured(lambda: bare_pages(things))


def both() -> None:
    rows = {}
    for name in ("press", "bare"):
        command = [sys.executable, *sys.argv, "--only", name]
        rows[name] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        print(name, " ".join(f"{key} {value:.2f}" for key, value in rows[name].items()))
    print("ratio", " ".join(f"{key} {rows['press'][key] / rows['bare'][key]:.2f}" for key in rows["bare"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("photos", type=Path, nargs="*")
    parser.add_argument("--count", type=int, default=100, help="how many photos to spread through the text")
    parser.add_argument("--theme", default="classic")
    parser.add_argument("--trim", default="a5")
    parser.add_argument("--only", choices=("press", "bare"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(one(arguments)))
    else:
        both()


if __name__ == "__main__":
    main()
