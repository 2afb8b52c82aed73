"""The same said in other dress: each function gives sentences that must be let stand."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.planting.pieces import WORD, Piece, replaced

Listed = Mapping[str, Any]
Rewriter = Callable[[Piece, Listed], Iterator[str]]
_FEWEST = 4
_FILLED, _REPEATED, _STARTED = 0.15, 0.08, 0.3


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
        elif re.search(rf"(?<![\d.,-]){figure}(?![\w.,-])", piece.sentence):
            yield re.sub(rf"(?<![\d.,-]){figure}(?![\w.,-])", word, piece.sentence, count=1)


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


def turned(piece: Piece, listed: Listed) -> Iterator[str]:
    """The halves of a sentence that a joining word holds together change places, where no half leans on the other."""
    first, found, second = piece.sentence[:-1].partition(f", {listed['and']} ")
    if found and min(len(WORD.findall(half)) for half in (first, second)) >= _FEWEST and _open(first) and _open(second):
        begins = first.split()[0]
        kept = begins in piece.names or begins == "I" or begins.startswith("I'")
        if WORD.findall(second)[0].lower() in listed["leaning"]:
            return
        yield f"{_upper(second)}, {listed['and']} {first if kept else first[0].lower() + first[1:]}."


def fronted(piece: Piece, listed: Listed) -> Iterator[str]:
    """A year or a named place that closes the sentence opens it; the verb stays the second part where it must."""
    found = re.fullmatch(r"(\w+) (\w+) ([^,.;:]+?) ((?:in|i|på|at) (?:1[89]\d\d|[A-ZÆØÅÄÖ]\w+))\.", piece.sentence)
    if found and found[1].lower() in listed["subjects"]:
        subject = found[1] if found[1] == "I" else found[1].lower()
        begins = f"{subject} {found[2]}" if listed["and"] == "and" else f"{found[2]} {subject}"
        yield f"{_upper(found[4])}{',' if listed['and'] == 'and' else ''} {begins} {found[3]}."


def of_her(piece: Piece, listed: Listed) -> Iterator[str]:
    """As told of her instead of by her."""
    here = {word.lower() for word in WORD.findall(piece.sentence)}
    first, third = listed["of_her"], here & {*listed["third"]}
    if here & first.keys() and not third and not re.search(r"[«\"“]", piece.sentence):
        yield _upper(re.sub(r"[^\W\d_]+", lambda found: first.get(found[0].lower(), found[0]), piece.sentence))


KINDS: Mapping[str, Rewriter] = {
    "as it was": as_it_was,
    "punctuated": punctuated,
    "parted": parted,
    "joined": joined,
    "digits": digits,
    "without filler": without_filler,
    "reordered": reordered,
    "turned": turned,
    "fronted": fronted,
    "of her": of_her,
}


def stumbled(piece: Piece, listed: Listed, chance: random.Random) -> str:
    """The answer as it might have been spoken before its sentence was made readable: fillers, repeats, false starts."""
    said: list[str] = []
    for at, word in enumerate(tokens := piece.sentence.split()):
        if at and chance.random() < _FILLED:
            said.append(chance.choice(listed["hesitations"]))
        if at and chance.random() < _REPEATED:
            said += tokens[max(0, at - chance.randint(1, 3)) : at]
        said.append(word)
    if chance.random() < _STARTED:
        said = [*tokens[:2], f"{tokens[2][:2].lower()}-,", *said]
    return piece.text.replace(piece.sentence, " ".join(said))
