"""The one timetable: what the house does every day, and when (UTC). A line is all that a daily task needs.

Backups past their days and the erasure list go with the sweep. A notice holds from its day on without anybody's doing.
"""

import sys
from datetime import time
from functools import partial

from fortell.kit.jobs import daily
from fortell.privacy import audit
from fortell.privacy.retention import sweep
from fortell.privacy.rights import requests, restriction
from fortell.privacy.vault.sweeping import sweep_orphans
from fortell.story.actions import write_letters

daily("privacy.lift-restrictions", restriction.lift_announced, at=time(0, 0))
daily("privacy.checkpoint", audit.checkpoint, at=time(1, 0))
daily("privacy.sweep", sweep, at=time(2, 0))
daily("privacy.sweep-orphans", partial(sweep_orphans, limit=sys.maxsize), at=time(3, 0))
daily("privacy.remind-of-requests", requests.remind, at=time(6, 0))
daily("story.letters", write_letters, at=time(6, 30))
