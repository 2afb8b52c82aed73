"""Invented memoirs for the drills, short and long, taken in by the command line as a family would."""

import json
import random
from collections.abc import Sequence

from tests.drills.finding import CANARY
from tests.serving import House

SHORT = (f"My name was {CANARY}. My father sang in the boat.",)


def imported(house: House, answers: Sequence[str]) -> str:
    """A memoir of these answers; its code. The file that they came in is gone afterwards."""
    turns = [turn for answer in answers for turn in _asked_and_told(answer)]
    file = house.folder / "interview.json"
    file.write_text(json.dumps({"title": f"{CANARY}'s book", "language": "en", "turns": turns}))
    said = house.command("import-interview", str(file), "--consent-from", f"{CANARY} herself.", "--json")
    file.unlink()
    assert said.returncode == 0, said.stderr
    code: str = json.loads(said.stdout)["code"]
    return code


def _asked_and_told(answer: str) -> list[dict[str, str]]:
    return [{"speaker": "Asker", "text": "And then?"}, {"speaker": "Bertine Moe", "text": answer}]


def long(*, words: int) -> list[str]:
    """Answers of about that many words that mean nothing, always the same ones."""
    chance = random.Random(1947)
    syllables = [one + two for one in "bdfghklmnprstv" for two in ("a", "e", "i", "o", "u", "er", "on")]
    lexicon = ["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3)))) for _word in range(4000)]
    sentences = [" ".join(chance.choices(lexicon, k=10)).capitalize() + "." for _sentence in range(words // 10)]
    return [*SHORT, *(" ".join(sentences[start : start + 10]) for start in range(0, len(sentences), 10))]
