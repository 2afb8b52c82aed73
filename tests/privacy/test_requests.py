"""A request has a clock from the day it came, and what came of it can be shown."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from fortell.config.checks import problems, reminders
from fortell.kit.signatures import document_holds
from fortell.people.permissions import OPERATOR
from fortell.privacy.models import RecipientNotice, RightsRequest
from fortell.privacy.rights import notices, reports, requests
from fortell.privacy.rights.requests import Channel, Closed, Kind, NotIdentified, TooLate
from fortell.privacy.terms import Use
from fortell.privacy.vault import signing
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions import correct_answer, withdraw_consent
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
CAME = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOTE = "Torleif Kvamsdal telephoned and wants to see what we have."


def received(at: datetime = CAME, *, family: Family | None = None, channel: Channel = Channel.PHONE) -> RightsRequest:
    scope = family.memoir.id if family else None
    return requests.receive(kind=Kind.ACCESS, channel=channel, note=NOTE, scope=scope, at=at, by=OPERATOR)


@pytest.mark.parametrize(
    ("came", "day"),
    [
        ("2026-03-02", "2026-04-01"),
        ("2026-01-30", "2026-02-28"),
        ("2026-02-10", "2026-03-10"),
        ("2026-12-15", "2027-01-14"),
    ],
)
def test_it_is_due_in_thirty_days_and_never_later_than_a_month(came: str, day: str) -> None:
    row = received(datetime.fromisoformat(came).replace(tzinfo=UTC))
    assert row.due_at.date().isoformat() == day


@pytest.mark.promise("MIM-12.8")
def test_reminders_come_before_the_day_and_what_is_overdue_is_told() -> None:
    row = received()
    seen = []
    for days in (0, 20, 21, 22, 28, 29, 30, 31):
        with time_machine.travel(CAME + timedelta(days=days, minutes=1), tick=False):
            seen.append((days, requests.remind(), requests.overdue().count()))
    assert seen == [(0, 0, 0), (20, 0, 0), (21, 1, 0), (22, 0, 0), (28, 1, 0), (29, 0, 0), (30, 0, 1), (31, 0, 1)]
    with time_machine.travel(CAME + timedelta(days=22), tick=False):
        assert f"the request {row.id} (access) is due on 2026-04-01" in reminders()
    with time_machine.travel(CAME + timedelta(days=31), tick=False):
        assert f"the request {row.id} (access) was due on 2026-04-01" in problems()


def test_what_is_answered_is_not_reminded_of() -> None:
    row = received()
    requests.identify(request=row, by=OPERATOR)
    requests.close(request=row, verb="memoir.exported", by=OPERATOR)
    with time_machine.travel(CAME + timedelta(days=60)):
        assert (requests.remind(), requests.overdue().count()) == (0, 0)


def test_it_is_extended_once_and_within_the_month() -> None:
    row, late = received(), received()
    with time_machine.travel(CAME + timedelta(days=10)):
        requests.extend(request=row, because="complexity", by=OPERATOR)
        with pytest.raises(TooLate):
            requests.extend(request=row, because="complexity", by=OPERATOR)
    with time_machine.travel(CAME + timedelta(days=31)), pytest.raises(TooLate):
        requests.extend(request=late, because="number", by=OPERATOR)
    assert row.due_at.date().isoformat() == "2026-06-02"
    with pytest.raises(ValueError, match="holidays"):
        requests.extend(request=late, because="holidays", by=OPERATOR)


@pytest.mark.promise("LIL-10.4")
@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.PHONE, Channel.LETTER])
def test_nothing_is_fulfilled_before_it_is_sure_who_asks(channel: Channel) -> None:
    row = received(channel=channel)
    with pytest.raises(NotIdentified):
        requests.close(request=row, verb="memoir.exported", by=OPERATOR)
    row.refresh_from_db()
    assert row.state == "open"
    requests.identify(request=row, by=OPERATOR)
    assert requests.close(request=row, verb="memoir.exported", by=OPERATOR).state == "done"


def test_an_answer_is_given_once() -> None:
    row = received()
    requests.refuse(request=row, because="unfounded", by=OPERATOR)
    for again in (
        lambda: requests.refuse(request=row, because="unfounded", by=OPERATOR),
        lambda: requests.identify(request=row, by=OPERATOR),
        lambda: requests.extend(request=row, because="number", by=OPERATOR),
        lambda: requests.close(request=row, verb="", by=OPERATOR),
    ):
        with pytest.raises(Closed):
            again()


def test_its_note_is_sealed_with_or_without_a_memoir(family: Family) -> None:
    outside, inside = received(), received(family=family)
    assert Opening(outside.id).text(outside, "note") == NOTE
    assert opened(scope=family.memoir.id, use=Use.OWN).text(inside, "note") == NOTE
    assert b"Kvamsdal" not in bytes(outside.note) + bytes(inside.note)


@pytest.mark.promise("MEM-13.1")
def test_what_came_by_telephone_gets_the_clock_and_the_proof_of_what_she_did_herself(family: Family) -> None:
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    own = RightsRequest.objects.get()
    staffs = received(own.received_at, family=family)
    requests.identify(request=staffs, by=OPERATOR)
    requests.close(request=staffs, verb="answer.corrected", by=OPERATOR, outcome={"story.AnswerVersion": 1})
    assert staffs.due_at == own.due_at
    mine, theirs = reports.report(own), reports.report(staffs)
    assert set(mine) == set(theirs)
    assert (mine["kind"], mine["channel"], mine["verb"], mine["in_time"]) == (
        "withdrawal",
        "page",
        "consent.withdrawn",
        True,
    )
    assert (theirs["channel"], theirs["verb"], theirs["counts"]) == (
        "phone",
        "answer.corrected",
        {"story.AnswerVersion": 1},
    )


def test_the_report_is_signed_and_holds_no_words() -> None:
    row = received()
    requests.refuse(request=row, because="not-identified", by=OPERATOR)
    report = reports.report(row)
    assert document_holds(report, key=signing.public_key())
    assert not document_holds(report | {"closed": report["due"]}, key=signing.public_key())
    assert "Kvamsdal" not in str(report)
    assert (report["state"], report["refused_because"], report["article"]) == (
        "refused",
        "not-identified",
        "GDPR art. 15",
    )
    assert report["complaints_to"]
    assert "refused because: not-identified" in reports.readable(report).splitlines()


@pytest.fixture
def archive_host(family: Family, monkeypatch: pytest.MonkeyPatch) -> str:
    """A processor that has received the words of this family's answers."""

    def finds(scope: object, fields: object) -> list[str]:
        wanted = not fields or "story.AnswerVersion.text" in str(fields) or "story.Answer" in str(fields)
        return ["archive-host"] if scope == family.memoir.id and wanted else []

    monkeypatch.setattr(notices, "_recipients", [finds])
    return "archive-host"


@pytest.mark.promise("MIM-12.2", "MNT-10.2")
def test_whoever_has_the_old_words_is_to_be_told_that_they_changed(family: Family, archive_host: str) -> None:
    answer = tell(family, "We rowed.")[0]
    correct_answer(answer=answer, text="We sailed.", by=family.alma.actor)
    row = RecipientNotice.objects.get()
    assert (row.processor, row.kind, row.fields) == (archive_host, "rectified", ["story.AnswerVersion.text"])
    assert notices.waiting() == [row]
    notices.told(notice=row, by=OPERATOR)
    assert notices.waiting() == []
    assert [told.told_at is not None for told in notices.of_scope(family.memoir.id)] == [True]


def test_one_waiting_notice_of_a_kind_is_enough(family: Family, archive_host: str) -> None:
    answer = tell(family, "We rowed.")[0]
    for text in ("We sailed.", "We walked."):
        correct_answer(answer=answer, text=text, by=family.alma.actor)
    assert RecipientNotice.objects.filter(processor=archive_host).count() == 1
