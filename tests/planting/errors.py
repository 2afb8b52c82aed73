"""Errors as language models make them: each function gives the sentence with one of them planted, in several ways."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.planting.pieces import WORD, Piece, replaced

Listed = Mapping[str, Any]
Planter = Callable[[Piece, Listed, random.Random], Iterator[str]]
_YEAR = re.compile(r"\b1[5-9]\d\d\b|\b20[0-2]\d\b")
_NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?![\d.])")
_QUOTED = re.compile(r"[«\"“](.+?)[»\"”]")
_CAPITAL = r"([A-ZÆØÅÄÖ][a-zæøåäö]{2,})"
_EACH = 2


def _inside(piece: Piece) -> list[str]:
    """Names that stand in the sentence itself, but not as its first word."""
    return [name for name in piece.names if re.search(rf"(?<!^)\b{name}\b", piece.sentence)]


def name(piece: Piece, listed: Listed, chance: random.Random) -> Iterator[str]:
    """A name that nobody said."""
    for one in _inside(piece)[:_EACH]:
        for other in chance.sample(listed["names"], _EACH):
            if other not in piece.text:
                yield replaced(piece.sentence, one, other)


def mixed_name(piece: Piece, _listed: Listed, chance: random.Random) -> Iterator[str]:
    """A name from elsewhere in the same answer."""
    for one in _inside(piece)[:_EACH]:
        others = [other for other in piece.names if not re.search(rf"\b{other}", piece.sentence)]
        for other in chance.sample(others, min(1, len(others))):
            yield replaced(piece.sentence, one, other)


def place(piece: Piece, listed: Listed, chance: random.Random) -> Iterator[str]:
    for found in re.finditer(r"\b(?:in|at|to|from|i|på|til|till|fra|frå|från) ([A-ZÆØÅÄÖ][\wæøåäö]+)", piece.sentence):
        for other in chance.sample(listed["places"], _EACH):
            yield piece.sentence[: found.start(1)] + other + piece.sentence[found.end(1) :]


def year(piece: Piece, _listed: Listed, chance: random.Random) -> Iterator[str]:
    for found in _YEAR.finditer(piece.sentence):
        for step in chance.sample((-10, -4, -3, -2, -1, 1, 2, 3, 5, 10), 3):
            other = str(int(found[0]) + step)
            if other not in piece.text:
                yield piece.sentence[: found.start()] + other + piece.sentence[found.end() :]


def mixed_year(piece: Piece, _listed: Listed, _chance: random.Random) -> Iterator[str]:
    """A year from elsewhere in the same answer."""
    for found in _YEAR.finditer(piece.sentence):
        others = sorted(set(_YEAR.findall(piece.text)) - set(_YEAR.findall(piece.sentence)))
        for other in others[:1]:
            yield piece.sentence[: found.start()] + other + piece.sentence[found.end() :]


def number(piece: Piece, listed: Listed, chance: random.Random) -> Iterator[str]:
    said = WORD.findall(piece.text)
    for word in [one for one in WORD.findall(piece.sentence) if one in listed["numbers"]][:_EACH]:
        for other in chance.sample(listed["numbers"], _EACH):
            if other not in said:
                yield replaced(piece.sentence, word, other)
    for found in _NUMBER.finditer(piece.sentence):
        other = str(int(found[0]) + chance.choice((1, 2, 5, 10)))
        if other not in said:
            yield piece.sentence[: found.start()] + other + piece.sentence[found.end() :]


def relation(piece: Piece, listed: Listed, chance: random.Random) -> Iterator[str]:
    here = WORD.findall(piece.sentence)
    for group in listed["kin"]:
        for word in [one for one in group if one in here][:_EACH]:
            for other in chance.sample([one for one in group if one not in here], _EACH):
                yield replaced(piece.sentence, word, other)


def dropped_negation(piece: Piece, listed: Listed, _chance: random.Random) -> Iterator[str]:
    for word in listed["not"]:
        if re.search(rf"\b{word}\b(?! (?:sant|true|omvendt|tvärtom|bare|berre|bara|only))", piece.sentence):
            yield re.sub(rf" {word}\b", "", piece.sentence, count=1)


def added_negation(piece: Piece, listed: Listed, _chance: random.Random) -> Iterator[str]:
    here = WORD.findall(piece.sentence)
    denied = {*listed["not"], "no", "ingen", "ingenting", "inget", "nobody", "nothing", "none", "ikkje", "inga"}
    if not denied & {word.lower() for word in here}:
        for verb in [one for one in listed["add_not"] if one in here][:_EACH]:
            yield replaced(piece.sentence, verb, f"{verb} {listed['not_word']}")


def feeling(piece: Piece, listed: Listed, chance: random.Random) -> Iterator[str]:
    for added in chance.sample(listed["feelings"], _EACH):
        yield f"{piece.sentence[:-1]}, {added}."


def fact(piece: Piece, listed: Listed, chance: random.Random) -> Iterator[str]:
    for added in chance.sample(listed["facts"], _EACH):
        yield f"{piece.sentence[:-1]}, {added}."


def misquoted(piece: Piece, listed: Listed, chance: random.Random) -> Iterator[str]:
    """A quotation with another word in it."""
    for quoted in _QUOTED.finditer(piece.sentence):
        long = [word for word in WORD.findall(quoted[1]) if len(word) > 4]
        strange = WORD.findall(chance.choice(listed["facts"]))[-1]
        for word in long[:_EACH]:
            changed = replaced(quoted[1], word, strange)
            yield piece.sentence[: quoted.start(1)] + changed + piece.sentence[quoted.end(1) :]


def misattributed(piece: Piece, listed: Listed, _chance: random.Random) -> Iterator[str]:
    """What one person said is put into the mouth of another: of one named in the same answer, or of her for him."""
    verbs = "|".join(listed["said"])
    for found in re.finditer(rf"\b{_CAPITAL} (?:{verbs})\b|\b(?:{verbs}) {_CAPITAL}\b", piece.sentence):
        group = 1 if found[1] else 2
        others = [one for one in piece.names if one != found[group] and one not in piece.sentence]
        if found[group] in piece.names:
            for other in others[:_EACH]:
                yield piece.sentence[: found.start(group)] + other + piece.sentence[found.end(group) :]
    he, she = listed["he_she"]
    for one, other in ((he, she), (she, he)):
        if one in WORD.findall(piece.sentence) and re.search(
            rf"\b(?:{one} (?:{verbs})|(?:{verbs}) {one})\b", piece.sentence
        ):
            yield re.sub(rf"\b{one} ({verbs})\b|\b({verbs}) {one}\b", _spoken_by(other), piece.sentence, count=1)


def _spoken_by(other: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{other} {found[1]}" if found[1] else f"{found[2]} {other}"


def merged(piece: Piece, _listed: Listed, chance: random.Random) -> Iterator[str]:
    """The person whom a sentence begins with becomes another one of the same answer."""
    first = WORD.findall(piece.sentence)[0]
    others = [one for one in piece.names if one != first and one not in piece.sentence]
    if first in piece.names and others:
        yield replaced(piece.sentence, first, chance.choice(others))


def swapped_roles(piece: Piece, listed: Listed, _chance: random.Random) -> Iterator[str]:
    """Two people of a sentence change places: who did it, and to whom."""
    people = "|".join([*piece.names, *(word for group in listed["kin"][:2] for word in group)])
    found = re.fullmatch(rf"(.*?)\b({people})\b(.+?)\b({people})\b(.*)", piece.sentence)
    if found and found[2] != found[4] and _deed(found[3], listed["and"]):
        yield found[1] + found[4] + found[3] + found[2] + found[5]


def _deed(between: str, joiner: str) -> bool:
    """Whether the words between two people may be what one did to the other, rather than a list."""
    said = WORD.findall(between)
    listing = "," in between or joiner in said
    return not listing and len(said) <= 4 and any(word.islower() and len(word) > 2 for word in said)


def order(piece: Piece, listed: Listed, _chance: random.Random) -> Iterator[str]:
    yield from _turned_about(piece, listed["order"])


def tense(piece: Piece, listed: Listed, _chance: random.Random) -> Iterator[str]:
    """What was then is said of now, or the other way."""
    yield from _turned_about(piece, listed["tenses"])


def _turned_about(piece: Piece, pairs: list[list[str]]) -> Iterator[str]:
    here = WORD.findall(piece.sentence)
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            if one in here and other not in here:
                yield replaced(piece.sentence, one, other)


def guessed(piece: Piece, listed: Listed, chance: random.Random) -> Iterator[str]:
    """The whole text where a number of the sentence was only a guess: the sentence is surer than that."""
    here = WORD.findall(piece.sentence)
    if {guess.split()[0] for guess in listed["guesses"]} & {*here}:
        return
    for word in [one for one in here if one in listed["numbers"]][:_EACH]:
        other = chance.choice([one for one in listed["numbers"] if one not in WORD.findall(piece.text)])
        for guess in chance.sample(listed["guesses"], _EACH):
            spoken = replaced(piece.sentence, word, guess.format(word, other=other))
            yield piece.text.replace(piece.sentence, spoken)


KINDS: Mapping[str, Planter] = {
    "name": name,
    "mixed name": mixed_name,
    "place": place,
    "year": year,
    "mixed year": mixed_year,
    "number": number,
    "relation": relation,
    "dropped negation": dropped_negation,
    "added negation": added_negation,
    "feeling": feeling,
    "fact": fact,
    "misquoted": misquoted,
    "misattributed": misattributed,
    "merged": merged,
    "swapped roles": swapped_roles,
    "order": order,
    "tense": tense,
}
