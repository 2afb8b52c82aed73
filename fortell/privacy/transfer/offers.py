"""Offers: what a Fortell that will take a memoir in gives the person, for whoever keeps her memoir now."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from pyrage import RecipientError, x25519

from fortell.kit.clock import now
from fortell.kit.ids import new_token, token_hash
from fortell.kit.installation import installation
from fortell.kit.signatures import document_holds
from fortell.privacy.backup.identity import spelled
from fortell.privacy.egress.models import Ticket
from fortell.privacy.profile import profile
from fortell.privacy.transfer.errors import OfferUnreadable
from fortell.privacy.vault import signing

FORMAT: Final = "fortell-transfer-offer"
VERSION: Final = 1
PATH: Final = "/transfer/"
LONGEST: Final = 8_000  # characters


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Where a memoir may be sent, once, until when, and to whom. `age` seals it; `key` (32 bytes) signs the receipt."""

    address: str
    ticket: str
    controller: str
    country: str
    age: Any
    key: bytes
    until: datetime

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def receipt(self) -> str:
        """Where the receipt can be asked for again; like the place to send to, it opens with the ticket alone."""
        return f"{self.address}{self.ticket}/receipt"

    @property
    def key_text(self) -> str:
        return base64.b64encode(self.key).decode()

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.key)


def make_offer(*, days: int) -> str:
    """A new offer, as one line to hand on. Whoever has the line can send one memoir here, until its days are over."""
    ticket = new_token()
    row = Ticket.objects.create(token_hash=token_hash(ticket), until=now() + timedelta(days=days))
    controller = profile().controller
    document = {
        "format": FORMAT,
        "version": VERSION,
        "ticket": ticket,
        "controller": controller.name,
        "country": controller.country,
        "age": str(identity(ticket).to_public()),
        "until": row.until.isoformat(),
    }
    written = json.dumps(signing.signed_document(document)).encode()
    return f"{installation().address}{PATH}#{base64.urlsafe_b64encode(written).decode().rstrip('=')}"


def read_offer(line: str) -> Offer:
    """Raises OfferUnreadable, also for an offer whose time is over."""
    address, _hash, written = line.strip().partition("#")
    try:
        document = _document(written[:LONGEST])
        offer = Offer(
            address=address,
            ticket=document["ticket"],
            controller=document["controller"],
            country=document["country"],
            age=x25519.Recipient.from_str(document["age"]),
            key=base64.b64decode(document["public_key"]),
            until=datetime.fromisoformat(document["until"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecipientError) as error:
        raise OfferUnreadable("This is no offer of a Fortell, or a part of the line is missing.") from error
    if offer.until < now():
        raise OfferUnreadable("The time of this offer is over; ask the receiver for a new one.")
    return offer


def _document(written: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)))
    if not document_holds(document) or (document["format"], document["version"]) != (FORMAT, VERSION):
        raise ValueError(FORMAT)
    return document


def identity(ticket: str) -> Any:
    """The age identity that opens what is sent for a ticket, from the house's own key: nobody has to keep it."""
    return x25519.Identity.from_str(spelled(signing.house_key(purpose=b"transfer " + token_hash(ticket))))


def fingerprint(key: bytes) -> str:
    """A public key as two people compare it on the telephone: the first 16 bytes of its SHA-256, in groups of four."""
    digits = hashlib.sha256(key).hexdigest()[:32]
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
