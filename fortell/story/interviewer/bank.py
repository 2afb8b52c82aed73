"""The bank of questions: `bank/<language>.toml`, the same questions in every language, checked when they are read."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, get_args

from fortell.story.language import LANGUAGES, Language, phases

Kind = Literal["opener", "scene", "person", "senses", "photo", "then-and-now", "message", "transition"]
Theme = Literal[
    "home", "family", "work", "money", "body", "faith", "love", "friends",
    "school", "play", "food", "place", "loss", "change", "goals", "things",
]  # fmt: skip
Fact = Literal["children", "partner", "work", "siblings", "grandchildren", "photo"]

_HEAVIEST: Final = 3


class BrokenBankError(ValueError):
    """A data file of the bank is incomplete or wrong; the message names file and question."""


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """`needs` are facts that her answers must have told before this may be asked; `weight` is 1 light to 3 heavy."""

    id: str
    phase: str
    theme: str
    kind: str
    weight: int
    needs: frozenset[str]
    text: str

    def faults(self) -> list[str]:
        checks = {
            f"unknown phase {self.phase!r}": self.phase in {phase.id for phase in phases()},
            "id does not begin with its phase": self.id.startswith(f"{self.phase}."),
            f"unknown theme {self.theme!r}": self.theme in get_args(Theme),
            f"unknown kind {self.kind!r}": self.kind in get_args(Kind),
            "weight is not 1, 2 or 3": self.weight in range(1, _HEAVIEST + 1),
            "needs an unknown fact": self.needs <= set(get_args(Fact)),
            "text is empty or blank at its ends": bool(self.text) and self.text == self.text.strip(),
            "asks two questions in one": self.text.count("?") <= 1,
        }
        return [fault for fault, kept in checks.items() if not kept]


def _question(row: Mapping[str, Any], file: str) -> BankQuestion:
    """Raises BrokenBankError when a key is missing, unknown or faulty."""
    name = row.get("id", "a question without id")
    try:
        question = BankQuestion(**{**row, "needs": frozenset(row["needs"])})
        faults = question.faults()
    except (TypeError, KeyError, AttributeError) as error:
        raise BrokenBankError(f"{file}: {name}: {error}") from error
    if faults:
        raise BrokenBankError(f"{file}: {name}: {'; '.join(faults)}")
    return question


def read_questions(*, text: str, file: str) -> tuple[BankQuestion, ...]:
    """One language's questions in the order of the file. Raises BrokenBankError."""
    questions = tuple(_question(row, file) for row in tomllib.loads(text).get("question", ()))
    for field in ("id", "text"):
        seen: set[str] = set()
        for question in questions:
            value = getattr(question, field).casefold()
            if value in seen:
                raise BrokenBankError(f"{file}: {question.id}: its {field} comes twice")
            seen.add(value)
    if not questions:
        raise BrokenBankError(f"{file}: holds no question")
    return questions


def check_equal(banks: Mapping[str, Sequence[BankQuestion]]) -> None:
    """Raises BrokenBankError unless every language asks the same questions, in everything but their text."""
    first, *others = banks
    reference = {question.id: question for question in banks[first]}
    for file in others:
        own = {question.id: question for question in banks[file]}
        for missing in sorted(reference.keys() ^ own.keys()):
            raise BrokenBankError(f"{file}: {missing}: stands in one of {first} and {file} only")
        for name, question in own.items():
            for field in ("phase", "theme", "kind", "weight", "needs"):
                if getattr(question, field) != getattr(reference[name], field):
                    raise BrokenBankError(f"{file}: {name}: another {field} than in {first}")


@cache
def _banks() -> Mapping[Language, tuple[BankQuestion, ...]]:
    folder = files(__package__).joinpath("bank")
    banks = {
        language: read_questions(
            text=folder.joinpath(f"{language}.toml").read_text(encoding="utf-8"), file=f"{language}.toml"
        )
        for language in LANGUAGES
    }
    check_equal({f"{language}.toml": questions for language, questions in banks.items()})
    return banks


def bank(language: Language) -> tuple[BankQuestion, ...]:
    """All questions in one language. The first call reads and checks all four files; raises BrokenBankError."""
    return _banks()[language]


@cache
def questions_by_id(language: Language) -> Mapping[str, BankQuestion]:
    return {question.id: question for question in bank(language)}
