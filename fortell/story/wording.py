"""The texts of the consents, to making the book and to letters, as shown and as recorded."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from fortell.privacy import consent
from fortell.privacy.consent import ConsentOutdated, Wording
from fortell.privacy.profile import profile
from fortell.privacy.terms import Purpose

FAMILY = {
    "en": "the family who runs this Fortell",
    "nb": "familien som driver denne Fortell",
    "nn": "familien som driv denne Fortell",
    "sv": "familjen som driver denna Fortell",
}
BY_STATEMENT = "operator"  # the channel of a yes that was given elsewhere, to words that are not ours
FOLDER = Path(__file__).parent / "consent"
AFTER_WITHDRAWAL = "withdrawn-content"


@dataclass(frozen=True, kw_only=True)
class ConsentText:
    """One language's text, in the pieces that the page shows."""

    language: str
    version: str
    title: str
    paragraphs: tuple[str, ...]
    question: str
    yes: str
    no: str
    withdraw: str

    def wording(self) -> Wording:
        """Exactly what she saw, as one text, for the ledger."""
        pieces = (self.title, *self.paragraphs, self.withdraw, self.question, self.yes)
        return Wording(text="\n\n".join(pieces), version=self.version, language=self.language)


@cache
def consent_text(language: str) -> ConsentText:
    """The text in that language, with the controller's name and the days after a withdrawal in their places."""
    content = _content(FOLDER, language)
    controller = profile().controller.name or FAMILY[language]
    content["paragraphs"] = tuple(text.format(controller=controller) for text in content["paragraphs"])
    content["withdraw"] = content["withdraw"].format(days=days_after_withdrawal())
    return ConsentText(language=language, **content)


@cache
def letters_text(language: str) -> ConsentText:
    """What she says yes to where the question itself may stand in a letter, and her answer in a reply."""
    content = _content(FOLDER / "letters", language)
    return ConsentText(language=language, **content | {"paragraphs": tuple(content["paragraphs"])})


def _content(folder: Path, language: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))


def days_after_withdrawal() -> int:
    """How many days she has; a period in months counts as its shortest."""
    rule = profile().retention[AFTER_WITHDRAWAL]
    return rule.number * {"days": 1, "months": 28, "years": 365}[rule.unit]


def is_outdated(memoir: UUID) -> bool:
    """Whether the text in the language of her yes is no longer the one she said yes to."""
    yes = consent.standing(scope=memoir)
    if yes is None or yes.channel == BY_STATEMENT:
        return False
    return yes.wording_sha256 != consent_text(yes.language).wording().sha256


def takes_questions(memoir: UUID) -> bool:
    """Whether she has said yes to questions by e-mail, in the very words that stand today."""
    yes = consent.standing(scope=memoir, purpose=Purpose.LETTERS)
    return yes is not None and yes.wording_sha256 == letters_text(yes.language).wording().sha256


def require_current(memoir: UUID) -> None:
    """Before anything new is stored. Raises ConsentOutdated.

    What was told before rests on the old yes, to the text that was shown then (GDPR art. 4(11): a yes is to what one
    was told), until she has answered anew.
    """
    if is_outdated(memoir):
        raise ConsentOutdated
