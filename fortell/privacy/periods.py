"""The day by which something is owed to somebody. How long things are kept is `retention.periods`' business."""

import calendar
from datetime import datetime


def months_after(start: datetime, months: int) -> datetime:
    """The same day and time of a later month; where that month is shorter, of its last day.

    Regulation 1182/71 art. 3(2)(c) would leave us until that day's end; whoever waits for us is not made to.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))
