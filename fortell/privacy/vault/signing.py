"""The house's signature: under audit checkpoints, receipts, reports and what is handed to another Fortell.

Its seed is derived from a root key like a memoir's, in the key store under the name HOUSE: it is made at the first use,
outlives every erasure, and a new master key only wraps it anew. Anybody can check a signature with `public_key()`.
"""

import base64
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from fortell.kit import crypto, signatures
from fortell.privacy.keystore.router import KEYS
from fortell.privacy.vault import keys


def sign(content: bytes) -> bytes:
    """64 bytes, over exactly this content."""
    return signatures.sign(seed=_seed(), content=content)


def verify(*, content: bytes, signature: bytes, key: bytes | None = None) -> bool:
    """Whether this house signed exactly this, or with `key` (32 bytes) another one did."""
    return signatures.holds(key=key or public_key(), content=content, signature=signature)


def public_key() -> bytes:
    """32 bytes that everybody may know."""
    return signatures.public_key(seed=_seed())


def public_key_text() -> str:
    """The same in base64, as it stands in signed documents."""
    return base64.b64encode(public_key()).decode()


def signed_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON document with this house's `public_key` and `signature` added. Check it with `document_holds` of kit."""
    return signatures.signed_document(document, seed=_seed())


def house_key(*, purpose: bytes) -> bytes:
    """A key of the house for one other purpose; it tells nothing of the one that signs."""
    try:
        root, _version = keys.root_key(keys.HOUSE)
    except keys.KeyDestroyed:
        _make()
        root, _version = keys.root_key(keys.HOUSE)
    return crypto.derive(key=root, purpose=purpose)


def _seed() -> bytes:
    return house_key(purpose=b"signing")


def _make() -> None:
    try:
        with transaction.atomic(using=KEYS):
            keys.make_root(keys.HOUSE)
    except IntegrityError:  # another process made it at the same moment; that one is the house's
        return
