"""Old lines of the log go in whole segments; what is left still verifies, and no other line can go."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from time_machine import travel

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.privacy import audit
from fortell.privacy.models import AuditCheckpoint, AuditEntry, AuditHead, AuditSeal, AuditStub
from fortell.privacy.vault.keys import HOUSE
from tests.cast import BOTH
from tests.emptying import execute, lift_triggers
from tests.privacy.chains import change, found, raw, remove, rewrite, write_lines

pytestmark = pytest.mark.django_db(databases=BOTH)
FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def scope() -> Iterator[UUID]:
    """Two lines and a checkpoint on each of three days, then one line that no checkpoint covers."""
    scope = new_id()
    with travel(FIRST, tick=False) as clock:
        for _ in range(3):
            write_lines(scope, 2)
            audit.checkpoint()
            clock.shift(DAY)
        write_lines(scope, 1)
        yield scope


def numbers(scope: UUID) -> list[int]:
    return [*AuditEntry.objects.filter(scope=scope).order_by("number").values_list("number", flat=True)]


def test_segments_before_the_day_go_and_the_rest_verifies(scope: UUID) -> None:
    assert audit.expire_segments(FIRST + 1.5 * DAY) == 4
    assert numbers(scope) == [5, 6, 7]
    assert found() == []
    assert audit.verify(scope) == 7


def test_nothing_goes_before_the_day(scope: UUID) -> None:
    assert audit.expire_segments(FIRST) == 0
    assert numbers(scope) == [1, 2, 3, 4, 5, 6, 7]


def test_lines_that_no_checkpoint_covers_stay_however_old(scope: UUID) -> None:
    assert audit.expire_segments(now() + 3650 * DAY) == 6
    assert numbers(scope) == [7]
    assert found() == []


def test_stub_says_what_went_and_which_checkpoint_had_sealed_it(scope: UUID) -> None:
    sealed = bytes(AuditEntry.objects.get(scope=scope, number=4).hash)
    audit.expire_segments(FIRST + 1.5 * DAY)
    stub = AuditStub.objects.get()
    assert (stub.scope, stub.last, bytes(stub.hash), stub.checkpoint_id) == (scope, 4, sealed, 2)


def test_house_notes_each_expiry_in_its_own_chain(scope: UUID) -> None:
    audit.expire_segments(FIRST + 1.5 * DAY)
    lines = AuditEntry.objects.filter(scope=HOUSE).order_by("number").values_list("actor", "verb", "thing")
    assert [*lines] == [("house", "audit.expired", scope)] * 2


def test_expiring_twice_takes_nothing_more(scope: UUID) -> None:
    audit.expire_segments(FIRST + 1.5 * DAY)
    assert audit.expire_segments(FIRST + 1.5 * DAY) == 0
    assert audit.expire_segments(FIRST + 2.5 * DAY) == 2


def test_what_was_stopped_in_the_middle_is_taken_up_again(scope: UUID) -> None:
    other = new_id()
    write_lines(other, 1)
    audit.checkpoint()
    first = AuditSeal.objects.get(scope=scope, number=2)
    audit.expire_scope(scope, before=first.checkpoint.at + timedelta(seconds=1))
    assert audit.expire_segments(now() + DAY) == 6
    assert (numbers(scope), numbers(other)) == ([], [])


def test_scope_under_a_hold_stays_and_goes_once_it_is_lifted(scope: UUID) -> None:
    assert audit.expire_segments(FIRST + 2.5 * DAY, held={scope}) == 0
    assert audit.expire_scope(scope, before=FIRST + 2.5 * DAY) == 6
    assert numbers(scope) == [7]


def test_chain_goes_on_after_all_its_lines_are_gone(scope: UUID) -> None:
    audit.checkpoint()
    audit.expire_segments(now() + DAY)
    assert numbers(scope) == []
    write_lines(scope, 2)
    assert numbers(scope) == [8, 9]
    assert found() == []


def test_change_in_what_is_left_is_still_found(scope: UUID) -> None:
    audit.expire_segments(FIRST + 1.5 * DAY)
    lift_triggers("privacy_auditentry")
    change(AuditEntry, "scope = %s AND number = 5", scope, verb="boat.sunk")
    assert found() == [(scope, 5, "the line was changed")]


def test_line_removed_as_if_it_had_expired_is_found(scope: UUID) -> None:
    audit.expire_segments(FIRST + 1.5 * DAY)
    lift_triggers("privacy_auditentry")
    remove(AuditEntry, "scope = %s AND number = 5", scope)
    assert found() == [(scope, 5, "1 missing from here")]


def test_stub_pushed_on_to_hide_a_removal_is_found(scope: UUID) -> None:
    audit.expire_segments(FIRST + 1.5 * DAY)
    for table in ("privacy_auditentry", "privacy_auditstub"):
        lift_triggers(table)
    line = bytes(AuditEntry.objects.get(scope=scope, number=5).hash)
    remove(AuditEntry, "scope = %s AND number = 5", scope)
    change(AuditStub, "scope = %s", scope, last=5, hash=line)
    assert found() == [(scope, 5, "the expired part does not end as a checkpoint sealed it")]


def test_stub_removed_is_found(scope: UUID) -> None:
    audit.expire_segments(FIRST + 1.5 * DAY)
    lift_triggers("privacy_auditstub")
    remove(AuditStub, "scope = %s", scope)
    assert found() == [(scope, 1, "4 missing from here")]


def test_line_put_back_into_the_expired_part_is_found(scope: UUID) -> None:
    old = AuditEntry.objects.get(scope=scope, number=2)
    audit.expire_segments(FIRST + 1.5 * DAY)
    old.pk = None
    AuditEntry.objects.bulk_create([old])
    assert found() == [(scope, 2, "the line lies in the part that has expired")]


def test_rest_rewritten_after_an_expiry_is_found(scope: UUID) -> None:
    audit.expire_segments(FIRST + 1.5 * DAY)
    lift_triggers("privacy_auditentry")
    rewrite(scope, verb="boat.sunk")
    assert (scope, 6, "the line is not the one that checkpoint 3 sealed") in found()


def refused(statement: str, *values: object) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(statement, *[raw(value) for value in values])


@pytest.mark.parametrize("number", [5, 7])
def test_database_lets_no_line_go_that_has_not_expired(scope: UUID, number: int) -> None:
    audit.expire_segments(FIRST + 1.5 * DAY)
    refused("DELETE FROM privacy_auditentry WHERE scope = %s AND number = %s", scope, number)
    refused("DELETE FROM privacy_auditentry WHERE scope = %s", scope)
    assert numbers(scope) == [5, 6, 7]


def test_database_takes_a_stub_only_for_what_a_checkpoint_has_sealed(scope: UUID) -> None:
    insert = "INSERT INTO privacy_auditstub (scope, last, hash, checkpoint_id, at) VALUES (%s, %s, %s, %s, %s)"
    line = bytes(AuditEntry.objects.get(scope=scope, number=7).hash)
    refused(insert, scope, 7, line, 3, now())
    refused(insert, new_id(), 6, bytes(AuditEntry.objects.get(scope=scope, number=6).hash), 3, now())
    refused(insert, scope, 6, b"another", 3, now())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE privacy_auditstub SET last = 7",
        "UPDATE privacy_auditstub SET last = 2",
        "UPDATE privacy_auditstub SET at = at",
        "DELETE FROM privacy_auditstub",
        "UPDATE privacy_auditseal SET number = 7 WHERE number = 6",
        "DELETE FROM privacy_auditseal",
        "UPDATE privacy_auditcheckpoint SET chains = 0",
        "DELETE FROM privacy_auditcheckpoint",
    ],
)
def test_database_refuses_every_other_change_to_stubs_seals_and_checkpoints(scope: UUID, statement: str) -> None:
    audit.expire_segments(FIRST + 1.5 * DAY)
    before = _stored()
    refused(statement)
    assert _stored() == before


def _stored() -> list[object]:
    models = (AuditCheckpoint, AuditSeal, AuditStub, AuditHead)
    return [row for model in models for row in model._default_manager.order_by("pk").values()]
