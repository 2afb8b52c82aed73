import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from fortell.book.binding import bound, content_of
from fortell.book.models import Approval, Edition, EditionSource, Proof, ProofFile, Source
from fortell.book.preflight import preflight_of
from fortell.book.press import GENERAL, PrintFile, typeset
from fortell.book.queries import newest_edition, read_draft
from fortell.kit.clock import now
from fortell.kit.crypto import SealBroken
from fortell.kit.ids import new_id
from fortell.kit.jobs import later
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.models import SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.models import Memoir

THEME, TRIM = "classic", "a5"


class NothingToPrint(Exception):
    """The draft has no passages yet."""


class FilesChanged(Exception):
    """The stored files are not the ones whose hashes the proof names; nothing may be approved or printed."""


def make_edition(*, memoir: Memoir, by: Actor) -> Edition:
    """Freeze the draft as it stands and have it typeset. Where nothing changed since the last edition, that one.

    Raises NothingToPrint, ConsentMissing.
    """
    allow(by, Action.EDITION_MAKE, memoir)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    content = content_of(memoir, read_draft(memoir, opening), opening)
    if not content["chapters"]:
        raise NothingToPrint
    fingerprint = opening.fingerprint(json.dumps(content, sort_keys=True).encode())
    newest = newest_edition(memoir)
    if newest is None or newest.fingerprint != fingerprint:
        newest = _freeze(memoir, content, fingerprint, opening, by)
    elif newest.unapproved_since:  # asked for again, so its days begin anew
        Edition.objects.filter(id=newest.id).update(unapproved_since=now())
    later("book.typeset", scope=memoir.id, dedupe=str(newest.id), edition=newest.id)
    return newest


def make_proof(
    *,
    edition: Edition,
    theme: str = THEME,
    trim: str = TRIM,
    printer: str = GENERAL,
    progress: Callable[[int, int], None] | None = None,
    by: Actor,
) -> Proof:
    """Typeset an edition once. The proof that is already there is returned as it is, never set again.

    What a print house would find in the files is looked for first and kept with their facts.
    Raises PressError, ConsentMissing.
    """
    if standing := edition.proofs.filter(theme=theme, trim=trim, printer=printer).first():
        return standing
    opening = opened(scope=edition.memoir_id, use=Use.BOOK)
    book = bound(edition, opening.read(edition, "content"), opening)
    printed = typeset(book=book, theme=theme, trim=trim, printer=printer, progress=progress)
    pages: Any = printed.facts["pages"]
    proof = Proof(id=new_id(), edition=edition, theme=theme, trim=trim, printer=printer, pages=pages)
    opening.seal(proof, facts={**printed.facts, "preflight": preflight_of(printed, printer=printer, trim=trim)})
    rows = [_sealed(proof, file, opening) for file in (printed.interior, printed.cover, printed.epub)]
    with transaction.atomic():
        proof.save(force_insert=True)
        ProofFile.objects.bulk_create(rows)
        audit.record(by, "proof.made", proof, scope=edition.memoir_id)
    return proof


@transaction.atomic
def approve_proof(*, proof: Proof, by: Actor) -> Approval:
    """Approve exactly these files for print. Approving twice is approving once. Raises FilesChanged, ConsentMissing."""
    allow(by, Action.EDITION_APPROVE, proof)
    if standing := proof.approvals.filter(approved_by=by.member_id).first():
        return standing
    opening = opened(scope=proof.scope_id, use=Use.BOOK)
    hashes = {file.name: _verified(file, opening) for file in proof.files.all()}
    approval = Approval.objects.create(
        proof=proof,
        approved_by=by.member_id,
        interior_sha256=hashes["interior.pdf"],
        cover_sha256=hashes["cover.pdf"],
    )
    Edition.objects.filter(id=proof.edition_id).update(unapproved_since=None)
    audit.record(by, "proof.approved", approval, scope=proof.scope_id, fields=("interior_sha256", "cover_sha256"))
    return approval


def read_proof_file(file: ProofFile, opening: Opening) -> bytes:
    """The bytes of a proof's file. Raises FilesChanged where they are not those that its hash names."""
    try:
        content = opening.file(SealedFile.objects.get(id=file.sealed_file))
    except SealBroken as error:
        raise FilesChanged(file.name) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise FilesChanged(file.name)
    return content


def proof_file_row(file: ProofFile) -> SealedFile:
    """Where a proof's file lies, to be handed out in parts: its seal holds each of them. Raises FilesChanged.

    Its name says which file of which proof it is, and its bytes open under that name only.
    """
    row = SealedFile.objects.filter(id=_name_in_the_vault(file.proof, file.name)).first()
    if row is None or (row.id, row.size) != (file.sealed_file, file.size):
        raise FilesChanged(file.name)
    return row


def _freeze(memoir: Memoir, content: dict[str, Any], fingerprint: str, opening: Opening, by: Actor) -> Edition:
    edition = Edition(id=new_id(), memoir=memoir, fingerprint=fingerprint, made_by=by.pseudonym)
    opening.make_keys([edition.id])
    opening.seal(edition, content=content)
    answers = Source.objects.filter(passage__memoir=memoir).values_list("answer", flat=True).distinct()
    with transaction.atomic():
        # One at a time in a memoir, so that no two editions take the same number.
        Memoir.objects.select_for_update().get(id=memoir.id)
        newest = newest_edition(memoir)
        edition.number = newest.number + 1 if newest else 1
        edition.save(force_insert=True)
        EditionSource.objects.bulk_create([EditionSource(edition=edition, answer=answer) for answer in answers])
        audit.record(by, "edition.made", edition, scope=memoir.id)
    return edition


def _sealed(proof: Proof, file: PrintFile, opening: Opening) -> ProofFile:
    name = _name_in_the_vault(proof, file.name)
    stored = opening.store_file(item=proof.edition_id, content=file.data, media_type=file.media_type, name=name)
    return ProofFile(
        proof=proof,
        name=file.name,
        media_type=file.media_type,
        sha256=file.sha256,
        size=len(file.data),
        sealed_file=stored.id,
    )


def _name_in_the_vault(proof: Proof, name: str) -> UUID:
    # The same bytes come from every attempt, so each attempt writes to the same name: a killed one leaves nothing over.
    # Files for no printer in particular had their names before there were others.
    printer = "" if proof.printer == GENERAL else f" {proof.printer}"
    return uuid5(proof.edition_id, f"{proof.theme} {proof.trim}{printer} {name}")


def _verified(file: ProofFile, opening: Opening) -> str:
    read_proof_file(file, opening)
    return file.sha256
