"""The recovery sheet: the master key on paper, in groups that can be typed again, with a check against slips.

It is written beside the key at the first start, to be printed and kept apart from the machine; once somebody has
confirmed that it is, the file is removed.
"""

import base64
import hashlib
import os
from pathlib import Path

from fortell.kit import crypto
from fortell.kit.installation import installation
from fortell.privacy.vault.master import FILE, MasterKeyError, master_key

SHEET = "recovery-sheet.txt"
CONFIRMED = "recovery-sheet.confirmed"
GROUP = 4  # characters; base32 has neither 0, 1, 8 nor 9, so that nothing is mistaken for O, I or B
TEXT = """Fortell: the master key of one installation

Print this page and keep it where papers that matter are kept, apart from the machine and from every backup.
Whoever has this page and a copy of the data can read everything. Without the key nobody can, ever again.

  {groups}

Check word: {check}

To confirm that it is printed:   fortell recovery-sheet --confirm {check}
To bring the key back:           fortell recovery-sheet --restore   (then type the groups)
"""


def write_sheet() -> Path:
    """Write the sheet beside the key, readable by its owner only."""
    path = installation().key_folder / SHEET
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(TEXT.format(groups=_groups(master_key()), check=_check(master_key())))
    return path


def confirm(check: str) -> None:
    """Somebody has the printed sheet in hand: its check word is right. Raises MasterKeyError."""
    if check.strip().lower() != _check(master_key()):
        raise MasterKeyError("That is not the check word at the bottom of the recovery sheet.")
    (installation().key_folder / CONFIRMED).touch(mode=0o600)
    (installation().key_folder / SHEET).unlink(missing_ok=True)


def needed() -> bool:
    """Whether the sheet still waits to be confirmed. A key that comes from elsewhere is kept elsewhere."""
    return not installation().vault.master_key and not (installation().key_folder / CONFIRMED).exists()


def restore(typed: str) -> Path:
    """Write the key of a sheet back into its place. Raises MasterKeyError on a slip, or where a key stands already."""
    path = installation().key_folder / FILE
    key = _read(typed)
    if path.exists():
        raise MasterKeyError(f"There is a master key already: {path}. Move it away first.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
    return path


def _groups(key: bytes) -> str:
    text = base64.b32encode(key + _checksum(key)).decode().rstrip("=")
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def _read(typed: str) -> bytes:
    text = "".join(typed.split()).upper()
    try:
        whole = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError as error:
        raise MasterKeyError("Some of these groups hold a character that the sheet does not use.") from error
    key, checksum = whole[: crypto.KEY_BYTES], whole[crypto.KEY_BYTES :]
    if len(key) != crypto.KEY_BYTES or checksum != _checksum(key):
        raise MasterKeyError("A group is missing or has a slip in it: the check does not fit.")
    return key


def _checksum(key: bytes) -> bytes:
    return hashlib.sha256(b"fortell recovery sheet" + key).digest()[:3]


def _check(key: bytes) -> str:
    return hashlib.sha256(b"fortell recovery check" + key).hexdigest()[:8]
