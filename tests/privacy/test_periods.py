"""When a period is over: to the instant, by the calendar, and the same from both ends."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fortell.privacy.periods import months_after
from fortell.privacy.profile import Rule
from fortell.privacy.retention import due, until
from fortell.privacy.retention.periods import INSTANT
from fortell.privacy.terms import Event, Need

DAY = timedelta(days=1)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
RULES = st.builds(
    Rule,
    key=st.just("nets"),
    number=st.integers(0, 120),
    unit=st.sampled_from(["days", "months", "years"]),
    event=st.sampled_from([Event.ITSELF, Event.YEAR_END]),
    need=st.just(Need.LAW),
)


def rule(number: int, unit: str, event: Event = Event.ITSELF) -> Rule:
    return Rule(key="nets", number=number, unit=unit, event=event, need=Need.LAW)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("number", "unit", "moment", "gone"),
    [
        (30, "days", "2026-05-17T12:00:00Z", "2026-06-16T12:00:00Z"),
        (0, "days", "2026-05-17T12:00:00Z", "2026-05-17T12:00:00Z"),
        (6, "months", "2026-05-17T12:00:00Z", "2026-11-17T12:00:00Z"),
        (1, "months", "2026-01-31T12:00:00Z", "2026-03-01T00:00:00Z"),  # February is over, not the 31st there is not
        (1, "months", "2028-01-31T12:00:00Z", "2028-03-01T00:00:00Z"),
        (1, "months", "2028-01-29T12:00:00Z", "2028-02-29T12:00:00Z"),
        (1, "months", "2026-12-31T12:00:00Z", "2027-01-31T12:00:00Z"),
        (3, "years", "2024-02-29T12:00:00Z", "2027-03-01T00:00:00Z"),
        (4, "years", "2024-02-29T12:00:00Z", "2028-02-29T12:00:00Z"),
    ],
)
def test_periods_follow_the_calendar(number: int, unit: str, moment: str, gone: str) -> None:
    assert due(rule(number, unit), at(moment)) == at(gone)


@pytest.mark.parametrize(
    ("moment", "gone"),
    [
        ("2026-03-01T12:00:00+01:00", "2032-01-01T00:00:00+01:00"),
        ("2026-12-31T23:59:59+01:00", "2032-01-01T00:00:00+01:00"),
        ("2027-01-01T00:00:00+01:00", "2033-01-01T00:00:00+01:00"),  # in UTC it is still 2026
    ],
)
def test_a_voucher_goes_five_years_after_its_accounting_year(moment: str, gone: str) -> None:
    assert due(rule(5, "years", Event.YEAR_END), at(moment)) == at(gone)


@given(RULES, MOMENTS, MOMENTS)
def test_what_is_due_is_what_counts_from_before_the_bound(rule: Rule, moment: datetime, asked: datetime) -> None:
    assert (due(rule, moment) <= asked) == (moment <= until(rule, asked))


@given(RULES, MOMENTS)
def test_a_thing_is_due_at_its_instant_and_not_one_earlier(rule: Rule, moment: datetime) -> None:
    gone = due(rule, moment)
    assert until(rule, gone - INSTANT) < moment <= until(rule, gone)


@given(RULES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=800)))
def test_what_is_younger_never_goes_first(rule: Rule, moment: datetime, later: timedelta) -> None:
    assert due(rule, moment) <= due(rule, moment + later)


@pytest.mark.parametrize("received", ["2026-01-31T12:00:00Z", "2026-05-17T12:00:00Z", "2028-02-29T12:00:00Z"])
def test_what_we_owe_is_owed_no_later_than_the_period_is_over(received: str) -> None:
    assert months_after(at(received), 1) <= due(rule(1, "months"), at(received)) < months_after(at(received), 1) + DAY
