"""The real interviews, read where they lie; never copied into the repository."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("FORTELL_CORPUS") or Path(__file__).parents[3] / "shared" / "data") / "interviews"
DIALECT = ("lia-bardu.nn.jsonl", "lia-eidsberg.nn.jsonl", "lia-farsund.nn.jsonl")


def _text(name: str) -> str:
    if not (FOLDER / name).is_file():
        pytest.skip(f"the real interview {name} is not on this machine")
    return (FOLDER / name).read_text(encoding="utf-8")


def life_story() -> list[tuple[str, str]]:
    """Question and answer of the English interview; several turns of the interviewer in a row are one question."""
    interview: dict[str, Any] = json.loads(_text("fountain-hughes.en.json"))
    pairs, asked = [], []
    for turn in interview["turns"]:
        if turn["speaker"] == interview["turns"][0]["speaker"]:
            pairs.append((" ".join(asked), turn["text"]))
            asked = []
        else:
            asked.append(turn["text"])
    return pairs


def lines(name: str) -> list[str]:
    """The lines of a dialect interview, each with its gold labels."""
    return _text(name).splitlines()


def utterances(name: str) -> list[str]:
    return [json.loads(line)["text"] for line in lines(name)]


def paragraphs(name: str) -> list[str]:
    """The paragraphs of a printed memoir."""
    return _text(f"../memoir/{name}").split("\n\n")
