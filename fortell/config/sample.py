"""The invented sample family, so that a fresh Fortell can be walked through at once."""

import json
from pathlib import Path
from typing import Any

from fortell.config.linking import link_for
from fortell.kit.installation import installation
from fortell.people.models import Role
from fortell.people.permissions import OPERATOR
from fortell.story.actions import Given, NewMember, NewPhoto, consent_by_statement, create_memoir, import_answers
from fortell.story.interviewer import Asked, bank
from fortell.story.language import Language
from fortell.story.models import Memoir

FOLDER = Path(__file__).parent / "sample"
MARK = "sample-memoir"
STATEMENT = "Alma Solvang is invented; nobody needed to be asked."


def sample_links() -> list[tuple[str, str]]:
    """Load the family where it is not there yet; fresh one-time links for its storyteller and its owner."""
    memoir = _loaded() or load_sample(_language())
    return [
        (f"{link.name} ({role.label.lower()})", link.address)
        for role in (Role.STORYTELLER, Role.OWNER)
        for link in [link_for(memoir=memoir, role=role, once=True)]
    ]


def load_sample(language: Language) -> Memoir:
    """The sample memoir in one language, answers and pictures and all."""
    family = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    people = [NewMember(role=Role.STORYTELLER, name=family["storyteller"])]
    people += [NewMember(role=Role(member["role"]), name=member["name"]) for member in family["members"]]
    memoir = create_memoir(
        title=family["title"], subtitle=family["subtitle"], language=language, people=tuple(people), by=OPERATOR
    )
    consent_by_statement(memoir=memoir, statement=STATEMENT, by=OPERATOR)
    questions = {question.id: question for question in bank(language)}
    import_answers(memoir=memoir, given=[_given(one, questions) for one in family["exchanges"]], by=OPERATOR)
    _mark().write_text(memoir.code)
    return memoir


def _given(exchange: dict[str, Any], questions: dict[str, Any]) -> Given:
    question = questions[exchange["bank_id"]]
    asked = Asked(
        text=question.text,
        kind=question.kind,
        phase=question.phase,
        theme=question.theme,
        weight=question.weight,
        bank_id=question.id,
        refers_to=None,
        reason="The sample family's own telling.",
    )
    photos: tuple[NewPhoto, ...] = ()
    if exchange["photo"]:
        picture = (FOLDER / f"{exchange['photo']}.jpg").read_bytes()
        photos = (NewPhoto(content=picture, caption=exchange["caption"]),)
    return Given(asked=asked, text=exchange["answer"], photos=photos)


def _loaded() -> Memoir | None:
    """The sample memoir of this data folder, unless it was erased."""
    code = _mark().read_text().strip() if _mark().exists() else ""
    return Memoir.objects.filter(code=code).first()


def _mark() -> Path:
    return installation().data / MARK


def _language() -> Language:
    chosen = installation().languages.default
    return next(language for language in ("nb", "nn", "sv", "en") if language == chosen)
