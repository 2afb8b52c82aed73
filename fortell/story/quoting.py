"""What somebody wrote in a reply, without the letter that it answers and without what stands under every letter.

Pure. Where it is in doubt it keeps: a line too many she can take out, a line lost she would have to remember. So a dash
at the start of a line is no signature, and a farewell goes only where it is the last thing in the letter.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

HEADS_AT_LEAST: Final = 2
INTRODUCTION: Final = 3  # lines over which a program may spread "On … somebody wrote:"
SHORT: Final = 40  # characters of a line under a farewell: a name, a telephone number, a street
UNDER: Final = 4  # such lines at most
HOUR: Final = re.compile(r"\b\d{1,2}:\d{2}\b|\bkl\.? ?\d{1,2}\.\d{2}\b")
RULE: Final = re.compile(r"\s*(?:[-_*=]{5,}|-{2,} ?.{3,40}? ?-{2,})\s*")


def her_words(text: str) -> str:
    """The reply alone; empty where nothing but a quotation came."""
    lines = [line.rstrip() if line != "-- " else line for line in _plain(text).split("\n")]
    kept = [line for line in _before_earlier(lines) if not _is_quoted(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_without_foot(kept))).strip()


def _plain(text: str) -> str:
    return (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "")
    )


def _before_earlier(lines: list[str]) -> list[str]:
    """All that stands before an earlier letter; what is written under or between its quoted lines is hers too."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if length := _introduction(lines, at):
            at += length
            if not _quotation_follows(lines, at):
                break
        elif _is_divider(lines, at) or _is_head(lines, at):
            break
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _introduction(lines: list[str], at: int) -> int:
    """Over how many lines from here on a program says who wrote what follows; 0 where it does not."""
    first = _bare(lines[at])
    if not first.startswith(_list("began")):
        return 0
    for length in range(1, INTRODUCTION + 1):
        said = " ".join(_bare(line) for line in lines[at : at + length])
        if said.endswith(":") and any(word in said for word in _list("wrote")) and _is_dated(said):
            return length
    return 0


def _is_dated(said: str) -> bool:
    """An hour or an address stands in it: "Den 3. mai 1945 skrev jeg i dagboken:" is hers."""
    return "@" in said or HOUR.search(said) is not None


def _quotation_follows(lines: list[str], at: int) -> bool:
    return next((_is_quoted(line) for line in lines[at:] if line.strip()), False)


def _is_divider(lines: list[str], at: int) -> bool:
    line = lines[at].strip().lower()
    if not RULE.fullmatch(line):
        return False
    return any(words in line for words in _list("divided")) or _is_head(lines, at + 1)


def _is_head(lines: list[str], at: int) -> bool:
    block = [_bare(line).lstrip("* ") for line in lines[at : at + 4]]
    return bool(block) and block[0].startswith(_list("heads")) and _heads(block) >= HEADS_AT_LEAST


def _heads(block: list[str]) -> int:
    return sum(line.replace("*", "").startswith(_list("heads")) for line in block)


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _without_foot(lines: list[str]) -> list[str]:
    """Without a signature, what a phone adds, and a farewell at the end."""
    if "-- " in lines:
        lines = lines[: lines.index("-- ")]
    lines = _trimmed(lines)
    while lines and _bare(lines[-1]).startswith(_list("added")):
        lines = _trimmed(lines[:-1])
    if lines and lines[-1].strip() == "--":
        lines = _trimmed(lines[:-1])
    return lines[: _farewell(lines)]


def _farewell(lines: list[str]) -> int:
    """Where a farewell that ends the letter begins; the end where there is none."""
    under = 0
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at].strip()
        if _is_farewell(line):
            return at
        under += bool(line)
        if under > UNDER or len(line) > SHORT or line.endswith((".", "!", "?", "…")):
            break
    return len(lines)


def _is_farewell(line: str) -> bool:
    said = _bare(line).rstrip(" ,.!")
    return any(
        said == closing or (said.startswith(f"{closing} ") and len(said) <= SHORT) for closing in _list("closings")
    )


def _trimmed(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def _bare(line: str) -> str:
    return line.lstrip("> ").strip().lower()


@cache
def _list(name: str) -> tuple[str, ...]:
    path = Path(__file__).with_suffix(".toml")
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))[name])
