"""An archive that only the holder of an age key can open, sealed while it is written and read without lying open.

https://age-encryption.org/v1; any age program opens it. Passphrases are not offered: the library takes them only for
what is whole in memory, and an archive may be larger than that.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

from pyrage import RecipientError, x25519

from fortell.kit.installation import installation
from fortell.privacy.archive.form import ArchiveRefused
from fortell.privacy.backup.errors import ArchiveBroken, CannotOpen
from fortell.privacy.backup.identity import identities_in
from fortell.privacy.backup.streams import seal, unsealed
from fortell.privacy.transfer.sealing import opened_with, sealed_for

MAGIC: Final = b"age-encryption.org/v1"
BLOCK: Final = 1024 * 1024


def recipient(name: str) -> Any:
    """An age public key (age1…). Raises ValueError."""
    try:
        return x25519.Recipient.from_str(name.strip())
    except RecipientError as error:
        raise ValueError(f"{name!r} is no age public key (age1…).") from error


def write_sealed(pieces: Iterable[bytes], out: IO[bytes], recipients: list[Any]) -> None:
    seal(iter(pieces), out, recipients)


def is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


@contextmanager
def unlocked(path: Path, identity: Path) -> Iterator[IO[bytes]]:
    """What a sealed archive holds, to be read in any order, while the block lasts.

    A ZIP is read from its end, age from its beginning: between them it waits on disk in a file without a name, under a
    key that is nowhere else. Raises ArchiveRefused, and RestoreRefused where `identity` is no identity file.
    """
    passing = x25519.Identity.generate()
    with TemporaryFile(dir=installation().data) as waiting:
        try:
            with unsealed(path, list(identities_in(identity))) as content:
                for piece in sealed_for(passing.to_public(), iter(lambda: content.read(BLOCK), b"")):
                    waiting.write(piece)
        except CannotOpen as error:
            raise ArchiveRefused(f"No key in {identity.name} opens it.") from error
        except ArchiveBroken as error:
            raise ArchiveRefused("It was cut off or changed.") from error
        waiting.seek(0)
        yield opened_with(passing, waiting)
