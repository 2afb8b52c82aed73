"""A whole server whose sealed files lie in a bucket that keeps every version: lived in, lost, brought back, erased."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from fortell.kit.installation import BackupBucket, Files
from fortell.privacy.vault.stores.bucket import bucket_of, client_of
from fortell.privacy.vault.stores.s3 import S3Store
from tests import s3
from tests.drills.finding import CANARY, open_in
from tests.drills.test_erased_everywhere import as_uuid, begun, checked, erased_by_herself, idle, of, photo
from tests.drills.visiting import Visitor
from tests.egress import in_order
from tests.privacy.egress.test_sockets import toml
from tests.serving import House, until

pytestmark = pytest.mark.heavy


@dataclass(kw_only=True)
class InTheCloud(House):
    """A house whose files lie in a bucket, and whose backups may in another; everything else under its folder."""

    files: Files
    backups: BackupBucket = field(default_factory=BackupBucket)

    @property
    def environment(self) -> dict[str, str]:
        sections = {"FILES": self.files, "BACKUP_BUCKET": self.backups}
        return super().environment | {
            f"FORTELL_{section}_{name.upper()}": value
            for section, chosen in sections.items()
            for name, value in vars(chosen).items()
        }

    @property
    def vault(self) -> S3Store:
        return S3Store(bucket=bucket_of(self.files))

    def told(self, *arguments: str) -> Any:
        done = self.command(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def cloud() -> Iterator[Files]:
    with s3.running() as files:
        yield files


@pytest.fixture
def house(cloud: Files, tmp_path: Path) -> Iterator[InTheCloud]:
    house = InTheCloud(folder=tmp_path, files=new_bucket(cloud))
    yield house
    house.stop()


def new_bucket(cloud: Files) -> Files:
    """An empty one that keeps every version, on the same server."""
    files = replace(cloud, bucket=f"vault-{uuid4().hex}")
    client = client_of(files)
    client.create_bucket(Bucket=files.bucket)
    client.put_bucket_versioning(Bucket=files.bucket, VersioningConfiguration={"Status": "Enabled"})
    return files


def lived(house: InTheCloud) -> tuple[str, Visitor, str]:
    """One answer with a photo; the memoir's code, its storyteller, and where her photo is served."""
    code, alma, eva = begun(house)
    eva.http.close()
    alma.send({"decision": "give"}, to=f"/tell/{code}/consent/")
    answer = {"turn": alma.hidden("turn"), "delivery": str(uuid4()), "text": f"{CANARY} rowed.", "caption": "Rowing"}
    alma.send(answer, to=f"/tell/{code}/answers/", files={"photo": ("pier.jpg", photo())})
    until(lambda: idle(house))
    [(name,)] = of(house, code, "SELECT it.id FROM story_photo it {here}")
    return code, alma, f"{house.address}/tell/{code}/photos/{as_uuid(name)}/"


def seen(alma: Visitor, address: str) -> bytes:
    """Her photo, whole; and a range of it is just that range, fetched as a range from the bucket."""
    whole = alma.http.get(address)
    assert (whole.status_code, whole.content[:2]) == (200, b"\xff\xd8")
    part = alma.http.get(address, headers={"Range": "bytes=1000-2999"})
    assert (part.status_code, part.content) == (206, whole.content[1000:3000])
    assert part.headers["Content-Range"] == f"bytes 1000-2999/{len(whole.content)}"
    return whole.content


def test_an_erased_memoir_leaves_no_version_in_the_bucket(house: InTheCloud) -> None:
    started = time.time()
    house.start()
    code, alma, address = lived(house)
    picture = seen(alma, address)
    stored = list(house.vault.names())
    assert stored
    assert s3.versions(house.vault.bucket, "")
    assert not (house.data / "vault").exists()
    assert all(picture[100:164] not in b"".join(house.vault.read(name)) for name in stored)
    checked(alma, f"/tell/{code}/check/?next=/tell/{code}/rights/erasure/")
    assert CANARY not in erased_by_herself(code, alma)
    assert s3.versions(house.vault.bucket, "") == []
    assert open_in(house, since=started) == []


def for_backups(cloud: Files) -> BackupBucket:
    chosen = vars(new_bucket(cloud))
    return BackupBucket(**{name: value for name, value in chosen.items() if name != "store"})


def test_a_lost_house_comes_back_into_a_new_bucket(house: InTheCloud, cloud: Files) -> None:
    """The archive holds the files of the bucket; what was erased since is erased in the new bucket too."""
    house.backups = for_backups(cloud)
    house.start()
    code, alma, address = lived(house)
    gone, other, _address = lived(house)
    other.http.close()
    with closing(alma.http):
        picture = seen(alma, address)
        stored = {name: b"".join(house.vault.read(name)) for name in house.vault.names()}
        made = house.told("backup", "--to", str(house.folder / "backups"))
        assert house.command("erase", gone, "--yes").returncode == 0
        house.stop()
        shutil.rmtree(house.data)
        full = house.command("restore", made["data"], made["keys"])
        assert (full.returncode, "bucket for files is not empty" in full.stderr) == (1, True), full.stderr
        house.files = new_bucket(cloud)
        [listed] = house.told("restore", "--list")
        assert listed["name"] == made["name"]
        shutil.rmtree(house.folder / "backups")
        house.told("restore", made["name"])
        assert [path.name for path in house.folder.glob("data-arriving*")] == []
        back = {name: b"".join(house.vault.read(name)) for name in house.vault.names()}
        assert back
        assert back.items() < stored.items()
        assert {version["Key"] for version in s3.versions(house.vault.bucket, "")} == {name.hex for name in back}
        house.start()
        assert seen(alma, address) == picture
        assert house.command("draft", code).returncode == 0
        assert house.command("draft", gone).returncode == 1


def test_a_bucket_of_nobody_stops_the_start(house: InTheCloud) -> None:
    house.files = replace(house.files, endpoint="https://s3.nordlys.example")
    for command in ("serve", "worker", "check"):
        refused = house.command(command)
        assert refused.returncode == 1
        assert "[files] endpoint names s3.nordlys.example" in refused.stderr
        assert "no processor's" in refused.stderr
        assert house.files.secret_key not in refused.stderr
    house.data.mkdir(exist_ok=True)
    outside = in_order(hosts=["s3.nordlys.example"], region="US", mechanism="adequacy")
    (house.data / "fortell.toml").write_text("[privacy]\nallow_outside_eea = true\n" + toml("cloud", outside))
    assert "data are stored in the EEA only" in house.command("serve").stderr


def test_a_bucket_that_does_not_answer_is_said(house: InTheCloud) -> None:
    assert house.command("check").returncode == 0
    house.files = replace(house.files, endpoint="http://127.0.0.1:9")
    done = house.command("check")
    assert (done.returncode, "vault" in done.stderr) == (1, True), done.stderr
