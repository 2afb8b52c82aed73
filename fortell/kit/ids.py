"""Names for things: ids, codes that people type, tokens that open doors."""

import hashlib
import secrets
from uuid import UUID, uuid4

# No 0/o, 1/l/i, u/v or vowels: nothing to misread, and no words by accident.
CODE_ALPHABET = "23456789bcdfghjkmnpqrstwxz"
CODE_LENGTH = 8
TYPED_LENGTH = 12


def new_id() -> UUID:
    """A random id, made before the row is: a key can then be committed first under the same name."""
    return uuid4()


def new_code() -> str:
    """A short name for a memoir in addresses and commands (26^8, 37 bits). It opens nothing by itself."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def new_typed_token() -> str:
    """A secret to be typed from one screen into another (26^12, 56 bits): only for what opens once, within minutes."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(TYPED_LENGTH))


def typed(words: str) -> str:
    """What somebody typed, as such a secret if it can be one, else as it stands."""
    plain = "".join(words.split()).replace("-", "").lower()
    return plain if len(plain) == TYPED_LENGTH and set(plain) <= set(CODE_ALPHABET) else words


def new_token() -> str:
    """A secret of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is stored of a token. A plain hash suffices: 256 random bits can't be guessed from it."""
    return hashlib.sha256(token.encode()).digest()
