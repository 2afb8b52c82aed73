"""Where sealed bytes lie: the disk, and a real S3 server whose bucket keeps every version."""

from collections.abc import Iterable, Iterator

import pytest

from fortell.kit.ids import new_id
from fortell.kit.installation import Files, SettingsError
from fortell.privacy.vault.stores import FileGone, Store, disk, s3
from fortell.privacy.vault.stores.bucket import PART, Bucket, StoreUnreachable, bucket_of, client_of
from fortell.privacy.vault.stores.disk import DiskStore
from fortell.privacy.vault.stores.s3 import S3Store
from tests.s3 import running, versions

LONG = bytes(range(256)) * (PART // 256) * 2 + b"and some more"  # three parts


class PowerGone(BaseException):
    pass


def broken_off(whole: Iterable[bytes]) -> Iterator[bytes]:
    yield from whole
    raise PowerGone


@pytest.fixture(scope="session")
def bucket() -> Iterator[S3Store]:
    with running() as files:
        yield S3Store(bucket=bucket_of(files))


@pytest.fixture(params=["disk", "s3"])
def either(request: pytest.FixtureRequest) -> Store:
    store: Store = disk.chosen() if request.param == "disk" else request.getfixturevalue("bucket")
    return store


@pytest.mark.parametrize("content", [b"", b"x", LONG], ids=["nothing", "a byte", "three parts"])
def test_what_is_put_comes_back(either: Store, content: bytes) -> None:
    name = new_id()
    either.put(name, (content[start : start + 100_000] for start in range(0, len(content), 100_000)))
    assert (either.size(name), b"".join(either.read(name))) == (len(content), content)
    assert name in set(either.names())


@pytest.mark.parametrize(("start", "length"), [(0, 4), (5, 1), (PART - 3, 10), (len(LONG) - 2, 2), (len(LONG) - 2, 99)])
def test_a_range_is_read_from_where_it_starts(either: Store, start: int, length: int) -> None:
    name = new_id()
    either.put(name, [LONG])
    assert b"".join(either.read(name, start, length)) == LONG[start : start + length]


def test_a_second_put_replaces_the_first(either: Store) -> None:
    name = new_id()
    either.put(name, [b"first"])
    either.put(name, [b"second"])
    assert b"".join(either.read(name)) == b"second"


def test_what_is_not_there_is_gone_and_deleting_it_is_harmless(either: Store) -> None:
    name = new_id()
    either.delete(name)
    with pytest.raises(FileGone):
        either.size(name)
    with pytest.raises(FileGone):
        list(either.read(name, 0, 4))


@pytest.mark.parametrize("whole", [[b"half"], [LONG]], ids=["short", "long"])
def test_a_put_that_breaks_off_gives_no_file(either: Store, whole: list[bytes]) -> None:
    name = new_id()
    with pytest.raises(PowerGone):
        either.put(name, broken_off(whole))
    with pytest.raises(FileGone):
        either.size(name)


def test_deleting_removes_what_a_killed_put_left_on_the_disk() -> None:
    store, name = disk.chosen(), new_id()
    store.put(name, [b"whole"])
    store.place(name).with_suffix(".half").write_bytes(b"hal")
    store.delete(name)
    assert list(store.place(name).parent.glob(f"{name.hex}*")) == []


def test_deleting_removes_every_version_mark_and_unfinished_upload_from_the_bucket(bucket: S3Store) -> None:
    name, there = new_id(), {"Bucket": bucket.bucket.name}
    bucket.put(name, [b"first"])
    bucket.put(name, [LONG])
    bucket.bucket.client.delete_object(**there, Key=name.hex)  # without a version: it only leaves a mark
    bucket.put(name, [b"third"])
    upload = bucket.bucket.client.create_multipart_upload(**there, Key=name.hex)["UploadId"]
    bucket.bucket.client.upload_part(**there, Key=name.hex, UploadId=upload, PartNumber=1, Body=b"x" * PART)
    assert len(versions(bucket.bucket, name.hex)) == 5
    bucket.delete(name)
    assert versions(bucket.bucket, name.hex) == []


def test_deleting_one_file_leaves_the_others(bucket: S3Store) -> None:
    one, other = new_id(), new_id()
    for name in (one, other):
        bucket.put(name, [b"x"])
    bucket.delete(one)
    assert b"".join(bucket.read(other)) == b"x"


def test_a_bucket_that_is_not_there_or_refuses_is_not_ready(bucket: S3Store) -> None:
    bucket.probe()
    with pytest.raises(OSError):
        Bucket(client=bucket.bucket.client, name="another").probe()


def test_an_endpoint_that_does_not_answer_is_named_by_its_error(unused: Files) -> None:
    with pytest.raises(StoreUnreachable, match="did not answer"):
        bucket_of(unused).probe()


@pytest.fixture
def unused() -> Files:
    return Files(store="s3", endpoint="http://127.0.0.1:9", region="x", bucket="vault", access_key="a", secret_key="b")


def test_a_bucket_needs_all_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    class Chosen:
        files = Files(store="s3", endpoint="https://s3.example.org")

    monkeypatch.setattr(s3, "installation", Chosen)
    with pytest.raises(SettingsError, match="region, bucket, access_key, secret_key"):
        s3.chosen()


def test_nobodys_profile_or_variables_are_read(unused: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "somebody")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://elsewhere.example.org")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "theirs")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.org")
    client = client_of(unused)
    assert client.meta.endpoint_url == unused.endpoint
    assert client._request_signer._credentials.access_key == "a"
    assert client.meta.config.proxies == {}


def test_the_disk_is_chosen_by_default() -> None:
    assert isinstance(disk.chosen(), DiskStore)
