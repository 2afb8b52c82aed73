"""The end of backups: on their day, and not before. What was erased lives on in them until then and no longer."""

from pathlib import Path

import structlog

from fortell.privacy import erasure_list
from fortell.privacy.backup import shelf

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
    """For the daily timetable: in every folder that is within reach; and shorten the erasure list accordingly."""
    count = sum(expire(folder) for folder in shelf.folders() if folder.is_dir())
    erasure_list.compact()
    return count
