"""Which kind of data may serve which purpose, and which automated work. What is not here is not done."""

from enum import StrEnum
from typing import Final

from fortell.kit.jobs import current_job
from fortell.privacy.terms import Category, Purpose, Use

EVERYBODYS: Final = frozenset({Purpose.SERVICE, Purpose.SECURITY, Purpose.LEGAL, Purpose.RIGHTS})
MATRIX: Final[dict[Category, frozenset[Purpose]]] = {
    # A life story may hold health, faith and politics: GDPR art. 9. It makes the book, it goes back to her, and an
    # excerpt that she chose may be shown for help. No improvement, no analytics, no marketing, no training.
    Category.CONTENT: frozenset({Purpose.BOOK, Purpose.LETTERS, Purpose.RIGHTS, Purpose.SUPPORT}),
    Category.NAME: EVERYBODYS | {Purpose.BOOK, Purpose.LETTERS},
    Category.CONTACT: EVERYBODYS | {Purpose.BOOK, Purpose.LETTERS, Purpose.SUPPORT, Purpose.MARKETING, Purpose.SALES},
    Category.ACCESS: frozenset({Purpose.SERVICE, Purpose.LETTERS, Purpose.SECURITY}),
    Category.CONSENT: EVERYBODYS,
    Category.RECORD: EVERYBODYS | {Purpose.BOOK, Purpose.LETTERS, Purpose.SUPPORT, Purpose.IMPROVEMENT},
    Category.TECHNICAL: EVERYBODYS | {Purpose.BOOK, Purpose.IMPROVEMENT},
}
# What needs a yes of its own beside the one to the book.
WITH_OWN_YES: Final = frozenset({Purpose.LETTERS})
OF_USE: Final = {Use.BOOK: Purpose.BOOK, Use.OWN: Purpose.RIGHTS, Use.EXCERPT: Purpose.SUPPORT}


class Work(StrEnum):
    """The kinds of automated work that content is opened for, and no others."""

    TRANSCRIBING = "transcribing"
    STRUCTURING = "structuring"
    POLISHING = "polishing"
    DRAFTING = "drafting"
    TYPESETTING = "typesetting"
    HANDING_OUT = "handing out"  # a copy for herself
    CORRESPONDING = "corresponding"  # letters to her and the family, and what she replies


_work: dict[str, Work] = {}


class PurposeViolation(Exception):
    """This kind of data does not serve this purpose; nothing was read or sent."""


def may_serve(category: Category, purpose: Purpose) -> bool:
    return purpose in MATRIX[category]


def require(category: Category, purpose: Purpose) -> None:
    """Raises PurposeViolation."""
    if not may_serve(category, purpose):
        raise PurposeViolation(f"{category} does not serve {purpose}")


def works_on_content(job: str, kind: Work) -> None:
    """Register a job as one that may open content, and for which kind of work."""
    _work[job] = kind


def automated_work() -> dict[str, Work]:
    """Every job that may open content, with its kind."""
    return dict(_work)


def require_for_use(use: Use) -> None:
    """Content may serve this use in this place: a page, a command, a job registered for it. Raises PurposeViolation."""
    require(Category.CONTENT, OF_USE[use])
    job = current_job()
    if job and job not in _work:
        raise PurposeViolation(f"the job {job} is not registered for work on content")
