"""An S3 bucket. Nothing but the configured endpoint is ever asked: no profile, no metadata service."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from fortell.kit.installation import BucketSettings
from fortell.kit.undoing import undone_unless_whole
from fortell.privacy.vault.stores import FileGone

BLOCK = 1024 * 1024
PART = 8 * 1024 * 1024  # S3 takes parts from 5 MiB, and 10,000 of them: files of up to 80 GB
GONE = frozenset({"NoSuchKey", "NoSuchUpload", "404"})
KINDS = ("Versions", "DeleteMarkers")
NOWHERE = (None, None, os.devnull, None)  # botocore's way to say: from no variable and no file


class StoreUnreachable(OSError):
    """The bucket did not answer, or refused; the message holds S3's own code, never a name or a key."""


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """A bucket that is this installation's alone, with objects by their keys."""

    client: Any
    name: str

    def put(self, key: str, blocks: Iterable[bytes]) -> None:
        """Store blocks of any size, of any number. The key appears only when everything is safely stored."""
        with _spoken():
            parts = _parts(blocks)
            first, second = next(parts, b""), next(parts, None)
            if second is None:
                self.client.put_object(Bucket=self.name, Key=key, Body=first)
                return
        self._put_parts(key, _chained(first, second, parts))

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        wanted = length if length is not None else self.size(key) - start
        if wanted <= 0:
            return
        with _spoken():
            there = f"bytes={start}-{start + wanted - 1}"
            body = self.client.get_object(Bucket=self.name, Key=key, Range=there)["Body"]
            try:
                yield from body.iter_chunks(BLOCK)
            finally:
                body.close()

    def size(self, key: str) -> int:
        with _spoken():
            return int(self.client.head_object(Bucket=self.name, Key=key)["ContentLength"])

    def delete(self, key: str) -> None:
        """Every version of it, and whatever a broken off `put` left. Harmless where there is nothing."""
        with _spoken():
            for upload in self._unfinished(key):
                self._abort(key, upload)
            for version in self._versions(key):
                self.client.delete_object(Bucket=self.name, Key=key, VersionId=version)

    def keys(self) -> Iterator[str]:
        """Of every whole object that shows."""
        with _spoken():
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name):
                yield from (found["Key"] for found in page.get("Contents", ()))

    def every_key(self) -> set[str]:
        """Of whatever is there: older versions, marks and unfinished uploads too."""
        with _spoken():
            versions = self.client.get_paginator("list_object_versions").paginate(Bucket=self.name)
            uploads = self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.name)
            pages = ((page, kind) for found in (versions, uploads) for page in found for kind in (*KINDS, "Uploads"))
            return {found["Key"] for page, kind in pages for found in page.get(kind, ())}

    def probe(self) -> None:
        with _spoken():
            self.client.head_bucket(Bucket=self.name)

    def _put_parts(self, key: str, parts: Iterable[bytes]) -> None:
        there = {"Bucket": self.name, "Key": key}
        with _spoken():
            upload = self.client.create_multipart_upload(**there)["UploadId"]
            with undone_unless_whole(partial(self._abort, key, upload)):
                done = [
                    {"PartNumber": number, "ETag": self._put_part(there, upload, number, part)}
                    for number, part in enumerate(parts, start=1)
                ]
                self.client.complete_multipart_upload(**there, UploadId=upload, MultipartUpload={"Parts": done})

    def _put_part(self, there: dict[str, str], upload: str, number: int, part: bytes) -> str:
        answer = self.client.upload_part(**there, UploadId=upload, PartNumber=number, Body=part)
        return str(answer["ETag"])

    def _abort(self, key: str, upload: str) -> None:
        try:
            self.client.abort_multipart_upload(Bucket=self.name, Key=key, UploadId=upload)
        except ClientError as error:
            if _code(error) not in GONE:  # another one was quicker
                raise

    def _unfinished(self, key: str) -> list[str]:
        pages = self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.name, Prefix=key)
        return [found["UploadId"] for page in pages for found in page.get("Uploads", ()) if found["Key"] == key]

    def _versions(self, key: str) -> list[str]:
        """Of the file and of the marks that a deletion without a version leaves."""
        pages = self.client.get_paginator("list_object_versions").paginate(Bucket=self.name, Prefix=key)
        found = (one for page in pages for kind in KINDS for one in page.get(kind, ()))
        return [one["VersionId"] for one in found if one["Key"] == key]


def bucket_of(settings: BucketSettings) -> Bucket:
    return Bucket(client=client_of(settings), name=settings.bucket)


def client_of(settings: BucketSettings) -> Any:
    session = Session({"profile": (None, None, None, None), "config_file": NOWHERE, "credentials_file": NOWHERE})
    return session.create_client(
        "s3",
        region_name=settings.region,
        endpoint_url=settings.endpoint,
        aws_access_key_id=settings.access_key,
        aws_secret_access_key=settings.secret_key,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path", "us_east_1_regional_endpoint": "regional"},
            proxies={},
            connect_timeout=10,
            read_timeout=60,
            retries={"mode": "standard", "total_max_attempts": 4},
            # Many a provider in Europe knows no newer checksums; the seal itself tells a changed byte.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


@contextmanager
def _spoken() -> Iterator[None]:
    """The client's errors in the store's words."""
    try:
        yield
    except ClientError as error:
        if _code(error) in GONE:
            raise FileGone from error
        raise StoreUnreachable(f"the bucket answered {_code(error)}") from error
    except BotoCoreError as error:
        raise StoreUnreachable(f"the bucket did not answer ({type(error).__name__})") from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _parts(blocks: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for block in blocks:
        buffer += block
        if len(buffer) >= PART:
            yield bytes(buffer)
            buffer.clear()
    if buffer:
        yield bytes(buffer)


def _chained(first: bytes, second: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield second
    yield from rest
