"""Sealed files in an S3 bucket, each under its id."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from fortell.kit.installation import SettingsError, installation
from fortell.privacy.vault.stores.bucket import Bucket, bucket_of


@dataclass(frozen=True, kw_only=True)
class S3Store:
    bucket: Bucket

    def put(self, name: UUID, blocks: Iterable[bytes]) -> None:
        self.bucket.put(name.hex, blocks)

    def read(self, name: UUID, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        return self.bucket.read(name.hex, start, length)

    def size(self, name: UUID) -> int:
        return self.bucket.size(name.hex)

    def delete(self, name: UUID) -> None:
        self.bucket.delete(name.hex)

    def names(self) -> Iterator[UUID]:
        return (UUID(hex=key) for key in self.bucket.keys())  # noqa: SIM118 - a bucket is no dictionary

    def probe(self) -> None:
        self.bucket.probe()


def chosen() -> S3Store:
    """The bucket of the settings. Raises SettingsError."""
    files = installation().files
    if missing := files.missing():
        raise SettingsError(f'[files] store = "s3" also needs {", ".join(missing)}')
    return S3Store(bucket=bucket_of(files))
