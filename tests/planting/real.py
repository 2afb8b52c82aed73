"""Texts of some length: the invented families of the samples, and real ones where they are on this machine."""

import json
from pathlib import Path

import fortell
from tests.story.corpus import FOLDER, life_story

_SAMPLES = Path(fortell.__file__).parent / "config" / "sample"
_SHORTEST, _LONGEST, _MOST = 60, 180, 3


def real_texts(language: str) -> list[str]:
    sample = json.loads((_SAMPLES / f"{language}.json").read_text(encoding="utf-8"))
    texts = [exchange["answer"] for exchange in sample["exchanges"] if exchange.get("answer")]
    return [*texts, *_spoken(), *_printed()] if language == "en" else texts


def _spoken() -> list[str]:
    if not (FOLDER / "fountain-hughes.en.json").is_file():
        return []
    return [answer for _question, answer in life_story() if len(answer.split()) >= _SHORTEST][:_MOST]


def _printed() -> list[str]:
    memoir = FOLDER.parent / "memoir" / "franklin-autobiography.en.txt"
    if not memoir.is_file():
        return []
    paragraphs = [" ".join(one.split()) for one in memoir.read_text(encoding="utf-8").split("\n\n")]
    return [one for one in paragraphs if _SHORTEST <= len(one.split()) <= _LONGEST][40 : 40 + _MOST]
