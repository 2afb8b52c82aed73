"""The sweep deletes on the day and not before, whatever kind it is; and nothing that is not due, and nobody else's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from fortell.book.actions import approve_proof, make_draft, make_edition, make_proof
from fortell.book.models import Edition, Proof
from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.jobs import later, run_due
from fortell.kit.models import Job
from fortell.people.actions import make_link, revoke_access
from fortell.people.models import Device, Link
from fortell.people.permissions import OPERATOR, WORKER
from fortell.privacy import audit, inventory
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditEntry, ConsentEntry, ErasedScope, SealedFile, Withdrawal
from fortell.privacy.profile import profile
from fortell.privacy.retention import due, faults, kinds, outlook, sweep
from fortell.privacy.retention.kinds import Rows
from fortell.privacy.terms import Event
from fortell.privacy.vault.keys import HOUSE
from fortell.privacy.vault.stores import store
from fortell.story.actions import erase_memoir, give_consent, withdraw_consent
from fortell.story.models import Memoir
from tests.cast import BOTH, Family, make_family, tell
from tests.emptying import execute

pytestmark = pytest.mark.django_db(databases=BOTH)
# On SQLite a key is destroyed in the write-ahead log too, and that cannot be done inside a transaction.
COMMITTED = pytest.mark.django_db(databases=BOTH, transaction=True)
THEN = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
JOBS, EXPIRED, EDITIONS = "kit.Job.ended_at", "people.Link.expires_at", "book.Edition.unapproved_since"


@pytest.fixture
def then() -> Iterator[None]:
    """Everything of the test begins at one moment of 2026."""
    with time_machine.travel(THEN, tick=False):
        yield


def gone(name: str, moment: datetime) -> int:
    """How many of one kind a sweep at a moment removes."""
    with time_machine.travel(moment, tick=False):
        return sweep().get(name, 0)


def goes(rule: str, moment: datetime = THEN) -> datetime:
    return due(profile().retention[rule], moment)


def jobs(scope: UUID | None, count: int = 1) -> None:
    for _job in range(count):
        later("boat.nobody-rows", scope=scope)
    run_due()


@pytest.mark.promise("MIM-11.1", "LIL-7.1", "MNT-4.1")
class TestOnTheDay:
    def test_an_ended_job(self, then: None) -> None:
        jobs(new_id())
        later("boat.row", scope=new_id(), wait=timedelta(days=900))
        assert [gone(JOBS, goes("jobs") - SECOND), gone(JOBS, goes("jobs") + SECOND)] == [0, 1]
        assert Job.objects.get().state == Job.State.QUEUED

    def test_links_and_devices_that_were_revoked(self, then: None) -> None:
        member = make_family().jonas.member
        Link.objects.all().delete()
        make_link(member=member, once=False, by=OPERATOR)
        revoke_access(member=member, by=OPERATOR)
        assert gone("people.Link.revoked_at", goes("access") - SECOND) == 0
        assert (Link.objects.count(), Device.objects.count()) == (1, 4)
        assert gone("people.Link.revoked_at", goes("access") + SECOND) == 1
        assert (Link.objects.count(), Device.objects.count()) == (0, 3)

    def test_links_that_lead_nowhere_any_more(self, then: None) -> None:
        make_link(member=make_family().alma.member, once=False, by=OPERATOR)
        day_after = goes("access", THEN + timedelta(hours=24))
        assert [gone(EXPIRED, day_after - SECOND), gone(EXPIRED, day_after + SECOND)] == [0, 4]
        assert [link.once for link in Link.objects.all()] == [False]


@COMMITTED
@pytest.mark.promise("MIM-11.1", "LIL-7.1", "MNT-4.1")
class TestOnTheDayWithItsKeys:
    def test_an_edition_that_nobody_approved_with_its_key_and_files(self, then: None) -> None:
        lost, kept = printed(make_family()), printed(make_family(storyteller="Bjarne Vik"))
        Edition.objects.filter(id=kept.edition_id).update(unapproved_since=None)
        files = set(SealedFile.objects.filter(item=lost.edition_id).values_list("id", flat=True))
        assert gone(EDITIONS, goes("unapproved-proofs") - SECOND) == 0
        assert files <= set(store().names())
        assert gone(EDITIONS, goes("unapproved-proofs") + SECOND) == 1
        assert list(Proof.objects.all()) == [kept]
        assert not SealedFile.objects.filter(id__in=files).exists()
        assert not files & set(store().names())
        assert not Key.objects.filter(id=lost.edition_id).exists()
        assert Key.objects.filter(id=kept.edition_id).exists()

    def test_an_approved_edition_stays(self, then: None) -> None:
        family = make_family()
        approve_proof(proof=printed(family), by=family.ingrid.checked())
        assert gone(EDITIONS, goes("unapproved-proofs") + SECOND) == 0
        assert Edition.objects.count() == 1

    def test_an_edition_that_is_asked_for_again_begins_anew(self, then: None) -> None:
        family = make_family()
        proof, again = printed(family), THEN + timedelta(days=80)
        with time_machine.travel(again, tick=False):
            assert make_edition(memoir=family.memoir, by=family.ingrid.actor) == proof.edition
        assert gone(EDITIONS, goes("unapproved-proofs", again) - SECOND) == 0
        assert gone(EDITIONS, goes("unapproved-proofs", again) + SECOND) == 1

    def test_everything_that_was_told_after_a_withdrawal(self, then: None) -> None:
        family = withdrawn()
        assert gone("withdrawn-content", goes("withdrawn-content") - SECOND) == 0
        assert Memoir.objects.count() == 1
        assert gone("withdrawn-content", goes("withdrawn-content") + SECOND) == 1
        assert Memoir.objects.count() == Withdrawal.objects.count() == 0
        assert not Key.objects.filter(id=family.memoir.id).exists()
        verbs = AuditEntry.objects.filter(scope=family.memoir.id).order_by("number").values_list("verb", flat=True)
        assert list(verbs)[-2:] == ["retention.expired", "scope.erased"]

    def test_nothing_of_hers_who_gave_a_new_yes(self, then: None) -> None:
        family = withdrawn()
        with time_machine.travel(THEN + timedelta(days=29), tick=False):
            give_consent(memoir=family.memoir, language="en", by=family.alma.actor)
        assert gone("withdrawn-content", goes("withdrawn-content") + SECOND) == 0
        assert Memoir.objects.count() == 1

    def test_the_consent_ledger_of_what_was_erased(self, then: None) -> None:
        family, other = make_family(), make_family(storyteller="Bjarne Vik")
        erased = THEN + timedelta(days=10)
        with time_machine.travel(erased, tick=False):
            erase_memoir(memoir=family.memoir, by=OPERATOR)
        assert gone("consents", goes("consents", erased) - SECOND) == 0
        assert ConsentEntry.objects.count() == 2
        assert gone("consents", goes("consents", erased) + SECOND) == 1
        assert ConsentEntry.objects.get().scope == other.memoir.id
        assert ErasedScope.objects.count() == 0

    def test_the_audit_log_by_segments(self, then: None) -> None:
        family = make_family()
        lines = AuditEntry.objects.filter(scope=family.memoir.id).count()
        audit.checkpoint()
        assert gone("audit", goes("audit") - SECOND) == 0
        assert gone("audit", goes("audit") + SECOND) == lines
        assert list(audit.faults()) == []


def withdrawn() -> Family:
    with time_machine.travel(THEN - SECOND, tick=False):
        family = make_family()
        tell(family, "We rowed out before dawn.")
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    return family


def printed(family: Family) -> Proof:
    tell(family, "We rowed out before dawn and the fjord lay like a floor.")
    make_draft(memoir=family.memoir, by=WORKER)
    return make_proof(edition=make_edition(memoir=family.memoir, by=family.ingrid.actor), by=WORKER)


def test_one_line_of_the_log_tells_how_many_of_one_kind_went_of_one_memoir(then: None) -> None:
    mine, hers = new_id(), new_id()
    jobs(mine, 3)
    jobs(hers, 2)
    jobs(None, 1)
    gone(JOBS, goes("jobs") + SECOND)
    told = AuditEntry.objects.filter(verb="retention.expired").values_list("scope", "fields", "actor")
    assert sorted(told) == sorted(
        [(mine, ["kit.job", "3"], "house"), (hers, ["kit.job", "2"], "house"), (HOUSE, ["kit.job", "1"], "house")]
    )


def test_a_sweep_goes_by_slices(then: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fortell.privacy.retention.sweeping.SLICE", 2)
    scope = new_id()
    jobs(scope, 5)
    assert gone(JOBS, goes("jobs") + SECOND) == 5
    assert [entry.fields[1] for entry in AuditEntry.objects.filter(scope=scope).order_by("number")] == ["2", "2", "1"]


def test_a_second_sweep_finds_nothing(then: None) -> None:
    jobs(new_id(), 2)
    assert [gone(JOBS, goes("jobs") + SECOND), gone(JOBS, goes("jobs") + SECOND)] == [2, 0]


def test_the_outlook_changes_nothing_and_says_what_goes_next(then: None) -> None:
    jobs(new_id(), 2)
    with time_machine.travel(goes("jobs") + SECOND, tick=False):
        found = {one.name: one for one in outlook()}
    assert (found[JOBS].due, found[JOBS].next) == (2, goes("jobs"))
    assert (found["consents"].due, found["consents"].next) == (0, None)
    assert Job.objects.count() == 2


BY_HAND = (
    "DELETE FROM privacy_consententry",
    "UPDATE privacy_erasedscope SET released_at = at",
    "UPDATE privacy_erasedscope SET at = at",
    "INSERT INTO privacy_erasedscope (scope, at, released_at) SELECT id, at, at FROM privacy_consententry",
)


@COMMITTED
@pytest.mark.promise("MNT-9.1")
def test_nobody_lets_the_ledger_go_by_hand(then: None) -> None:
    family = make_family()
    make_family(storyteller="Bjarne Vik")
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    ledgers = [list(model.objects.order_by("pk").values()) for model in (ConsentEntry, ErasedScope)]
    for statement in BY_HAND:
        with pytest.raises(DatabaseError, match=r"append-only|by its audit line"), transaction.atomic():
            execute(statement)
    assert ledgers == [list(model.objects.order_by("pk").values()) for model in (ConsentEntry, ErasedScope)]


@COMMITTED
def test_the_ledger_goes_by_a_line_in_its_own_chain(then: None) -> None:
    memoir = make_family().memoir.id
    erase_memoir(memoir=Memoir.objects.get(), by=OPERATOR)
    assert gone("consents", goes("consents") + SECOND) == 1
    last = AuditEntry.objects.filter(scope=memoir).latest("number")
    assert (last.verb, last.kind, last.fields) == (
        "retention.expired",
        "privacy.erasedscope",
        ["privacy.consententry", "1"],
    )
    assert audit.verify(memoir) == last.number


class TestFaults:
    @pytest.mark.promise("MIM-11.1", "LIL-7.1")
    def test_there_are_none(self) -> None:
        assert faults(profile()) == []

    def test_a_rule_by_which_nothing_goes_is_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lost = {**inventory._holdings, Link: replace(inventory.holding(Link), expiry=())}
        monkeypatch.setattr(inventory, "_holdings", lost)
        assert faults(profile()) == ["people.Link is kept by the rule 'access', and nothing sweeps it"]

    def test_what_waits_for_a_room_that_is_not_built_is_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rules = {**profile().retention, "access": replace(profile().retention["access"], event=Event.RELATION_END)}
        lost = {**inventory._holdings, Link: replace(inventory.holding(Link), expiry=())}
        monkeypatch.setattr(inventory, "_holdings", lost)
        assert faults(replace(profile(), retention=rules)) == []


def rows_kinds() -> list[Rows]:
    return [kind for kind in kinds() if isinstance(kind, Rows)]


@pytest.mark.parametrize("kind", rows_kinds(), ids=lambda kind: kind.name)
def test_what_is_due_is_found_by_an_index(kind: Rows) -> None:
    query = kind._due(now(), frozenset()).order_by(kind.expiry.field).values_list("pk", flat=True)[:500]
    if connection.vendor == "postgresql":  # so few rows would be read one by one
        execute("SET LOCAL enable_seqscan = off")
    plan = query.explain()
    assert ("Seq Scan" if connection.vendor == "postgresql" else "TEMP B-TREE") not in plan
    assert "Index" in plan or "USING COVERING INDEX" in plan or "USING INDEX" in plan
