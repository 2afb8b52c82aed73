"""The dialect interviews' gold labels, and how much of what they mark the clean-up takes."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from fortell.story.writing import Dial
from fortell.story.writing.alone import Cleaned, clean
from tests.story.corpus import lines

Token = tuple[str, str, str]  # form, part of speech, relation


@dataclass(frozen=True, kw_only=True)
class Measured:
    """`kept`: share of all words but stumbles, fillers and interjections; `kept_tokens` counts signs like words.

    The others: shares that were removed.
    """

    kept: float
    kept_tokens: float
    stumbles: float
    fillers: float
    tokens: int


def kind_of(token: Token) -> str:
    form, part, relation = token
    if relation.startswith("reparandum"):
        return "stumble"
    if set(form) == {"#"} or (relation.startswith("discourse") and part == "X"):
        return "filler"
    if relation.startswith("discourse"):
        return "interjection"
    return "sign" if part == "PUNCT" else "word"


def _removed(text: str, tokens: list[Token], cleaned: Cleaned) -> Iterator[bool]:
    """For every token whether an edit takes all of its characters and puts nothing in their place."""
    at = 0
    for form, _part, _relation in tokens:
        start = text.index(form, at)
        at = start + len(form)
        yield any(
            edit.start <= start and at <= edit.end and form.casefold() not in edit.replacement.casefold()
            for edit in cleaned.edits
        )


def _said(line: str, *, bare: bool) -> tuple[str, list[Token]]:
    """A line's text and tokens; `bare` without the signs that a transcriber set, as a speech engine writes."""
    entry = json.loads(line)
    tokens = [(form, part, relation) for form, part, relation in entry["tokens"]]
    if not bare:
        return entry["text"], tokens
    spoken = [token for token in tokens if kind_of(token) != "sign"]
    return " ".join(form for form, _part, _relation in spoken), spoken


def measured(name: str, dial: Dial, *, bare: bool = False) -> Measured:
    seen: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    for line in lines(name):
        text, tokens = _said(line, bare=bare)
        cleaned = clean(text=text, language="nn", dial=dial)
        for token, removed in zip(tokens, _removed(text, tokens, cleaned), strict=True):
            seen[kind_of(token)] += 1
            gone[kind_of(token)] += removed
    return Measured(
        kept=1 - gone["word"] / seen["word"],
        kept_tokens=1 - (gone["word"] + gone["sign"]) / (seen["word"] + seen["sign"]),
        stumbles=gone["stumble"] / seen["stumble"],
        fillers=gone["filler"] / seen["filler"],
        tokens=seen.total(),
    )
