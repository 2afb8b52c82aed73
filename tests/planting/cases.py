"""Sentences that a guard must refuse or let stand, made from texts that it has not seen.

Nothing here is shared with the guard or the writer: neither code nor a list of words. An error is planted in a sentence
as models make them, one at a time; a rewrite says the same in other dress. `case.kind` names which.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.planting import errors, rewrites
from tests.planting.pieces import Piece, pieces

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Case:
    kind: str
    sources: tuple[str, ...]
    sentence: str
    faithful: bool


def words(language: str) -> dict[str, Any]:
    return tomllib.loads((HERE / "words" / f"{language}.toml").read_text(encoding="utf-8"))


def own_texts(language: str) -> list[str]:
    """Invented answers that are used nowhere else."""
    return (HERE / "texts" / f"{language}.txt").read_text(encoding="utf-8").split("\n\n")


def cases(*, language: str, texts: Sequence[str], seed: int = 1, rounds: int = 2) -> list[Case]:
    """Errors and rewrites of all sentences, each once; the same seed gives the same ones."""
    return list(dict.fromkeys(_cases(language, texts, random.Random(seed), rounds)))


def _cases(language: str, texts: Sequence[str], chance: random.Random, rounds: int) -> Iterator[Case]:
    listed = words(language)
    for text in texts:
        for piece in pieces(text, listed["no_names"]):
            for _round in range(rounds):
                yield from _planted(piece, listed, chance)
            yield from _rewritten(piece, listed)
            yield _cleaned(piece, listed, chance)


def _planted(piece: Piece, listed: dict[str, Any], chance: random.Random) -> Iterator[Case]:
    for kind, plant in errors.KINDS.items():
        for sentence in plant(piece, listed, chance):
            if sentence != piece.sentence:
                yield Case(kind=kind, sources=(piece.text,), sentence=sentence, faithful=False)
    for guessed in errors.guessed(piece, listed, chance):
        yield Case(kind="guess", sources=(guessed,), sentence=piece.sentence, faithful=False)


def _rewritten(piece: Piece, listed: dict[str, Any]) -> Iterator[Case]:
    for kind, rewrite in rewrites.KINDS.items():
        for sentence in rewrite(piece, listed):
            yield Case(kind=kind, sources=(piece.text,), sentence=sentence, faithful=True)


def _cleaned(piece: Piece, listed: dict[str, Any], chance: random.Random) -> Case:
    source = rewrites.stumbled(piece, listed, chance)
    return Case(kind="stumbles taken out", sources=(source,), sentence=piece.sentence, faithful=True)
