"""age as a stream, both ways: nothing that was opened, and nothing not yet sealed, is ever a file."""

import hashlib
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

from fortell.privacy.backup.errors import ArchiveBroken, CannotOpen


def seal(blocks: Iterator[bytes], out: IO[bytes], recipients: list[Any]) -> str:
    """Encrypt into an open file; SHA-256 of what was written, in hex. Raises what reading or writing raised."""
    source, target = _Source(blocks), _Target(out)
    try:
        pyrage.encrypt_io(source, target, recipients)
    except pyrage.EncryptError as error:  # it tells only the text of what happened in our own reading or writing
        raise source.failed or target.failed or error from error
    return target.sha256.hexdigest()


@contextmanager
def unsealed(path: Path, identities: list[Any]) -> Iterator[IO[bytes]]:
    """What an archive holds, to be read to its end, through a pipe in memory. Raises ArchiveBroken, CannotOpen."""
    reading, writing = os.pipe()
    failures: list[Exception] = []
    thread = threading.Thread(target=_unseal, args=(path, identities, writing, failures), daemon=True)
    thread.start()
    out = os.fdopen(reading, "rb")
    try:
        yield out
        while out.read(io.DEFAULT_BUFFER_SIZE):  # what follows what the reader wanted must be whole too
            pass
    finally:
        broken = list(failures)  # before the pipe is closed, which breaks the other end by itself
        out.close()
        thread.join()
        if failure := _told(path, broken):
            raise failure


def _unseal(path: Path, identities: list[Any], writing: int, failures: list[Exception]) -> None:
    with os.fdopen(writing, "wb") as out:
        try:
            with path.open("rb") as file:
                pyrage.decrypt_io(file, out, identities)
        except BrokenPipeError:
            return
        except (pyrage.DecryptError, OSError) as error:
            failures.append(error)


def _told(path: Path, failures: list[Exception]) -> Exception | None:
    if not failures:
        return None
    if isinstance(failures[0], pyrage.DecryptError) and "No matching keys" in str(failures[0]):
        return CannotOpen(
            f"{path.name}: none of the keys at hand opens it. It was made with another master key, "
            "or for an age key of its own (--identity FILE)."
        )
    if isinstance(failures[0], FileNotFoundError):
        return ArchiveBroken(f"{path} is not there.")
    return ArchiveBroken(f"{path.name} is cut, changed, or no backup.")


class _Source(io.RawIOBase):
    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.blocks, self.rest = blocks, memoryview(b"")
        self.failed: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            while not self.rest:
                self.rest = memoryview(next(self.blocks))
        except StopIteration:
            return 0
        except Exception as error:
            self.failed = error
            raise
        length = min(len(buffer), len(self.rest))
        buffer[:length], self.rest = self.rest[:length], self.rest[length:]
        return length


class _Target(io.RawIOBase):
    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.sha256 = out, hashlib.sha256()
        self.failed: Exception | None = None

    def writable(self) -> bool:
        return True

    def write(self, block: Any) -> int:
        try:
            self.sha256.update(block)
            return self.out.write(block)
        except OSError as error:
            self.failed = error
            raise
