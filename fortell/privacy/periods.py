"""When a period ends: days by the clock, months and years by the calendar."""

import calendar
from datetime import datetime, timedelta

from fortell.privacy.profile import Rule


def months_after(start: datetime, months: int) -> datetime:
    """The same day of a later month; where that month is shorter, its last (Regulation 1182/71 art. 3(2)(c))."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))


def ends(rule: Rule, start: datetime) -> datetime:
    """When what a rule keeps goes, counted from the event that it names."""
    if rule.unit == "days":
        return start + timedelta(days=rule.number)
    return months_after(start, rule.number * (12 if rule.unit == "years" else 1))
