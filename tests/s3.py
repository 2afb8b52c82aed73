"""A real S3 server for the run: SeaweedFS, started where a test asks for it, gone with the run."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from fortell.kit.ids import new_code
from fortell.kit.installation import Files
from fortell.privacy.vault.stores.bucket import Bucket, bucket_of, client_of

WEED = Path(sys.executable).parent / "weed"
PATIENCE = 60.0
KEYS = """{"identities": [{"name": "fortell", "credentials": [{"accessKey": "tester", "secretKey": "a long secret"}],
"actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}"""


@contextmanager
def running() -> Iterator[Files]:
    """The settings of a bucket that keeps versions, on a server that lives as long as the block."""
    folder = Path(tempfile.mkdtemp(prefix="fortell-s3-"))
    (folder / "keys.json").write_text(KEYS)
    master, volume, filer, s3 = _free_ports(4)
    ports = [f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}", f"-s3.port={s3}"]
    grpc = zip(("master", "volume", "filer", "s3"), _free_ports(4), strict=True)
    ports += [f"-{name}.port.grpc={port}" for name, port in grpc] + ["-s3.port.iceberg=0", "-s3.port.lance=0"]
    small = ["-master.volumeSizeLimitMB=64", "-volume.max=100", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    command = [WEED, "server", f"-dir={folder}", "-s3", f"-s3.config={folder / 'keys.json'}", *small, *ports]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, cwd=folder)
    try:
        files = Files(
            store="s3",
            endpoint=f"http://127.0.0.1:{s3}",
            region="eu-north-1",
            bucket=f"vault-{new_code()}",
            access_key="tester",
            secret_key="a long secret",
        )
        _await(files, server, folder / "log")
        yield files
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def versions(bucket: Bucket, name: str) -> list[Any]:
    """Everything that the server itself still has under a name: versions, deletion marks, unfinished uploads."""
    found = bucket.client.list_object_versions(Bucket=bucket.name, Prefix=name)
    begun = bucket.client.list_multipart_uploads(Bucket=bucket.name, Prefix=name)
    return [*found.get("Versions", ()), *found.get("DeleteMarkers", ()), *begun.get("Uploads", ())]


def _await(files: Files, server: subprocess.Popen[bytes], log: Path) -> None:
    client, end = client_of(files), time.monotonic() + PATIENCE
    while True:
        assert server.poll() is None, log.read_text()
        try:
            httpx.get(files.endpoint)
            client.create_bucket(Bucket=files.bucket)
            client.put_bucket_versioning(Bucket=files.bucket, VersioningConfiguration={"Status": "Enabled"})
            client.put_object(Bucket=files.bucket, Key="probe", Body=b"")
            break
        except (httpx.TransportError, BotoCoreError, ClientError):
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.2)
    for version in versions(bucket_of(files), "probe"):
        client.delete_object(Bucket=files.bucket, Key="probe", VersionId=version["VersionId"])


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _port in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports
