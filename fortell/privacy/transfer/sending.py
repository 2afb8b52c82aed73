"""Handing a memoir over: what she provided, sealed for the receiver that she named, against a signed receipt."""

import hashlib
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from fortell.kit.crypto import SealBroken
from fortell.kit.gate import SendingFailed
from fortell.kit.http import Limits, Reply, exchange
from fortell.kit.signatures import document_holds
from fortell.privacy import audit
from fortell.privacy.archive.writing import take_portable
from fortell.privacy.egress.fields import portable_fields
from fortell.privacy.egress.models import Transfer
from fortell.privacy.egress.permits import Permit, recipient_permit
from fortell.privacy.egress.refusals import PermitRefused
from fortell.privacy.terms import Use
from fortell.privacy.transfer.errors import NotTaken, TransferFailed
from fortell.privacy.transfer.offers import Offer
from fortell.privacy.transfer.sealing import sealed_for
from fortell.privacy.vault.opening import opened

# Between the last byte and the answer the receiver brings in the whole memoir.
PATIENCE: Final = Limits(silence=1800.0, whole=60.0, reply_bytes=64 * 1024)
QUESTION: Final = Limits(reply_bytes=64 * 1024)
TAKEN, GONE, NOT_TAKEN, TOO_LARGE, FULL = 200, 404, 422, 413, 507
WHY: Final = {
    GONE: "The receiver knows no such ticket: it was used, or its time is over. If an earlier attempt broke off, ask "
    "whether the memoir is there.",
    TOO_LARGE: "It is larger than the receiver takes.",
    FULL: "The receiver has no room left.",
}


def hand_over(*, scope: UUID, language: str, offer: Offer, statement: str, by: audit.Pseudonym) -> Transfer:
    """Send what is portable of a memoir to the house that made the offer, and keep its receipt. Not in a transaction.

    `statement`: how the storyteller asked for exactly this receiver. Raises TransferFailed, with the reason; the row
    says how it ended. It may be tried again: where an earlier answer was lost, the receiver is asked for its receipt
    first, and what it has already is not sent twice. Nothing here changes: to erase is another step, and hers.
    """
    if arrived := _arrived_before(scope=scope, offer=offer, by=by):
        return arrived
    row = _begun(scope=scope, offer=offer, statement=statement, by=by)
    try:
        permit = recipient_permit(host=row.recipient, scope=scope, confirmed_by=by)
        receipt = _sent(permit, offer, _package(row, language, offer))
    except (NotTaken, PermitRefused) as error:
        _end(row, Transfer.Status.REFUSED, by)
        raise TransferFailed(str(error)) from error
    except (SendingFailed, SealBroken, ValueError) as error:
        _end(row, Transfer.Status.BROKEN, by)
        raise TransferFailed(f"It was not sent, or not whole: {error}. It may be tried again.") from error
    if not _proves(receipt, row, offer):
        _end(row, Transfer.Status.BROKEN, by)
        raise TransferFailed("What came back is no receipt for this package; ask the receiver whether it is there.")
    return _received(row, receipt, by)


def _arrived_before(*, scope: UUID, offer: Offer, by: audit.Pseudonym) -> Transfer | None:
    """An earlier attempt that did arrive, also where its answer was lost, with its receipt.

    Only one that left whole can have. Raises TransferFailed where the receiver can't be asked now.
    """
    earlier = Transfer.objects.filter(scope=scope, receiver_key=offer.key_text)
    whole = list(earlier.exclude(package_sha256="").exclude(status=Transfer.Status.REFUSED))
    if not whole:
        return None
    try:
        permit = recipient_permit(host=offer.host, scope=scope, confirmed_by=by)
        with exchange(permit=permit, url=offer.receipt, payload={}, method="GET", limits=QUESTION) as reply:
            receipt = reply.json() if reply.status == TAKEN else None
    except (SendingFailed, PermitRefused, ValueError) as error:
        raise TransferFailed(f"Whether an earlier attempt arrived can't be asked: {error}. Try again.") from error
    found = next((row for row in whole if _proves(receipt, row, offer)), None)
    return found and _received(found, receipt, by)


def _received(row: Transfer, receipt: Any, by: audit.Pseudonym) -> Transfer:
    if row.status != Transfer.Status.RECEIVED:
        row.receipt = receipt
        _end(row, Transfer.Status.RECEIVED, by)
    return row


@transaction.atomic
def _begun(*, scope: UUID, offer: Offer, statement: str, by: audit.Pseudonym) -> Transfer:
    row = Transfer(scope=scope, recipient=offer.host, receiver_key=offer.key_text, asked_by=by.pseudonym)
    opened(scope=scope, use=Use.OWN).seal(row, statement=statement)
    row.save(force_insert=True)
    audit.record(by, "transfer.begun", row, scope=scope)
    return row


@transaction.atomic
def _end(row: Transfer, status: Transfer.Status, by: audit.Pseudonym) -> None:
    row.status = status
    row.save(update_fields=["status", "receipt"])
    audit.record(by, f"transfer.{status}", row, scope=row.scope)


def _package(row: Transfer, language: str, offer: Offer) -> Iterator[bytes]:
    """The package; its hash is kept before the last of it leaves, because from then on it may have arrived."""
    archive, digest = take_portable(scope=row.scope, language=language, receiver=offer.key_text), hashlib.sha256()
    for piece in sealed_for(offer.age, archive.pieces()):
        digest.update(piece)
        yield piece
    row.package_sha256 = digest.hexdigest()
    row.save(update_fields=["package_sha256"])


def _sent(permit: Permit, offer: Offer, pieces: Iterator[bytes]) -> Any:
    with exchange(
        permit=permit,
        url=offer.address + offer.ticket,
        payload=dict.fromkeys(portable_fields()),  # the archive takes the very same fields from the inventory
        shape=lambda _fields: pieces,
        headers={"Content-Type": "application/octet-stream"},
        limits=PATIENCE,
    ) as reply:
        if reply.status == TAKEN:
            return reply.json()
        raise NotTaken(_why_not(reply))


def _why_not(reply: Reply) -> str:
    if reply.status == NOT_TAKEN and isinstance(said := reply.json(), dict):
        return f"The receiver refused it: {said.get('refused')}"
    return WHY.get(reply.status, f"The receiver answered {reply.status}, and took nothing.")


def _proves(receipt: object, row: Transfer, offer: Offer) -> bool:
    return (
        isinstance(receipt, dict)
        and document_holds(receipt, key=offer.key)
        and (receipt.get("scope"), receipt.get("sha256")) == (str(row.scope), row.package_sha256)
    )
