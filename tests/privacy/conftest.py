import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fortell.kit.installation import Vault, installation
from fortell.privacy.vault import master, recovery, rotation


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The master key lies in a file of its own, as at home: bytes 0 to 31."""
    path = tmp_path / "key" / master.FILE
    path.parent.mkdir()
    path.write_bytes(base64.b64encode(bytes(range(32))) + b"\n")
    chosen = replace(installation(), vault=Vault(master_key_folder=str(path.parent)))
    for module in (master, recovery, rotation):
        monkeypatch.setattr(module, "installation", lambda: chosen)
    master.masters.cache_clear()
    yield path
    master.masters.cache_clear()
