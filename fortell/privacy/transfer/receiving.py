"""Taking in what another Fortell sends: once for a ticket, all of it or nothing, answered with a signed receipt."""

import hashlib
from typing import IO, Any, Final

from django.db.models import QuerySet

from fortell.kit.clock import now
from fortell.kit.crypto import SealBroken
from fortell.kit.ids import token_hash
from fortell.privacy import audit
from fortell.privacy.archive.form import ArchiveRefused
from fortell.privacy.archive.importing import Imported, import_package
from fortell.privacy.archive.reading import Package
from fortell.privacy.egress.models import Taken, Ticket
from fortell.privacy.transfer.errors import TicketUnknown
from fortell.privacy.transfer.offers import identity
from fortell.privacy.transfer.sealing import opened_with
from fortell.privacy.vault import signing

RECEIPT: Final = "fortell-transfer-receipt"
VERSION: Final = 1


def is_open(ticket: str) -> bool:
    return _open(ticket).filter(until__gt=now()).exists()


def receive(*, ticket: str, file: IO[bytes], by: audit.Pseudonym) -> dict[str, Any]:
    """Take a memoir in from the sealed package in `file`, and give the receipt. One audit line, as any import.

    Raises TicketUnknown, and ArchiveRefused: then nothing of it was kept, and the ticket may be used again. The ticket
    is used up, and the receipt kept, in the transaction that brings the memoir: either all of it is here, or none.
    """
    if not is_open(ticket):
        raise TicketUnknown
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # typeshed wants a raw file
    file.seek(0)
    try:
        package = Package(opened_with(identity(ticket), file))
        if package.manifest.get("receiver") != signing.public_key_text():
            raise ArchiveRefused("It was meant for another house.")
        import_package(package=package, by=by, settle=lambda done: _settle(done, ticket, sha256))
    except SealBroken as error:
        raise ArchiveRefused("It was cut off or changed on its way, or sealed for another house.") from error
    return receipt_for(ticket)


def receipt_for(ticket: str) -> dict[str, Any]:
    """The receipt that was given for a ticket, the same every time. Raises TicketUnknown: nothing is here for it."""
    taken = Taken.objects.filter(ticket__token_hash=token_hash(ticket)).first()
    if taken is None:
        raise TicketUnknown
    receipt: dict[str, Any] = taken.receipt
    return receipt


def _open(ticket: str) -> QuerySet[Ticket]:
    return Ticket.objects.filter(token_hash=token_hash(ticket), used_at=None)


def _settle(done: Imported, ticket: str, sha256: str) -> None:
    receipt = signing.signed_document(
        {
            "format": RECEIPT,
            "version": VERSION,
            "scope": str(done.scope),
            "sha256": sha256,
            "rows": sum(done.rows.values()),
            "files": done.files,
            "at": now().isoformat(),
        }
    )
    mine = Ticket.objects.get(token_hash=token_hash(ticket))
    if not _open(ticket).update(used_at=now()):  # something else came for it meanwhile
        raise TicketUnknown
    Taken.objects.create(ticket=mine, scope=done.scope, receipt=receipt)
