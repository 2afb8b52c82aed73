"""Taking words out of the house, on the command line: noted in the audit log before they are shown."""

from typing import Any

from fortell.book.actions.editions import read_proof_file
from fortell.book.models import Proof
from fortell.book.provenance import provenance_of
from fortell.book.queries import Tally, read_draft, tally
from fortell.book.timeline import timeline_of
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir


def read_out_draft(*, memoir: Memoir, by: Actor) -> list[dict[str, Any]]:
    """Every sentence of the draft with its sources. Raises ConsentMissing."""
    rows = provenance_of(memoir)
    audit.record(by, "draft.read_out", memoir, scope=memoir.id)
    return rows


def count_draft(*, memoir: Memoir, by: Actor) -> Tally:
    """Where the draft's sentences come from, in numbers only. Raises ConsentMissing."""
    allow(by, Action.DRAFT_COUNT, memoir)
    return tally(read_draft(memoir, opened(scope=memoir.id, use=Use.BOOK)))


def read_out_timeline(*, memoir: Memoir, by: Actor) -> dict[str, Any]:
    """What the answers tell of times and people. Raises ConsentMissing, Restricted."""
    allow(by, Action.TIMELINE_READ, memoir)
    found = timeline_of(memoir, opened(scope=memoir.id, use=Use.BOOK))
    audit.record(by, "timeline.read_out", memoir, scope=memoir.id)
    return found


def read_out_proof(*, proof: Proof, by: Actor) -> dict[str, bytes]:
    """A proof's files by name. Raises ConsentMissing, FilesChanged."""
    allow(by, Action.EDITION_READ, proof)
    opening = opened(scope=proof.scope_id, use=Use.BOOK)
    files = {file.name: read_proof_file(file, opening) for file in proof.files.all()}
    audit.record(by, "proof.read_out", proof, scope=proof.scope_id)
    return files
