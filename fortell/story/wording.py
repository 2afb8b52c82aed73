"""The text of the consent to making the book, as shown and as recorded."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fortell.kit.installation import installation
from fortell.privacy.consent import Wording

FAMILY = {
    "en": "the family who runs this Fortell",
    "nb": "familien som driver denne Fortell",
    "nn": "familien som driv denne Fortell",
    "sv": "familjen som driver denna Fortell",
}
FOLDER = Path(__file__).parent / "consent"


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
    """The text in that language, with the controller's name in its place."""
    content = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    controller = installation().controller.name or FAMILY[language]
    content["paragraphs"] = tuple(text.format(controller=controller) for text in content["paragraphs"])
    return ConsentText(language=language, **content)
