"""The signed checkpoint: whatever is done to chains, heads, checkpoints or the file outside is found."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from fortell.kit.ids import new_id
from fortell.people.models import Member
from fortell.people.permissions import OPERATOR
from fortell.privacy import audit
from fortell.privacy.audit import outside, verifying
from fortell.privacy.audit.chain import line_hash
from fortell.privacy.audit.checkpoints import PURPOSE, checkpoint_hash
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditCheckpoint, AuditEntry, AuditHead, AuditSeal
from fortell.privacy.vault import signing
from fortell.privacy.vault.keys import HOUSE
from tests.cast import BOTH
from tests.emptying import lift_triggers
from tests.privacy.chains import change, found, new_chain, remove, rewrite, write_lines

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEDGERS = ("privacy_auditentry", "privacy_auditcheckpoint", "privacy_auditseal", "privacy_auditstub")


@pytest.fixture
def _noon() -> Iterator[None]:
    with travel(NOON, tick=False):
        yield


@pytest.fixture
def scope() -> UUID:
    """A chain of five lines; checkpoint 1 sealed three of them, checkpoint 2 all."""
    scope = new_chain(3)
    audit.checkpoint()
    write_lines(scope, 2)
    audit.checkpoint()
    for table in LEDGERS:
        lift_triggers(table)
    return scope


def test_everything_in_order_has_no_faults(scope: UUID) -> None:
    new_chain(2)
    assert found() == []
    assert found(scope) == []


def test_checkpoint_covers_exactly_the_chains_that_grew() -> None:
    one, other = new_chain(3), new_chain(1)
    audit.checkpoint()
    write_lines(other, 2)
    audit.checkpoint()
    seals = AuditSeal.objects.order_by("checkpoint_id", "number").values_list("checkpoint_id", "scope", "number")
    assert [*seals] == [(1, other, 1), (1, one, 3), (2, other, 3)]


def test_checkpoint_over_nothing_new_is_not_taken(scope: UUID) -> None:
    assert audit.checkpoint() is None
    assert AuditCheckpoint.objects.count() == 2


@pytest.mark.usefixtures("_noon")
def test_what_is_not_covered_yet_is_counted() -> None:
    scope = new_chain(3)
    assert audit.uncovered() == audit.Uncovered(lines=3, chains=1, since=None)
    audit.checkpoint()
    assert audit.uncovered() == audit.Uncovered(lines=0, chains=0, since=NOON)
    write_lines(scope, 2)
    assert audit.uncovered() == audit.Uncovered(lines=2, chains=1, since=NOON)


def test_cost_grows_with_what_changed_not_with_the_number_of_chains() -> None:
    def queries(quiet: int) -> int:
        for _ in range(quiet):
            new_chain(1)
        audit.checkpoint()
        new_chain(1)
        with CaptureQueriesContext(connection) as captured:
            audit.checkpoint()
        return len(captured)

    assert queries(quiet=1) == queries(quiet=30)


def test_heads_that_grew_are_found_by_the_index() -> None:
    new_chain(1)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # so small a table it would read whole
            cursor.execute("EXPLAIN SELECT scope FROM privacy_audithead WHERE number > covered ORDER BY scope")
        else:
            cursor.execute("EXPLAIN QUERY PLAN SELECT scope FROM privacy_audithead WHERE number > covered")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "audit_head_grown" in plan


def test_signature_can_be_checked_by_anybody_with_the_public_key(scope: UUID) -> None:
    row = AuditCheckpoint.objects.get(number=2)
    content = PURPOSE + checkpoint_hash(row)
    assert signing.verify(content=content, signature=bytes(row.signature), key=signing.public_key())


def test_file_outside_holds_every_checkpoint_and_no_scope(scope: UUID) -> None:
    assert [line["number"] for line in outside.lines()] == [1, 2]
    assert str(scope) not in outside.file().read_text()
    assert scope.hex not in outside.file().read_text()


def test_changed_line_is_found_with_its_scope_and_number(scope: UUID) -> None:
    change(AuditEntry, "scope = %s AND number = 2", scope, verb="boat.sunk")
    assert found() == [(scope, 2, "the line was changed")]


def test_removed_line_is_found(scope: UUID) -> None:
    remove(AuditEntry, "scope = %s AND number = 2", scope)
    assert found() == [(scope, 2, "1 missing from here")]


def test_line_put_in_between_is_found(scope: UUID) -> None:
    AuditEntry.objects.bulk_create([_forged(scope, 6)])
    assert found() == [(scope, 6, "the line lies beyond the end of the chain")]


def test_line_put_on_with_its_head_is_not_taken_for_a_covered_one(scope: UUID) -> None:
    forged = _forged(scope, 6)
    AuditEntry.objects.bulk_create([forged])
    change(AuditHead, "scope = %s", scope, number=6, hash=forged.hash, covered=6)
    assert found() == [(scope, 6, "the head does not say truly how far checkpoints cover the chain")]


def test_swapped_head_is_found(scope: UUID) -> None:
    other = new_chain(5)
    mine, theirs = (bytes(AuditHead.objects.get(scope=one).hash) for one in (scope, other))
    change(AuditHead, "scope = %s", scope, hash=theirs)
    change(AuditHead, "scope = %s", other, hash=mine)
    assert sorted(found(), key=str) == sorted(
        [(one, 5, "the chain ends with another line than its head says") for one in (scope, other)], key=str
    )


def test_chain_rewritten_with_its_head_is_found_by_the_checkpoint(scope: UUID) -> None:
    rewrite(scope, verb="boat.sunk")
    assert found() == [
        (scope, 3, "the line is not the one that checkpoint 1 sealed"),
        (scope, 5, "the line is not the one that checkpoint 2 sealed"),
    ]


def test_chain_rewritten_before_any_checkpoint_is_not_found_and_said_to_be_uncovered() -> None:
    scope = new_chain(3)
    lift_triggers("privacy_auditentry")
    rewrite(scope, verb="boat.sunk")
    assert found() == []
    assert audit.uncovered().lines == 3


def test_chain_cut_with_its_head_is_found_by_the_checkpoint(scope: UUID) -> None:
    remove(AuditEntry, "scope = %s AND number > 3", scope)
    end = AuditEntry.objects.get(scope=scope, number=3)
    change(AuditHead, "scope = %s", scope, number=3, hash=bytes(end.hash), covered=3)
    assert (scope, 5, "a checkpoint sealed this line, and the chain ends at line 3") in found()


def test_whole_chain_taken_away_is_found(scope: UUID) -> None:
    remove(AuditEntry, "scope = %s", scope)
    remove(AuditHead, "scope = %s", scope)
    assert (scope, 5, "a checkpoint sealed this line, and the chain ends at line 0") in found()


def test_whole_chain_taken_away_with_its_seals_is_found(scope: UUID) -> None:
    for model in (AuditSeal, AuditEntry, AuditHead):
        remove(model, "scope = %s", scope)
    changed = "the ends of chains that it sealed were changed"
    assert found() == [(None, 1, changed), (None, 2, changed)]


def test_lines_whose_head_was_forgotten_are_found() -> None:
    scope = new_chain(2)
    remove(AuditHead, "scope = %s", scope)
    stray = "the line lies beyond the end of the chain"
    assert found() == [(scope, 1, stray), (scope, 2, stray)]


def test_last_checkpoint_taken_away_with_all_it_covered_is_found(scope: UUID) -> None:
    remove(AuditSeal, "checkpoint_id = 2")
    remove(AuditCheckpoint, "number = 2")
    remove(AuditEntry, "scope = %s AND number > 3", scope)
    end = AuditEntry.objects.get(scope=scope, number=3)
    change(AuditHead, "scope = %s", scope, number=3, hash=bytes(end.hash), covered=3)
    assert found() == [(None, 2, "the file outside names it, and the database has lost it")]


def test_checkpoint_in_the_middle_taken_away_is_found(scope: UUID) -> None:
    write_lines(scope, 1)
    audit.checkpoint()
    remove(AuditSeal, "checkpoint_id = 2")
    remove(AuditCheckpoint, "number = 2")
    lost = "the file outside names it, and the database has lost it"
    assert found() == [(None, 2, "1 missing from here"), (None, 2, lost)]


def test_checkpoint_made_anew_without_the_houses_key_is_found(scope: UUID) -> None:
    """Somebody who can write to the database and to the file, but does not have the key."""
    row = AuditCheckpoint.objects.get(number=2)
    row.at = NOON
    change(AuditCheckpoint, "number = 2", at=NOON, hash=checkpoint_hash(row))
    outside.file().unlink()
    outside.append(AuditCheckpoint.objects.order_by("number"))
    assert found() == [(None, 2, "its signature is not the house's")]


def test_checkpoint_signed_by_another_house_is_found(scope: UUID) -> None:
    Key.objects.get(id=HOUSE).delete()
    wrong = "its signature is not the house's"
    assert found() == [(None, 1, wrong), (None, 2, wrong)]


def test_changed_checkpoint_is_found(scope: UUID) -> None:
    change(AuditCheckpoint, "number = 1", at=NOON)
    assert found() == [(None, 1, "it was changed"), (None, 1, "the file outside says something else")]


def test_changed_file_is_found(scope: UUID) -> None:
    content = outside.file().read_text()
    outside.file().write_text(content.replace('"chains": 1', '"chains": 2', 1))
    assert found() == [(None, 1, "the file outside says something else")]


def test_scribbled_file_is_found(scope: UUID) -> None:
    with outside.file().open("ab") as file:
        file.write(b"\xffnothing}\n")
    assert found() == [(None, 0, "the file outside names it, and the database has lost it")]


def test_second_line_for_one_checkpoint_is_found(scope: UUID) -> None:
    forged = {**next(outside.lines()), "chains": 9}
    with outside.file().open("a") as file:
        file.write(json.dumps(forged) + "\n")
    assert found() == [(None, 1, "the file outside names two different ones")]


def test_line_that_a_power_cut_left_half_is_written_anew_by_the_next_checkpoint(scope: UUID) -> None:
    content = outside.file().read_text()
    outside.file().write_text(content[:-40])
    assert found() == []  # the newest may still be on its way
    write_lines(scope, 1)
    audit.checkpoint()
    assert [line["number"] for line in outside.lines()] == [1, 2, 3]
    assert found() == []


def test_file_that_lost_more_than_the_newest_is_found(scope: UUID) -> None:
    outside.file().unlink()
    assert found() == [(None, 2, "the file outside says something else")]


def test_backup_put_back_is_a_fault_until_somebody_says_that_it_was_meant(scope: UUID) -> None:
    remove(AuditSeal, "checkpoint_id = 2")
    remove(AuditCheckpoint, "number = 2")
    remove(AuditEntry, "scope = %s AND number > 3", scope)
    end = AuditEntry.objects.get(scope=scope, number=3)
    change(AuditHead, "scope = %s", scope, number=3, hash=bytes(end.hash), covered=3)
    assert found() == [(None, 2, "the file outside names it, and the database has lost it")]
    audit.after_restore()
    assert found() == []
    assert AuditEntry.objects.get(scope=HOUSE).verb == "audit.restored"
    kept = [path.read_text() for path in outside.file().parent.glob("audit-checkpoints-until-*.jsonl")]
    assert any('"number": 2' in said for said in kept)


def test_lines_and_checkpoints_that_come_while_somebody_verifies_are_no_faults(
    scope: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(entry: AuditEntry) -> bytes:
        write_lines(scope, 1)
        audit.checkpoint()
        return line_hash(entry)

    monkeypatch.setattr(verifying, "line_hash", busy)
    assert found(scope) == []
    assert AuditHead.objects.get(scope=scope).number == 10


def _forged(scope: UUID, number: int) -> AuditEntry:
    """A line that follows the last one as a real one would."""
    last = AuditEntry.objects.get(scope=scope, number=number - 1)
    audit.record(OPERATOR, "boat.bought", Member(id=new_id()), scope=new_id())
    entry = AuditEntry.objects.get(verb="boat.bought")
    remove(AuditHead, "scope = %s", entry.scope)
    remove(AuditEntry, "id = %s", entry.pk)
    entry.pk, entry.scope, entry.number, entry.previous = None, scope, number, bytes(last.hash)
    entry.hash = line_hash(entry)
    return entry
