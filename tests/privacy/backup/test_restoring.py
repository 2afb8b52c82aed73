"""What comes back from a backup, and what is erased again first: on the database that the run is on.

The backup is made here; another process restores it on an empty installation with the same master key.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
import time_machine
from django.apps import apps
from django.db import connections

from fortell.book.actions import make_draft, make_edition
from fortell.kit.installation import installation
from fortell.people.permissions import OPERATOR
from fortell.privacy import erasure_list
from fortell.privacy.backup import shelf
from fortell.privacy.backup.making import make_backup
from fortell.privacy.backup.shelf import Backup
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import SealedFile
from fortell.privacy.vault import keys
from fortell.privacy.vault.stores import store
from fortell.story.actions import erase_memoir
from fortell.story.models import Answer
from tests.cast import BOTH, Family, make_family, tell
from tests.privacy.test_erasure import full_family

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
RESTORED = """
import contextlib, hashlib, json, sys, time_machine
time_machine.travel(sys.argv[1]).start()
from fortell.config.cli import main
with contextlib.redirect_stdout(sys.stderr):
    code = main(sys.argv[2:])
if code:
    sys.exit(code)
from django.apps import apps
from fortell.book.models import Chapter, Passage
from fortell.privacy import audit
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditHead
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.privacy.vault.stores import store
from fortell.story.models import AnswerVersion, Memoir
rows = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
files = {name.hex: hashlib.sha256(b"".join(store().read(name))).hexdigest() for name in store().names()}
words = []
for memoir in Memoir.objects.all():
    opening = opened(scope=memoir.id, use=Use.OWN)
    words += [opening.read(row, "text") for row in AnswerVersion.objects.filter(answer__memoir=memoir)]
    words += [str(opening.read(row, "heading")) for row in Chapter.objects.filter(memoir=memoir)]
    words += [str(opening.read(row, "body")) for row in Passage.objects.filter(memoir=memoir)]
for scope in AuditHead.objects.values_list("scope", flat=True):
    audit.verify(scope)
print(json.dumps({"rows": rows, "files": files, "words": words, "keys": [key.id.hex for key in Key.objects.all()]}))
"""


@pytest.fixture(autouse=True)
def _opened(transactional_db: None) -> Iterator[None]:
    """As after a first start: the master key's mark is there, the erasure list is empty."""
    kept = (erasure_list.path(), installation().data / shelf.FOLDERS)
    for path in kept:
        path.unlink(missing_ok=True)
    keys.verify_master()
    yield
    for path in kept:
        path.unlink(missing_ok=True)


@dataclass(frozen=True, kw_only=True)
class Machine:
    """An empty machine with our master key, and with the erasure list unless that is lost too."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def restore(self, backup: Backup, *arguments: str, at: datetime) -> subprocess.CompletedProcess[str]:
        moment = [at.isoformat(), "restore", str(backup.data), str(backup.keys), *arguments]
        command = [sys.executable, "-P", "-c", RESTORED, *moment]
        environment = os.environ | {"FORTELL_DATA": str(self.data)} | fresh_databases()
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def restored(self, backup: Backup, *, at: datetime) -> Any:
        done = self.restore(backup, "--erasures", str(erasure_list.path()), at=at)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def fresh_databases() -> dict[str, str]:
    """Two empty databases on the run's PostgreSQL; none where it runs on SQLite."""
    there = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return {}
    names = [f"kept_{uuid4().hex}" for _one in range(2)]
    with psycopg.connect(host=there["HOST"], user=there["USER"], dbname="postgres", autocommit=True) as server:
        for name in names:
            server.execute(f"CREATE DATABASE {name}")
    addresses = [f"postgresql://{there['USER']}@{quote(there['HOST'], safe='')}/{name}" for name in names]
    return {"FORTELL_DATABASE_URL": addresses[0], "FORTELL_DATABASE_KEYS_URL": addresses[1]}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(folder=tmp_path / "machine")


def told(title: str) -> Family:
    """A memoir with a draft and an edition; what she told comes back in both."""
    family = make_family()
    tell(family, f"The {title} was red when we were young. We sailed it to the islands.")
    make_draft(memoir=family.memoir, by=OPERATOR)
    make_edition(memoir=family.memoir, by=OPERATOR)
    return family


@pytest.mark.promise("MEM-8.4")
def test_everything_is_back_after_a_total_loss(tmp_path: Path, machine: Machine) -> None:
    full_family()
    told("boat")
    rows = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
    names = SealedFile.objects.values_list("id", flat=True)
    files = {name.hex: hashlib.sha256(b"".join(store().read(name))).hexdigest() for name in names}
    assert (len(files), rows["story.Answer"]) == (2, 2)
    backup = make_backup(tmp_path / "backups")
    back = machine.restored(backup, at=datetime.now(UTC))
    assert back["rows"] == rows
    assert back["files"] == files
    assert back["keys"] == [key.id.hex for key in Key.objects.all()]
    assert "The boat was red when we were young. We sailed it to the islands." in back["words"]


@pytest.mark.promise("MEM-8.3")
@pytest.mark.parametrize("day", [1, 29])
def test_a_restore_erases_again_before_it_opens(tmp_path: Path, machine: Machine, day: int) -> None:
    """A whole memoir, and a single answer with the passages, headings and editions that hold its words."""
    erased, kept = told("boat"), told("wagon")
    tell(kept, "My mother sang to us every evening.")
    make_draft(memoir=kept.memoir, by=OPERATOR)
    answer = Answer.objects.filter(memoir=kept.memoir).earliest("number")
    with time_machine.travel(START):
        backup = make_backup(tmp_path / "backups")
        erase_memoir(memoir=erased.memoir, by=OPERATOR)
        keys.destroy([answer.id])
    back = machine.restored(backup, at=START + timedelta(days=day))
    assert {answer.id.hex, erased.memoir.id.hex}.isdisjoint(back["keys"])
    assert kept.memoir.id.hex in back["keys"]
    assert (back["rows"]["story.Memoir"], back["rows"]["story.Answer"], back["rows"]["book.Edition"]) == (1, 1, 0)
    assert "My mother sang to us every evening." in back["words"]
    assert [words for words in back["words"] if "red" in words or "wagon" in words] == []


@pytest.mark.promise("MEM-8.3")
def test_a_backup_is_not_restored_after_its_time(tmp_path: Path, machine: Machine) -> None:
    told("boat")
    with time_machine.travel(START, tick=False):
        backup = make_backup(tmp_path / "backups")
    done = machine.restore(backup, "--erasures", str(erasure_list.path()), at=START + timedelta(days=30))
    assert done.returncode == 1
    assert done.stderr.startswith("fortell: This backup is older than 30 days")
    assert not machine.data.exists()


def test_without_a_list_that_knows_the_backup_nothing_is_restored(tmp_path: Path, machine: Machine) -> None:
    told("boat")
    backup = make_backup(tmp_path / "backups")
    done = machine.restore(backup, at=datetime.now(UTC))
    assert done.returncode == 1
    assert "The erasure list at hand does not know this backup" in done.stderr
    assert not machine.data.exists()
