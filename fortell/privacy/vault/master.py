"""The master key: it wraps all others and lives outside both databases."""

import base64
import binascii
import os
from functools import cache
from pathlib import Path

from fortell.kit import crypto
from fortell.kit.installation import installation

FILE = "master.key"
CHECK = b"fortell master key"


class MasterKeyError(Exception):
    """The master key is missing, unreadable or another one; nothing is opened or written then."""


@cache
def master_key() -> bytes:
    """32 bytes: from FORTELL_VAULT_MASTER_KEY (or its _FILE), else from the key folder. Raises MasterKeyError."""
    if given := installation().vault.master_key:
        return decoded(given)
    path = installation().key_folder / FILE
    try:
        return decoded(path.read_text(encoding="ascii"))
    except FileNotFoundError as error:
        raise MasterKeyError(f"The master key is missing: {path}") from error


def decoded(text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise MasterKeyError("The master key is not base64.") from error
    if len(key) != crypto.KEY_BYTES:
        raise MasterKeyError("The master key is not 32 bytes long.")
    return key


def make_master_key() -> Path | None:
    """On the very first start: make one and return its file. An existing key is never overwritten."""
    path = installation().key_folder / FILE
    if installation().vault.master_key or path.exists():
        return None
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # O_EXCL: two first starts at once must not each believe in a key of their own.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(crypto.new_key()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return path


def derived_secret(*, purpose: str) -> str:
    """A secret for signing, different for every purpose; it tells nothing of the master key."""
    return crypto.derive(key=master_key(), purpose=f"fortell {purpose}".encode()).hex()


def make_check() -> bytes:
    return crypto.seal(key=master_key(), content=CHECK, bound_to=CHECK)


def check_matches(sealed: bytes) -> bool:
    try:
        return crypto.unseal(key=master_key(), sealed=sealed, bound_to=CHECK) == CHECK
    except crypto.SealBroken:
        return False
