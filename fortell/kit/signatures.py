"""Ed25519 signatures (RFC 8032) over bytes and over JSON documents; whoever has the public key can check them."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY = "public_key"
SIGNATURE = "signature"


def sign(*, seed: bytes, content: bytes) -> bytes:
    """64 bytes, always the same for the same 32-byte seed and content."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(content)


def public_key(*, seed: bytes) -> bytes:
    """The 32 bytes that everybody may know."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def holds(*, key: bytes, content: bytes, signature: bytes) -> bool:
    """Whether the owner of this public key signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def canonical(document: Mapping[str, Any]) -> bytes:
    """One way of writing a JSON document: keys sorted, no spaces, UTF-8. Use whole numbers and texts, no fractions."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signed_document(document: Mapping[str, Any], *, seed: bytes) -> dict[str, Any]:
    """The document with `public_key` and `signature` (base64) added; the signature covers all but itself."""
    whole = {**document, KEY: base64.b64encode(public_key(seed=seed)).decode()}
    signature = sign(seed=seed, content=canonical(whole))
    return {**whole, SIGNATURE: base64.b64encode(signature).decode()}


def document_holds(document: Mapping[str, Any], *, key: bytes | None = None) -> bool:
    """Whether nothing of a signed document was changed since. Without `key`, by the key that it names itself: that
    proves only that whoever holds that key signed it, so compare it with one you have from elsewhere.
    """
    unsigned = {name: value for name, value in document.items() if name != SIGNATURE}
    try:
        named, signature = (base64.b64decode(document[name], validate=True) for name in (KEY, SIGNATURE))
    except (KeyError, TypeError, ValueError, binascii.Error):
        return False
    return key in (None, named) and holds(key=named, content=canonical(unsigned), signature=signature)
