"""What changed between two versions of the notice, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from fortell.privacy.notice.document import Document


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of words: `same`, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A paragraph, list item or row that changed, under its section's title."""

    section: str
    pieces: tuple[Piece, ...]


def difference(before: Document, after: Document) -> list[Changed]:
    """Every paragraph that differs; what is alike is left out."""
    old, new = list(_lines(before)), list(_lines(after))
    changed: list[Changed] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            changed += _paired(old[a:b], new[c:d])
    return changed


def _paired(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[Changed]:
    for number in range(max(len(old), len(new))):
        (title, before), (heading, after) = (lines[number] if number < len(lines) else ("", "") for lines in (old, new))
        yield Changed(section=heading or title, pieces=tuple(_pieces(before, after)))


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = (re.findall(r"\S+\s*", text) for text in (before, after))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(kind="same", text="".join(old[a:b]))
            continue
        if a < b:
            yield Piece(kind="gone", text="".join(old[a:b]))
        if c < d:
            yield Piece(kind="new", text="".join(new[c:d]))


def _lines(document: Document) -> Iterator[tuple[str, str]]:
    yield document["title"], document["title"]
    yield document["title"], document["lede"]
    for short in document["short"]:
        yield short["title"], f"{short['title']}: {short['text']}"
    for section in document["sections"]:
        yield section["title"], section["title"]
        for block in section["blocks"]:
            yield from ((section["title"], line) for line in _of_block(block))


def _of_block(block: dict[str, Any]) -> Iterator[str]:
    (kind, content), *_none = block.items()
    if kind in {"p", "h"}:
        yield content
    elif kind == "list":
        yield from content
    elif kind == "table":
        yield from (" · ".join(row) for row in (content["head"], *content["rows"]))
    else:
        yield from (": ".join(pair) for pair in content)


def lines(document: Document) -> list[str]:
    """The whole text, a line each."""
    return [text for _section, text in _lines(document)]
