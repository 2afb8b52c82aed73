"""How long the draft, the times and the people of many answers take: processor seconds of one core, offline.

    python benchmarks/structure.py [--answers 1000] [--language nb]

The answers are those of the sample family, again and again under other ids: about 120 words each, with years, ages
and names in most. To look for scenes told twice, each round speaks of other things, as another family would, and every
tenth answer is told again. Prints one line for each step.
"""

import argparse
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from fortell.story.structure import people, retold, timeline, years_told
from fortell.story.writing import Told, propose

SAMPLE = Path(__file__).resolve().parents[1] / "fortell" / "config" / "sample"


def answers(count: int, language: str) -> list[Told]:
    told = json.loads((SAMPLE / f"{language}.json").read_text(encoding="utf-8"))["exchanges"]
    return [
        Told(
            str(number), 1, told[number % len(told)]["answer"], phase=told[number % len(told)]["bank_id"].split(".")[0]
        )
        for number in range(count)
    ]


def other_words(told: list[Told], rounds: int) -> list[Told]:
    """Each round with words of its own for all that is longer than six letters; every tenth answer once more."""
    others = [
        replace(one, text=re.sub(r"\w{7,}", lambda word, at=at // rounds: _turned(word[0], at), one.text))
        for at, one in enumerate(told)
    ]
    return [*others, *(replace(one, answer=f"{one.answer} again") for one in others[::10])]


def _turned(word: str, by: int) -> str:
    """Another word of the same length, and the same one for the same word."""
    return word[0] + "".join(chr(ord("a") + (ord(letter) + by * 7 + by // 26) % 26) for letter in word[1:])


def measured(name: str, work: Callable[[], Any]) -> None:
    start, found = time.process_time(), work()
    print(f"{name:<8} {time.process_time() - start:6.2f} s  {found}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--language", choices=("nb", "nn", "sv", "en"), default="nb")
    arguments = parser.parse_args()
    language = arguments.language
    told = answers(arguments.answers, language)
    print(f"{len(told)} answers, {sum(len(one.text.split()) for one in told)} words, {language}")
    years = years_told(told=told, language=language)
    measured(
        "draft",
        lambda: f"{len(propose(told=told, language=language, form='memoir', years=years).chapters)} chapters",
    )
    measured("order", lambda: f"{len(years_told(told=told, language=language))} answers dated")
    twice = other_words(told, len(json.loads((SAMPLE / f"{language}.json").read_text(encoding="utf-8"))["exchanges"]))
    measured("twice", lambda: f"{len(retold(told=twice, language=language))} pairs of {len(twice)} answers")
    measured("times", lambda: f"{len(timeline(told=told, language=language))} entries")
    measured("people", lambda: f"{len(people(told=told, language=language))} names")


if __name__ == "__main__":
    main()
