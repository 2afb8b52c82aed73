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
from fortell.privacy.vault.master import FILE, MasterKeyError, in_file, master_key

SHEET = "recovery-sheet.txt"
CONFIRMED = "recovery-sheet.confirmed"
GROUP = 4  # characters; base32 has neither 0, 1, 8 nor 9, so that nothing is mistaken for O, I or B
SHEET_CHARACTERS = 56  # base32 of a key and its checksum
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
    (installation().key_folder / CONFIRMED).write_text(_check(master_key()), encoding="ascii")
    (installation().key_folder / SHEET).unlink(missing_ok=True)


def needed() -> bool:
    """Whether the sheet still waits to be confirmed. A key that comes from elsewhere is kept elsewhere."""
    return in_file() and not (installation().key_folder / CONFIRMED).exists()


def renew() -> Path:
    """The key on paper is no longer the newest: write a sheet with that one, which waits to be confirmed again."""
    (installation().key_folder / CONFIRMED).unlink(missing_ok=True)
    return write_sheet()


def restore(typed: str) -> Path:
    """Write the key of a sheet back into its place. Raises MasterKeyError on a slip, or where a key stands already.

    Where the machine was lost in the middle of a rotation, both sheets are typed, the older one first.
    """
    path = installation().key_folder / FILE
    keys = _read(typed)
    if path.exists():
        raise MasterKeyError(f"There is a master key already: {path}. Move it away first.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(base64.b64encode(key) + b"\n" for key in keys)
    return path


def _groups(key: bytes) -> str:
    text = base64.b32encode(key + _checksum(key)).decode().rstrip("=")
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def _read(typed: str) -> list[bytes]:
    text = "".join(typed.split()).upper()
    return [_read_one(text[start : start + SHEET_CHARACTERS]) for start in range(0, len(text) or 1, SHEET_CHARACTERS)]


def _read_one(text: str) -> bytes:
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
