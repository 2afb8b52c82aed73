"""When a period is over. Days are 24 hours; months and years follow the calendar (UTC).

Where the last month has no such day, the period ends with that month (Regulation (EEC) 1182/71 art. 3(2)(c)): a month
from 31 January is over as 1 March begins. An accounting year is the calendar year where the house stands
(regnskapsloven § 1-7): five years for a voucher of March 2026 are over as 2032 begins (bokføringsloven § 13).
"""

from datetime import datetime, timedelta

from django.utils.timezone import get_default_timezone, localtime

from fortell.kit.clock import now
from fortell.privacy.profile import Rule
from fortell.privacy.terms import Event

INSTANT = timedelta(microseconds=1)  # the finest that both databases keep


def due(rule: Rule, moment: datetime) -> datetime:
    """When something goes whose period counts from this moment: from then on it is due, an instant before it is not."""
    start = _year_after(localtime(moment, get_default_timezone()).year) if rule.event is Event.YEAR_END else moment
    return _later(rule, start)


def until(rule: Rule, moment: datetime | None = None) -> datetime:
    """The other way round: at a moment (else now) exactly what counts from then or earlier is due."""
    moment = moment or now()
    if rule.event is Event.YEAR_END:
        year = localtime(moment, get_default_timezone()).year
        while _later(rule, _year_after(year)) > moment:
            year -= 1
        return _year_after(year) - INSTANT
    return moment - timedelta(days=rule.number) if rule.unit == "days" else _months_before(moment, _months(rule))


def _later(rule: Rule, start: datetime) -> datetime:
    if rule.unit == "days":
        return start + timedelta(days=rule.number)
    return _same_day(start, _months(rule)) or _first_of_next(start, _months(rule))


def _months(rule: Rule) -> int:
    return rule.number * (12 if rule.unit == "years" else 1)


def _months_before(moment: datetime, months: int) -> datetime:
    return _same_day(moment, -months) or _first_of_next(moment, -months) - INSTANT


def _same_day(start: datetime, months: int) -> datetime | None:
    """The same day and time so many months later; None where that month is too short."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return start.replace(year=year, month=month + 1)
    except ValueError:
        return None


def _first_of_next(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month + months, 12)
    return start.replace(year=year, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _year_after(year: int) -> datetime:
    return datetime(year + 1, 1, 1, tzinfo=get_default_timezone())
