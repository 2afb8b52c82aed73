"""The power goes in the middle of a sweep: the next one goes on where it stood, and nothing goes twice or too early."""

import json
from pathlib import Path

import pytest

from tests.serving import House

pytestmark = pytest.mark.heavy

FILLED = """
from datetime import timedelta
from uuid import UUID
from fortell.kit.clock import now
from fortell.kit.models import Job
for days, count in ((400, 4800), (1, 30)):
    ended = now() - timedelta(days=days)
    Job.objects.bulk_create(
        Job(name="boat.row", scope=UUID(int=7), state="done", ended_at=ended) for _job in range(count)
    )
"""
EXPIRED = "SELECT fields FROM privacy_auditentry WHERE verb = 'retention.expired'"


def jobs(house: House) -> object:
    return house.rows("SELECT count(*) FROM kit_job")[0][0]


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (("fortell.privacy.audit:record_expiry", 1), 4830),  # deleted and told, not committed yet
        (("fortell.privacy.audit:record_expiry", 2), 2830),  # one slice is committed, the second is not
    ],
)
def test_sweep_that_was_killed_is_finished_by_the_next(tmp_path: Path, after: tuple[str, int], left: int) -> None:
    house = House(folder=tmp_path)
    house.python(FILLED)
    assert house.killed_after(*after, "sweep") == -9
    assert house.whole()
    assert jobs(house) == left
    assert house.command("sweep").returncode == 0
    assert jobs(house) == 30
    assert sorted(json.loads(str(row[0]))[1] for row in house.rows(EXPIRED)) == ["2000", "2000", "800"]
    assert house.command("check").returncode == 0
