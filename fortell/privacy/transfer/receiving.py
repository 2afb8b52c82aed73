"""Taking in what another Fortell sends: once for a ticket, all of it or nothing, answered with a signed receipt."""

import hashlib
from functools import partial
from typing import IO, Any, Final

from fortell.kit.clock import now
from fortell.kit.crypto import SealBroken
from fortell.kit.ids import token_hash
from fortell.kit.undoing import undone_unless_whole
from fortell.privacy import audit
from fortell.privacy.archive.form import ArchiveRefused
from fortell.privacy.archive.importing import import_package
from fortell.privacy.archive.reading import Package
from fortell.privacy.egress.models import Ticket
from fortell.privacy.transfer.errors import TicketUnknown
from fortell.privacy.transfer.offers import identity
from fortell.privacy.transfer.sealing import opened_with
from fortell.privacy.vault import signing

RECEIPT: Final = "fortell-transfer-receipt"
VERSION: Final = 1


def is_open(ticket: str) -> bool:
    return Ticket.objects.filter(token_hash=token_hash(ticket), used_at=None, until__gt=now()).exists()


def receive(*, ticket: str, file: IO[bytes], by: audit.Pseudonym) -> dict[str, Any]:
    """Take a memoir in from the sealed package in `file`, and give the receipt. One audit line, as any import.

    Raises TicketUnknown, and ArchiveRefused: then nothing of it was kept, and the ticket may be used again. A house
    that is killed in the midst leaves the ticket used.
    """
    mine = Ticket.objects.filter(token_hash=token_hash(ticket), until__gt=now())
    if not mine.filter(used_at=None).update(used_at=now()):
        raise TicketUnknown
    with undone_unless_whole(partial(mine.update, used_at=None)):
        return _receipt(ticket, file, by)


def _receipt(ticket: str, file: IO[bytes], by: audit.Pseudonym) -> dict[str, Any]:
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # typeshed wants a raw file
    file.seek(0)
    try:
        package = Package(opened_with(identity(ticket), file))
        if package.manifest.get("receiver") != signing.public_key_text():
            raise ArchiveRefused("It was meant for another house.")
        done = import_package(package=package, by=by)
    except SealBroken as error:
        raise ArchiveRefused("It was cut off or changed on its way, or sealed for another house.") from error
    return signing.signed_document(
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
