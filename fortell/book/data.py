"""What this room holds: drafts, editions and their files, all drawn from the answers; content is sealed."""

from collections.abc import Mapping

from fortell.book.models import (
    Approval,
    Chapter,
    Draft,
    Edition,
    EditionSource,
    Passage,
    Proof,
    ProofFile,
    Revision,
    Source,
)
from fortell.privacy.inventory import declare
from fortell.privacy.terms import Category

RECORD, CONTENT = Category.RECORD, Category.CONTENT


def _with_content(records: tuple[str, ...], *sealed: str) -> Mapping[str, Category]:
    return dict.fromkeys(records, RECORD) | dict.fromkeys(sealed, CONTENT)


declare(Draft, scope="memoir", fields=_with_content(("id", "memoir", "made_at"), "left_out"))
declare(Chapter, scope="memoir", fields=_with_content(("id", "memoir", "position"), "heading"))
declare(
    Passage,
    scope="memoir",
    fields=_with_content(
        ("id", "memoir", "chapter", "position", "name", "kind", "version", "edited_by", "edited_at", "stale_since"),
        "body",
    ),
)
declare(Source, scope="passage__memoir", fields=_with_content(("id", "passage", "answer")))
declare(
    Revision,
    scope="memoir",
    fields=_with_content(("id", "memoir", "passage", "version", "replaced_by", "replaced_at"), "body"),
)
declare(
    Edition,
    scope="memoir",
    fields=_with_content(("id", "memoir", "number", "fingerprint", "made_by", "made_at"), "content"),
)
declare(EditionSource, scope="edition__memoir", fields=_with_content(("id", "edition", "answer")))
declare(
    Proof,
    scope="edition__memoir",
    fields=_with_content(("id", "edition", "theme", "trim", "pages", "made_at"), "facts"),
)
declare(
    ProofFile,
    scope="proof__edition__memoir",
    fields=_with_content(("id", "proof", "name", "media_type", "sha256", "size", "sealed_file")),
)
declare(
    Approval,
    scope="proof__edition__memoir",
    fields=_with_content(("id", "proof", "approved_by", "approved_at", "interior_sha256", "cover_sha256")),
)
