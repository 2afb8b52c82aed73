"""The same said in other dress: each function gives sentences that must be let stand."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.planting.pieces import WORD, Piece, replaced

Listed = Mapping[str, Any]
Rewriter = Callable[[Piece, Listed], Iterator[str]]
_FEWEST = 4


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def as_it_was(piece: Piece, _listed: Listed) -> Iterator[str]:
    yield piece.sentence


def punctuated(piece: Piece, _listed: Listed) -> Iterator[str]:
    """A comma becomes a dash, or goes."""
    if ", " in piece.sentence and '"' not in piece.sentence and "«" not in piece.sentence:
        yield piece.sentence.replace(", ", " – ", 1)
        yield piece.sentence.replace(", ", " ", 1)


def parted(piece: Piece, listed: Listed) -> Iterator[str]:
    """Each half of a sentence that a joining word holds together, where either could stand alone."""
    for joiner in listed["joiners"]:
        first, found, second = piece.sentence[:-1].partition(f", {joiner} ")
        if found and min(len(WORD.findall(half)) for half in (first, second)) >= _FEWEST and _open(first):
            yield f"{first}."
            yield f"{_upper(second)}."
            return


def _open(half: str) -> bool:
    return not re.search(r"[«\"“,]", half)


def joined(piece: Piece, listed: Listed) -> Iterator[str]:
    """With the sentence that follows, as one."""
    following = piece.following
    if following.endswith(".") and len(WORD.findall(following)) >= _FEWEST and following[0].isalpha():
        beginning = following.split()[0]
        kept = beginning.strip(",") in piece.names or beginning == "I" or beginning.startswith("I'")
        rest = following if kept else following[0].lower() + following[1:]
        if beginning.lower().strip(",") not in listed["joiners"]:
            yield f"{piece.sentence[:-1]}, {listed['and']} {rest}"
        yield f"{piece.sentence[:-1]}; {rest}"


def digits(piece: Piece, listed: Listed) -> Iterator[str]:
    """Number words as digits, and the other way."""
    here = WORD.findall(piece.sentence)
    for word, figure in listed["digits"].items():
        if word in here:
            yield replaced(piece.sentence, word, str(figure))
        elif re.search(rf"(?<![\d.,-]){figure}(?![\d.,-])", piece.sentence):
            yield re.sub(rf"(?<![\d.,-]){figure}(?![\d.,-])", word, piece.sentence, count=1)


def without_filler(piece: Piece, listed: Listed) -> Iterator[str]:
    for filler in listed["fillers"]:
        if piece.sentence.startswith(f"{filler} "):
            rest = piece.sentence[len(filler) + 1 :]
            if len(WORD.findall(rest)) >= _FEWEST:
                yield _upper(rest)


def reordered(piece: Piece, _listed: Listed) -> Iterator[str]:
    """A year that closes the sentence is set in brackets, or after a comma."""
    found = re.fullmatch(r"(.+?),? ((?:in|i) (?:1[89]\d\d|20\d\d))\.", piece.sentence)
    if found and '"' not in piece.sentence:
        yield f"{found[1]} ({found[2]})."
        yield f"{found[1]}, {found[2]}."


KINDS: Mapping[str, Rewriter] = {
    "as it was": as_it_was,
    "punctuated": punctuated,
    "parted": parted,
    "joined": joined,
    "digits": digits,
    "without filler": without_filler,
    "reordered": reordered,
}
