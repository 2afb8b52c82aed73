"""Legal hold: neither the sweep nor an erasure reaches what is held, until somebody lifts the hold."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from fortell.config.checks import reminders
from fortell.kit.jobs import later, run_due
from fortell.kit.models import Job
from fortell.people.permissions import OPERATOR
from fortell.privacy import audit, erasure, holds
from fortell.privacy.backup import matching
from fortell.privacy.holds import EndsInThePast, NotHeld, OnHold
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditEntry, LegalHold
from fortell.privacy.profile import profile
from fortell.privacy.retention import due, outlook, sweep
from fortell.privacy.retention.kinds import Rows
from fortell.privacy.terms import Need
from fortell.privacy.vault import keys
from fortell.story.actions import erase_memoir, withdraw_consent
from fortell.story.models import Answer, Memoir
from tests.cast import BOTH, Family, make_family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
COMMITTED = pytest.mark.django_db(databases=BOTH, transaction=True)
THEN = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 24, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CLAIM, ORDER = LegalHold.Ground.CLAIM, LegalHold.Ground.ORDER


def held(*, ground: LegalHold.Ground = CLAIM) -> Family:
    """A family of 17 May 2026 whose memoir is on hold until Christmas."""
    with time_machine.travel(THEN, tick=False):
        family = make_family()
        tell(family, "We rowed out before dawn.")
        run_due()
        holds.hold(scope=family.memoir.id, ground=ground, until=CHRISTMAS, by=OPERATOR)
    return family


@pytest.mark.promise("MNT-4.2")
def test_every_rule_names_a_need_and_there_is_a_mark_for_legal_hold() -> None:
    family = held(ground=ORDER)
    assert {rule.need for rule in profile().retention.values()} <= set(Need)
    standing = holds.on(family.memoir.id)
    assert standing
    assert (standing.ground, standing.until, standing.set_by) == ("order", CHRISTMAS, OPERATOR.pseudonym)
    assert holds.held() == {family.memoir.id}


def test_the_sweep_passes_by_what_is_held_and_takes_it_when_the_hold_is_lifted() -> None:
    family, other = held(), make_family(storyteller="Bjarne Vik")
    with time_machine.travel(THEN, tick=False):
        later("boat.row", scope=other.memoir.id)
        run_due()
    with time_machine.travel(due(profile().retention["jobs"], THEN) + SECOND, tick=False):
        assert {one.name: one.due for one in outlook()}["kit.Job.ended_at"] == 1
        assert sweep()["kit.Job.ended_at"] == 1
        mine = Job.objects.filter(scope=family.memoir.id, ended_at__isnull=False).count()
        assert mine > 0
        holds.lift(scope=family.memoir.id, by=OPERATOR)
        assert sweep()["kit.Job.ended_at"] == mine


@COMMITTED
def test_content_is_kept_after_a_withdrawal_while_it_is_held() -> None:
    family = held()
    with time_machine.travel(THEN + SECOND, tick=False):
        withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    with time_machine.travel(due(profile().retention["withdrawn-content"], THEN) + timedelta(days=9), tick=False):
        assert "withdrawn-content" not in sweep()
        assert Answer.objects.count() == 1
        holds.lift(scope=family.memoir.id, by=OPERATOR)
        assert sweep()["withdrawn-content"] == 1
        assert Memoir.objects.count() == 0


def test_an_erasure_of_what_is_held_is_refused_with_ground_and_date() -> None:
    family = held()
    with pytest.raises(OnHold, match=r"claim.*2026-12-24") as refused:
        erase_memoir(memoir=family.memoir, by=OPERATOR)
    assert refused.value.hold.ground == CLAIM
    assert Answer.objects.count() == 1
    assert Key.objects.filter(id=family.memoir.id).exists()
    assert erasure.unfinished() == set()


@COMMITTED
def test_lines_of_the_log_stay_while_they_are_held_and_go_once_it_is_lifted() -> None:
    family = held()
    with time_machine.travel(THEN, tick=False):
        audit.checkpoint()
    lines = AuditEntry.objects.filter(scope=family.memoir.id).count()
    with time_machine.travel(due(profile().retention["audit"], THEN) + SECOND, tick=False):
        sweep()
        assert AuditEntry.objects.filter(scope=family.memoir.id).count() == lines
        holds.lift(scope=family.memoir.id, by=OPERATOR)
        assert sweep()["audit"] == lines
    assert list(audit.faults()) == []


@COMMITTED
def test_an_erasure_that_was_begun_before_the_hold_is_finished() -> None:
    family = make_family()
    erasure._note(family.memoir.id, erasure.Step.BEGUN)
    holds.hold(scope=family.memoir.id, ground=CLAIM, until=datetime.now(tz=UTC) + timedelta(days=9), by=OPERATOR)
    assert erasure.resume() == 1
    assert Memoir.objects.count() == 0


def test_setting_and_lifting_is_in_the_log_and_holding_again_changes_the_hold() -> None:
    family = held()
    with time_machine.travel(THEN + SECOND, tick=False):
        holds.hold(scope=family.memoir.id, ground=ORDER, until=CHRISTMAS + timedelta(days=9), by=OPERATOR)
        assert [one.ground for one in holds.standing_holds()] == ["order"]
        lifted = holds.lift(scope=family.memoir.id, by=OPERATOR)
    assert (lifted.lifted_at, holds.on(family.memoir.id)) == (THEN + SECOND, None)
    verbs = AuditEntry.objects.filter(scope=family.memoir.id, verb__startswith="hold.").order_by("number")
    assert [(line.verb, line.fields) for line in verbs] == [
        ("hold.set", ["ground", "until"]),
        ("hold.set", ["ground", "until"]),
        ("hold.lifted", ["lifted_at"]),
    ]


def test_a_hold_needs_an_end_that_is_still_to_come() -> None:
    family = make_family()
    with time_machine.travel(THEN, tick=False), pytest.raises(EndsInThePast):
        holds.hold(scope=family.memoir.id, ground=CLAIM, until=THEN, by=OPERATOR)
    with pytest.raises(NotHeld):
        holds.lift(scope=family.memoir.id, by=OPERATOR)


def test_an_overdue_hold_holds_on_and_the_check_reminds_of_it() -> None:
    family = held()
    with time_machine.travel(CHRISTMAS - SECOND, tick=False):
        assert holds.overdue() == []
    with time_machine.travel(CHRISTMAS, tick=False):
        assert [one.scope for one in holds.overdue()] == [family.memoir.id]
        assert f"the legal hold on {family.memoir.id} was meant to end on 2026-12-24" in reminders()
        with pytest.raises(OnHold):
            erasure.erase_scope(family.memoir.id)


def test_a_lifted_hold_goes_in_its_turn() -> None:
    family = held()
    with time_machine.travel(CHRISTMAS, tick=False):
        holds.lift(scope=family.memoir.id, by=OPERATOR)
    gone = due(profile().retention["requests"], CHRISTMAS)
    with time_machine.travel(gone - SECOND, tick=False):
        assert "privacy.LegalHold.lifted_at" not in sweep()
    with time_machine.travel(gone + SECOND, tick=False):
        assert sweep()["privacy.LegalHold.lifted_at"] == 1


def test_a_hold_that_is_set_while_the_sweep_runs_is_passed_by_and_the_others_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    family, other = make_family(), make_family(storyteller="Bjarne Vik")
    with time_machine.travel(THEN, tick=False):
        for one in (family, other):
            later("boat.row", scope=one.memoir.id)
        run_due()
    read = Rows.slice

    def held_after_reading(self: Rows, *values: Any, **named: Any) -> list[Any]:
        found = read(self, *values, **named)
        if found and not holds.on(family.memoir.id):
            holds.hold(scope=family.memoir.id, ground=CLAIM, until=CHRISTMAS, by=OPERATOR)
        return found

    monkeypatch.setattr(Rows, "slice", held_after_reading)
    with time_machine.travel(due(profile().retention["jobs"], THEN) + SECOND, tick=False):
        assert sweep()["kit.Job.ended_at"] == 1
    ended = Job.objects.filter(ended_at__lte=THEN)
    assert {job.scope for job in ended} == {family.memoir.id}
    assert list(audit.faults()) == []


@COMMITTED
def test_what_can_be_read_no_more_is_tidied_up_though_a_hold_stands() -> None:
    family = held()
    keys.destroy_scope(family.memoir.id)
    assert matching.sweep().scopes_without_key == 1
    assert Memoir.objects.count() == 0
