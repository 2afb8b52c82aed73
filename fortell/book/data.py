"""What this room holds: drafts, editions and their files, all drawn from the answers; content is sealed."""

from pathlib import Path

from django.db.models import Model

from fortell.book import models
from fortell.book.actions.taking_back import clear_editions
from fortell.book.models import (
    Approval,
    Chapter,
    Draft,
    Edition,
    EditionSource,
    ModelUse,
    Passage,
    Proof,
    ProofFile,
    Revision,
)
from fortell.privacy.activities import activity
from fortell.privacy.inventory import Expiry, declare
from fortell.privacy.terms import Basis, Category, Export, Purpose, Source

EDITION = "book.Edition.unapproved_since"  # the sweep that takes all of an edition
RECORD, CONTENT = Category.RECORD, Category.CONTENT

BOOKMAKING = activity(
    "bookmaking",
    purposes={Purpose.BOOK},
    bases={Basis.CONTRACT, Basis.EXPLICIT_CONSENT},
    texts=Path(__file__).parent / "activities",
    service="memoirs",
)


def _drawn(
    model: type[Model],
    scope: str,
    records: tuple[str, ...],
    *sealed: str,
    expiry: tuple[Expiry, ...] = (),
    expires_with: str = "",
) -> None:
    """Declare what is drawn from her answers: it goes with the memoir, and when what it is drawn from goes."""
    declare(
        model,
        scope=scope,
        activity=BOOKMAKING,
        retention="unapproved-proofs" if expiry or expires_with else "",
        expiry=expiry,
        expires_with=expires_with,
        source=Source.DERIVED,
        export=Export.PORTABLE,
        fields=dict.fromkeys(records, RECORD) | dict.fromkeys(sealed, CONTENT),
    )


_drawn(Draft, "memoir", ("id", "memoir", "made_at"), "left_out", "put_back", "order", "scenes")
_drawn(Chapter, "memoir", ("id", "memoir", "position"), "heading")
_drawn(
    Passage,
    "memoir",
    ("id", "memoir", "chapter", "position", "name", "kind", "version", "edited_by", "edited_at", "stale_since"),
    "body",
)
_drawn(models.Source, "passage__memoir", ("id", "passage", "answer"))
_drawn(
    Revision,
    "memoir",
    (
        *("id", "memoir", "number", "kind", "passage", "version", "before_by", "before_at"),
        *("undoes", "replaced_by", "replaced_at"),
    ),
    "body",
    "state",
)
_drawn(
    Edition,
    "memoir",
    ("id", "memoir", "number", "fingerprint", "made_by", "made_at", "unapproved_since"),
    "content",
    expiry=(Expiry(field="unapproved_since", first=clear_editions),),
)
_drawn(EditionSource, "edition__memoir", ("id", "edition", "answer"), expires_with=EDITION)
_drawn(
    Proof,
    "edition__memoir",
    ("id", "edition", "theme", "trim", "printer", "pages", "made_at"),
    "facts",
    expires_with=EDITION,
)
_drawn(
    ProofFile,
    "proof__edition__memoir",
    ("id", "proof", "name", "media_type", "sha256", "size", "sealed_file"),
    expires_with=EDITION,
)
_drawn(
    Approval,
    "proof__edition__memoir",
    ("id", "proof", "approved_by", "approved_at", "interior_sha256", "cover_sha256"),
)
_drawn(ModelUse, "memoir", ("id", "memoir", "month", "tokens"))
