"""Erasing a memoir or account: the list, then the keys, then the rows, then the files. Each step can be taken again.

Once its keys are destroyed nothing of it can be read any more, in no backup either; what follows is tidying up.
"""

import json
import os
from pathlib import Path
from uuid import UUID

from fortell.kit.clock import now
from fortell.kit.installation import installation
from fortell.kit.jobs import stop_jobs
from fortell.privacy import audit
from fortell.privacy.inventory import Holding, holdings
from fortell.privacy.models import SealedFile
from fortell.privacy.vault import files, keys


def erasure_list() -> Path:
    """Outside both databases and their backups: whatever is restored, what is named here must go again."""
    return installation().key_folder / "erasures.jsonl"


def erase_scope(scope: UUID) -> dict[str, int]:
    """Erase everything of a scope but the kept records; how many rows of each kind went. Safe to repeat.

    Raises HouseStays.
    """
    keys.refuse_house(scope)
    _note(scope, "begun")
    stop_jobs(scope=scope)
    keys.destroy_scope(scope)
    gone = {holding.model._meta.label: _erase_rows(holding, scope) for holding in reversed(holdings())}
    gone["files"] = _erase_files(scope)
    audit.record_erasure(scope)
    _note(scope, "done")
    return {label: count for label, count in gone.items() if count}


def unfinished() -> set[UUID]:
    """Scopes whose erasure was begun and never reported done: a crash came between."""
    last: dict[UUID, str] = {}
    if erasure_list().exists():
        for line in erasure_list().read_text(encoding="ascii").splitlines():
            if line.endswith("}"):  # else the power went while it was written: its step had not begun, or is done again
                entry = json.loads(line)
                last[UUID(entry["scope"])] = entry["step"]
    return {scope for scope, step in last.items() if step == "begun"}


def resume() -> int:
    """Finish what a crash left; how many erasures that were. Called at every start."""
    left = unfinished()
    for scope in left:
        erase_scope(scope)
    return len(left)


def _note(scope: UUID, step: str) -> None:
    erasure_list().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with erasure_list().open("a", encoding="ascii") as file:
        # On a line of its own, whatever a power cut left of the one before.
        file.write("\n" + json.dumps({"scope": str(scope), "step": step, "at": now().isoformat()}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _erase_rows(holding: Holding, scope: UUID) -> int:
    if holding.kept or holding.scope is None:
        return 0
    return holding.model._default_manager.filter(**{holding.scope: scope}).delete()[1].get(holding.model._meta.label, 0)


def _erase_files(scope: UUID) -> int:
    count = 0
    for row in SealedFile.objects.filter(scope=scope).iterator():
        files.delete(row.id)
        row.delete()
        count += 1
    return count
