"""The end of backups: on their day, and not before. What was erased lives on in them until then and no longer."""

from pathlib import Path

import structlog

from fortell.privacy import erasure_list
from fortell.privacy.backup import away, shelf

log = structlog.get_logger()


def expire(folder: Path) -> int:
    """Delete the files of backups whose days are over, the keys first; how many files that were."""
    due = sorted(shelf.due(folder), key=lambda path: not path.name.endswith(".keys.age"))
    for path in due:
        path.unlink(missing_ok=True)
    if due:
        log.info("backups.expired", files=len(due))
    return len(due)


def expire_backups() -> int:
    """For the daily timetable: in every place that is within reach; and shorten the erasure list accordingly."""
    count = sum(expire(folder) for folder in shelf.folders() if folder.is_dir()) + expire_away()
    erasure_list.compact()
    return count


def expire_away() -> int:
    """One that can't be reached must not keep the others: `fortell check` names it until it can."""
    try:
        return away.expire(bucket) if (bucket := away.bucket()) else 0
    except OSError:
        log.warning("backups.unreachable")
        return 0
