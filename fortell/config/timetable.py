"""The one timetable: what the house does every day, and when (UTC). A line is all that a daily task needs."""

from datetime import time

from fortell.kit.jobs import daily
from fortell.privacy import audit
from fortell.privacy.retention import sweep

daily("privacy.checkpoint", audit.checkpoint, at=time(1, 0))
daily("privacy.sweep", sweep, at=time(2, 0))
