"""Texts cut into sentences by a rule of thumb of their own."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?])[»”\"]?\s+(?=[«“\"]?[A-ZÆØÅÄÖ])")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_FEWEST, _MOST = 5, 40


@dataclass(frozen=True)
class Piece:
    """One sentence, the whole text it stands in, the sentence after it (empty where none is), and the text's names."""

    sentence: str
    text: str
    following: str
    names: tuple[str, ...]


def named(text: str, never: Collection[str]) -> tuple[str, ...]:
    """Capitalised words that do not begin a sentence of the text, in order, without those that name nobody."""
    inner = re.findall(r"(?<![.!?:«“\"\n] )(?<!^)(?<![«“\"])\b[A-ZÆØÅÄÖ][a-zæøåäöé]{2,}", text)
    return tuple(dict.fromkeys(name for name in inner if name not in never))


def pieces(text: str, never: Collection[str]) -> Iterator[Piece]:
    """Sentences of a length that a book has; what holds half a quotation is left out."""
    names = named(text, never)
    found = [part.strip() for part in _END.split(" ".join(text.split()))]
    for one, following in zip(found, [*found[1:], ""], strict=True):
        if _FEWEST <= len(WORD.findall(one)) <= _MOST and one.endswith(".") and _whole(one):
            yield Piece(one, text, following if _whole(following) else "", names)


def _whole(sentence: str) -> bool:
    return sentence.count("«") == sentence.count("»") and sentence.count('"') % 2 == 0


def replaced(sentence: str, word: str, other: str) -> str:
    """The sentence with the first `word` exchanged, as a whole word."""
    return re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", lambda _found: other, sentence, count=1)
