"""The master key: it wraps all others and lives outside both databases. While it is exchanged there are two.

It comes from the environment, from a command (a key service's client, for instance), or from a file in the key folder.
The file has a line for each key, the oldest first.
"""

import base64
import binascii
import os
import shlex
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fortell.kit import crypto
from fortell.kit.installation import SettingsError, installation

FILE = "master.key"
RETIRED = "retired.secrets"
KEPT_SECRETS = 3  # of the last rotations; each tells nothing of its master key
CHECK = b"fortell master key"
COMMAND_SECONDS = 30


class MasterKeyError(Exception):
    """The master key is missing, unreadable or another one; nothing is opened or written then."""


@cache
def masters() -> tuple[bytes, ...]:
    """Every master key at hand, 32 bytes each, the oldest first. Raises MasterKeyError."""
    return _read()


def master_key() -> bytes:
    """The newest one. Raises MasterKeyError."""
    return masters()[-1]


def master_named(name: str) -> bytes:
    """The master key with this id; read anew where it came after this process had started. Raises MasterKeyError."""
    if (key := _named(name, masters())) is None:
        read = _read()
        masters.cache_clear()
        key = _named(name, read)
    if key is None:
        raise MasterKeyError(f"A key is wrapped with a master key that is not here ({name}).")
    return key


@cache
def master_id(key: bytes) -> str:
    """A short name for a master key; it tells nothing of it."""
    return crypto.derive(key=key, purpose=b"fortell master id").hex()[:16]


def in_file() -> bool:
    """Whether the master key lies in the key folder, rather than coming from elsewhere."""
    return not (installation().vault.master_key or installation().vault.master_key_command)


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
    if not in_file() or path.exists():
        return None
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # O_EXCL: two first starts at once must not each believe in a key of their own.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(crypto.new_key()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return path


def keep_in_file(keys: Iterable[bytes]) -> None:
    """Exchange the key file for one with these keys: at any moment it is the old one or the new one, whole."""
    lines = b"".join(base64.b64encode(key) + b"\n" for key in keys)
    _exchange(installation().key_folder / FILE, lines)
    masters.cache_clear()


def retire(keys: Iterable[bytes]) -> None:
    """Keep what Django signed under these keys valid after they are gone."""
    secrets = [_secret(key, "django") for key in keys]
    kept = [*retired_secrets(), *(secret for secret in secrets if secret not in retired_secrets())][-KEPT_SECRETS:]
    if secrets:
        _exchange(installation().key_folder / RETIRED, "".join(f"{secret}\n" for secret in kept).encode())


def retired_secrets() -> list[str]:
    path = installation().key_folder / RETIRED
    return path.read_text(encoding="ascii").split() if path.exists() else []


def derived_secrets(*, purpose: str) -> list[str]:
    """A secret for signing from every master key, the oldest first; it is different for every purpose.

    Sign with the first and accept all: so do processes that have not yet met the newest key understand one another.
    """
    return [_secret(key, purpose) for key in masters()]


def derived_secret(*, purpose: str) -> str:
    """The one to sign with; it tells nothing of the master key."""
    return derived_secrets(purpose=purpose)[0]


def make_check(key: bytes | None = None) -> bytes:
    return crypto.seal(key=key or master_key(), content=CHECK, bound_to=CHECK)


def matching(sealed: bytes) -> bytes | None:
    """The master key that this check was made with, where it is here."""
    return next((key for key in masters() if _matches(key, sealed)), None)


def _matches(key: bytes, sealed: bytes) -> bool:
    try:
        return crypto.unseal(key=key, sealed=sealed, bound_to=CHECK) == CHECK
    except crypto.SealBroken:
        return False


def _read() -> tuple[bytes, ...]:
    vault = installation().vault
    given = (vault.master_key, vault.next_master_key)
    commands = (vault.master_key_command, vault.next_master_key_command)
    if any(given) and any(commands):
        raise SettingsError("[vault] has either master_key or master_key_command, not both")
    if (given[1] and not given[0]) or (commands[1] and not commands[0]):
        raise SettingsError("[vault] names the next master key, but not the one before it")
    if any(given):
        return tuple(decoded(text) for text in given if text)
    if any(commands):
        return tuple(decoded(_said(command)) for command in commands if command)
    return _from_file(installation().key_folder / FILE)


def _from_file(path: Path) -> tuple[bytes, ...]:
    try:
        lines = path.read_text(encoding="ascii").split("\n")
    except FileNotFoundError as error:
        raise MasterKeyError(f"The master key is missing: {path}") from error
    except (UnicodeDecodeError, OSError) as error:
        raise MasterKeyError(f"The master key can't be read: {path}") from error
    return tuple(decoded(line) for line in lines if line.strip()) or (decoded(""),)


def _said(command: str) -> str:
    """What the command prints. Neither that nor its complaints are ever shown: they may hold the key."""
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command, without a shell
            shlex.split(command), capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise MasterKeyError(f"The master key command did not end within {COMMAND_SECONDS} seconds.") from error
    except (OSError, ValueError) as error:
        raise MasterKeyError("The master key command can't be started.") from error
    if done.returncode:
        raise MasterKeyError(f"The master key command failed with exit code {done.returncode}.")
    return done.stdout


def _named(name: str, keys: tuple[bytes, ...]) -> bytes | None:
    return next((key for key in keys if master_id(key) == name), None)


def _secret(key: bytes, purpose: str) -> str:
    return crypto.derive(key=key, purpose=f"fortell {purpose}".encode()).hex()


def _exchange(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
