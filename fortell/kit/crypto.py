"""Sealing and opening bytes: AES-256-GCM with random 96-bit nonces (NIST SP 800-38D), HKDF-SHA256 (RFC 5869)."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class SealBroken(Exception):
    """The ciphertext was changed, moved or cut, or the key is another one."""


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def seal(*, key: bytes, content: bytes, bound_to: bytes) -> bytes:
    """Nonce, ciphertext and tag in one. It opens only with the same key and the same `bound_to`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to)


def unseal(*, key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """The content again. Raises SealBroken."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise SealBroken("This can't be opened: it was changed, moved or cut, or the key is another one.") from error


def derive(*, key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose from another key; knowing it tells nothing of its parent."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)
