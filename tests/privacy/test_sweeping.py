"""What kills leave is found by its age, and what is needed stays."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import Arrival, SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault import keys, sweeping
from fortell.privacy.vault.files import CHUNK
from fortell.privacy.vault.opening import opened
from fortell.privacy.vault.stores.disk import chosen
from fortell.privacy.vault.sweeping import Swept, sweep_orphans
from tests.cast import BOTH, Family
from tests.pages.telling import told_by

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
NOTHING = Swept(keys=0, files=0)
A_DAY = timedelta(days=1, seconds=1)


class PowerGone(BaseException):
    pass


@pytest.fixture(autouse=True)
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


def test_everything_that_a_family_needs_stays(family: Family, moment: time_machine.Traveller) -> None:
    told_by(family)
    before = set(Key.objects.values_list("id", flat=True)), set(SealedFile.objects.values_list("id", flat=True))
    assert len(before[1]) == 6
    moment.shift(A_DAY)
    assert sweep_orphans() == NOTHING
    assert (
        set(Key.objects.values_list("id", flat=True)),
        set(SealedFile.objects.values_list("id", flat=True)),
    ) == before
    assert all(chosen().place(name).exists() for name in before[1])


def orphans(family: Family) -> tuple[UUID, UUID, SealedFile]:
    """A root and an item's key that nothing names, and a whole file under that item's key."""
    root, item = new_id(), new_id()
    keys.make_root(root)
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    opening.make_keys([item])
    return root, item, opening.store_file(item=item, content=b"x", media_type="image/jpeg")


def test_keys_and_files_that_no_row_names_are_destroyed_after_a_day(
    family: Family, moment: time_machine.Traveller
) -> None:
    root, item, file = orphans(family)
    moment.shift(A_DAY - timedelta(seconds=2))
    assert sweep_orphans() == NOTHING
    moment.shift(timedelta(seconds=2))
    assert sweep_orphans() == Swept(keys=2, files=0)
    assert keys.living([root, item, family.memoir.id]) == {family.memoir.id}
    assert not chosen().place(file.id).exists()
    assert not SealedFile.objects.filter(id=file.id).exists()


@pytest.mark.parametrize("limit", [1, 2, 1000])
def test_a_sweep_goes_on_where_the_last_one_stopped(family: Family, moment: time_machine.Traveller, limit: int) -> None:
    for _orphan in range(3):
        orphans(family)
    moment.shift(A_DAY)
    swept = 0
    for _call in range(Key.objects.count()):
        swept += sweep_orphans(limit=limit).keys
    assert swept == 6
    assert Key.objects.count() == 1  # the memoir's own


def test_what_was_looked_at_once_is_not_looked_at_again(
    family: Family, moment: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_by(family)
    moment.shift(A_DAY)
    sweep_orphans()
    seen: list[int] = []
    monkeypatch.setattr(sweeping, "_unnamed_keys", lambda rows: seen.append(len(rows)) or 0)
    monkeypatch.setattr(sweeping, "_keyless_files", lambda rows: seen.append(len(rows)) or 0)
    sweep_orphans()
    assert seen == []
    keys.make_root(new_id())
    moment.shift(A_DAY)
    sweep_orphans()
    assert seen == [1]


def test_file_whose_key_is_gone_goes_too(family: Family, moment: time_machine.Traveller) -> None:
    _root, item, file = orphans(family)
    keys.destroy([item])
    moment.shift(A_DAY)
    assert sweep_orphans().files == 1
    assert not chosen().place(file.id).exists()


def test_half_a_file_that_a_kill_left_goes_after_a_day(family: Family, moment: time_machine.Traveller) -> None:
    def killed() -> Iterator[bytes]:
        yield bytes(CHUNK)
        raise PowerGone

    opening = opened(scope=family.memoir.id, use=Use.OWN)
    with pytest.raises(PowerGone):
        opening.store_file(item=family.memoir.id, content=killed(), media_type="audio/ogg")
    (coming,) = Arrival.objects.all()
    half = chosen().place(coming.id).with_suffix(".half")
    assert half.exists()
    assert sweep_orphans() == NOTHING
    moment.shift(A_DAY)
    assert sweep_orphans() == Swept(keys=0, files=1)
    assert (half.exists(), Arrival.objects.count(), SealedFile.objects.count()) == (False, 0, 0)


def test_file_stored_after_its_rows_were_erased_by_a_worker_killed_then_goes(
    family: Family, moment: time_machine.Traveller
) -> None:
    """The row went with the erasure, the worker was killed before it could look: only the note is left."""
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    row = opening.store_file(item=family.memoir.id, content=b"late", media_type="audio/ogg")
    Arrival.objects.create(id=row.id)
    SealedFile.objects.all().delete()
    moment.shift(A_DAY)
    assert sweep_orphans() == Swept(keys=0, files=1)
    assert not chosen().place(row.id).exists()
