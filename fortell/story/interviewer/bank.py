"""The bank of questions: what each is about once in `bank/questions.toml`, its words in `bank/<language>.toml`.

Both are checked when they are read, so that a question is whole in every language or nothing starts.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, get_args

from fortell.story.language import LANGUAGES, Language, phases

Kind = Literal["opener", "scene", "person", "senses", "photo", "then-and-now", "message", "transition"]
# The themes of guided autobiography are among them under plainer names: branching points are "change", death is
# "loss", spirit is "faith"; family, money, work, body and goals are called the same.
Theme = Literal[
    "home", "family", "work", "money", "body", "faith", "love", "friends",
    "school", "play", "food", "place", "loss", "change", "goals", "things",
]  # fmt: skip
Fact = Literal[
    "children", "partner", "work", "siblings", "grandchildren", "photo", "grandparents", "mother", "father", "farm",
    "sea", "seafaring", "schooldays", "studies", "military", "war", "wedding", "partner-dead", "divorce", "moved",
    "emigrated", "church", "illness", "retired",
]  # fmt: skip
# What a follow-up may ask for, when her answer offers several ways on.
Hint = Literal["person", "senses", "sequence", "meaning", "year", "place", "example", "feeling", "object"]
# The scenes that McAdams' Life Story Interview asks everybody for.
Scene = Literal["high", "low", "turning-point", "childhood", "adult", "wisdom"]

QUESTIONS: Final = "questions.toml"
# What can be read at a glance in large type on a small screen, and heard once.
LONGEST: Final = 160
_HEAVIEST: Final = 3


class BrokenBankError(ValueError):
    """A data file of the bank is incomplete or wrong; the message names file and question."""


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """`needs` are facts that her answers must have told before this may be asked; `weight` is 1 light to 3 heavy.

    `hints` are the ways on from its answer that promise most, the best first; `scene` is one of a life story, or none.
    """

    id: str
    phase: str
    theme: str
    kind: str
    weight: int
    hints: tuple[str, ...]
    needs: frozenset[str] = frozenset()
    scene: str | None = None
    text: str = ""

    def faults(self) -> list[str]:
        checks = {
            f"unknown phase {self.phase!r}": self.phase in {phase.id for phase in phases()},
            f"unknown theme {self.theme!r}": self.theme in get_args(Theme),
            f"unknown kind {self.kind!r}": self.kind in get_args(Kind),
            "weight is not 1, 2 or 3": self.weight in range(1, _HEAVIEST + 1),
            "needs an unknown fact": self.needs <= set(get_args(Fact)),
            "has no hint": bool(self.hints),
            "has an unknown hint": set(self.hints) <= set(get_args(Hint)),
            "has a hint twice": len(self.hints) == len(set(self.hints)),
            f"unknown scene {self.scene!r}": self.scene is None or self.scene in get_args(Scene),
        }
        return [fault for fault, kept in checks.items() if not kept]

    def faults_of_text(self) -> list[str]:
        checks = {
            "text is empty or blank at its ends": bool(self.text) and self.text == self.text.strip(),
            "asks two questions in one": self.text.count("?") <= 1,
            "does not end with its question": self.text.endswith("?"),
            f"is longer than {LONGEST} characters": len(self.text) <= LONGEST,
        }
        return [fault for fault, kept in checks.items() if not kept]


def _rows(text: str, file: str) -> Iterator[tuple[str, str, Any]]:
    """Phase, name and what stands there, of each question in the order of the file. Raises BrokenBankError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:  # a name that comes twice, too
        raise BrokenBankError(f"{file}: {error}") from error
    for phase, table in tables.items():
        if not isinstance(table, Mapping):
            raise BrokenBankError(f"{file}: {phase}: stands outside a phase")
        yield from ((phase, name, value) for name, value in table.items())


def _question(phase: str, name: str, row: Any) -> BankQuestion:
    """Raises BrokenBankError when a key is missing, unknown or faulty."""
    where = f"{QUESTIONS}: {phase}.{name}"
    own = {field.name for field in fields(BankQuestion)} - {"id", "phase", "text"}
    if not isinstance(row, Mapping) or row.keys() - own:
        raise BrokenBankError(f"{where}: may hold {', '.join(sorted(own))} only")
    try:
        lists = {"hints": tuple(row["hints"]), "needs": frozenset(row.get("needs", ()))}
        question = BankQuestion(**{**row, **lists, "id": f"{phase}.{name}", "phase": phase})
        faults = question.faults()
    except (TypeError, KeyError) as error:
        raise BrokenBankError(f"{where}: {error}") from error
    if faults:
        raise BrokenBankError(f"{where}: {'; '.join(faults)}")
    return question


def read_questions(text: str) -> tuple[BankQuestion, ...]:
    """The questions without their words, in the order of `questions.toml`. Raises BrokenBankError."""
    questions = tuple(_question(*row) for row in _rows(text, QUESTIONS))
    if not questions:
        raise BrokenBankError(f"{QUESTIONS}: holds no question")
    return questions


def _worded(question: BankQuestion, text: object, file: str) -> BankQuestion:
    if not isinstance(text, str):
        raise BrokenBankError(f"{file}: {question.id}: has no text")
    worded = replace(question, text=text)
    if faults := worded.faults_of_text():
        raise BrokenBankError(f"{file}: {question.id}: {'; '.join(faults)}")
    return worded


def with_words(*, questions: tuple[BankQuestion, ...], text: str, file: str) -> tuple[BankQuestion, ...]:
    """The questions in the words of one language's file, which holds each once and no other. Raises BrokenBankError."""
    texts = {f"{phase}.{name}": value for phase, name, value in _rows(text, file)}
    for unknown in sorted(texts.keys() - {question.id for question in questions}):
        raise BrokenBankError(f"{file}: {unknown}: does not stand in {QUESTIONS}")
    worded = tuple(_worded(question, texts.get(question.id), file) for question in questions)
    said: dict[str, str] = {}
    for question in worded:
        other = said.setdefault(question.text.casefold(), question.id)
        if other != question.id:
            raise BrokenBankError(f"{file}: {question.id}: its text is that of {other}")
    return worded


@cache
def _banks() -> Mapping[Language, tuple[BankQuestion, ...]]:
    folder = files(__package__).joinpath("bank")
    questions = read_questions(folder.joinpath(QUESTIONS).read_text(encoding="utf-8"))
    return {
        language: with_words(
            questions=questions,
            text=folder.joinpath(f"{language}.toml").read_text(encoding="utf-8"),
            file=f"{language}.toml",
        )
        for language in LANGUAGES
    }


def bank(language: Language) -> tuple[BankQuestion, ...]:
    """All questions in one language. The first call reads and checks all files; raises BrokenBankError."""
    return _banks()[language]


@cache
def questions_by_id(language: Language) -> Mapping[str, BankQuestion]:
    return {question.id: question for question in bank(language)}
