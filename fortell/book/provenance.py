"""Every sentence of a draft with the places in the answers that it comes from."""

from dataclasses import asdict
from typing import Any

from fortell.book.models import Passage
from fortell.book.queries import read_draft
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir


def provenance_of(memoir: Memoir) -> list[dict[str, Any]]:
    """One row a sentence: chapter, passage, sentence, who typed it (empty: nobody), sources, listed changes.

    Offsets count characters of the named version of the answer, the end not included. Questions that an interviewer
    asked are no sentences of the storyteller's; they come as rows of their own with `editor` set.
    """
    opening = opened(scope=memoir.id, use=Use.BOOK)
    rows: list[dict[str, Any]] = []
    for chapter in read_draft(memoir, opening):
        for read in chapter.passages:
            place = {"chapter": chapter.title, "passage": str(read.row.id), "kind": read.row.kind}
            if read.row.kind == Passage.Kind.QUESTION:
                rows.append(
                    {**place, "sentence": read.body.text, "editor": True, "by": "", "sources": [], "changes": []}
                )
            for sentence in read.body.sentences:
                stored = asdict(sentence)
                rows.append({**place, "sentence": stored.pop("text"), "editor": False, **stored})
    return rows
