"""Who can open a backup: whoever has the master key, or the holders of the age keys that the settings name.

The key that opens is derived from the master key, so that the printed recovery sheet is all that a family must keep
beside the backup itself.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pyrage import IdentityError, RecipientError, x25519

from fortell.kit import crypto
from fortell.kit.installation import SettingsError, installation
from fortell.privacy.backup.errors import RestoreRefused
from fortell.privacy.vault.master import masters

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
PREFIX = "age-secret-key-"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def recipients() -> list[Any]:
    """The age keys to encrypt to. Raises SettingsError."""
    named = installation().backup.recipients.split()
    try:
        return [x25519.Recipient.from_str(name) for name in named] or [_own_identities()[-1].to_public()]
    except RecipientError as error:
        raise SettingsError("[backup] recipients are age public keys (age1…), separated by spaces") from error


def identities(file: Path | None = None) -> list[Any]:
    """The keys to open with: of the master keys that are here, and of an age identity file. Raises RestoreRefused."""
    return [*_own_identities(), *(identities_in(file) if file else ())]


def _own_identities() -> list[Any]:
    """One of each master key, the newest last."""
    derived = [crypto.derive(key=key, purpose=b"fortell backup") for key in masters()]
    return [x25519.Identity.from_str(spelled(key)) for key in derived]


def identities_in(file: Path) -> Iterator[Any]:
    """The keys of an age identity file. Raises RestoreRefused."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
        yield from (x25519.Identity.from_str(line.strip()) for line in lines if line.upper().startswith(PREFIX.upper()))
    except (OSError, UnicodeDecodeError, IdentityError) as error:
        raise RestoreRefused(f"{file} can't be read as an age identity.") from error


def spelled(key: bytes) -> str:
    """An X25519 key as age writes it: Bech32 (BIP 173) with the prefix AGE-SECRET-KEY-."""
    values = _five_bits(key)
    expanded = [ord(char) >> 5 for char in PREFIX] + [0] + [ord(char) & 31 for char in PREFIX]
    rest = _polymod([*expanded, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    check = [(rest >> 5 * (5 - place)) & 31 for place in range(6)]
    return f"{PREFIX}1{''.join(BECH32[value] for value in [*values, *check])}".upper()


def _five_bits(key: bytes) -> list[int]:
    bits = "".join(f"{byte:08b}" for byte in key)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[start : start + 5], 2) for start in range(0, len(bits), 5)]


def _polymod(values: Sequence[int]) -> int:
    rest = 1
    for value in values:
        top, rest = rest >> 25, (rest & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(GENERATOR):
            rest ^= factor if top >> place & 1 else 0
    return rest
