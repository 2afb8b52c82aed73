"""The offline writer: a book draft that is made of the answers' own words, with the places they come from.

Pure: no network, no database, and nothing else of the package but `story.language` and `story.guarding`.
"""

from fortell.story.guarding import Reason as Doubt
from fortell.story.writing.cleaning import DIALS, Dial
from fortell.story.writing.draft import (
    Chapter,
    Edit,
    EditKind,
    Form,
    Kept,
    LeftOut,
    Passage,
    Proposal,
    Reason,
    Sentence,
    Span,
    Told,
    Years,
)
from fortell.story.writing.guard import words_not_said
from fortell.story.writing.proposing import propose
from fortell.story.writing.verbatim import sentences

__all__ = [
    "DIALS",
    "Chapter",
    "Dial",
    "Doubt",
    "Edit",
    "EditKind",
    "Form",
    "Kept",
    "LeftOut",
    "Passage",
    "Proposal",
    "Reason",
    "Sentence",
    "Span",
    "Told",
    "Years",
    "propose",
    "sentences",
    "words_not_said",
]
