"""The erasure list: what was erased, by opaque ids alone, outside both databases and outside every backup.

Whatever is restored, what is named here must go again. Besides erasures it notes each backup: a list that does not know
a backup is older than it, or another installation's, and proves nothing about it.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from fortell.kit.clock import now
from fortell.kit.installation import MOST_BACKUP_DAYS, installation

KEPT = timedelta(days=MOST_BACKUP_DAYS + 1)  # a day longer than any backup that it must be held against


class Step(StrEnum):
    BEGUN = "begun"  # the erasure of a whole memoir or account
    DONE = "done"
    ITEM = "item"  # a single thing's key was about to be destroyed
    BACKUP = "backup"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line; `scope` is a memoir or account, `thing` the item or the backup."""

    step: Step
    at: datetime
    scope: UUID | None
    thing: UUID | None


def path() -> Path:
    return installation().key_folder / "erasures.jsonl"


def note(step: Step, *, scope: UUID | None = None, thing: UUID | None = None) -> None:
    """Add one line; it is safely on disk when this returns."""
    note_all(step, [(scope, thing)])


def note_all(step: Step, named: Iterable[tuple[UUID | None, UUID | None]]) -> None:
    """A line for each (scope, thing), safely on disk when this returns."""
    lines = [json.dumps(_line(Entry(step=step, at=now(), scope=scope, thing=thing))) for scope, thing in named]
    if lines:
        _append(lines)


def entries(file: Path | None = None) -> list[Entry]:
    """The lines of the list, or of a copy of it. A line torn by a power cut is none: its step had not begun."""
    file = file or path()
    if not file.exists():
        return []
    return [_entry(json.loads(line)) for line in file.read_text(encoding="ascii").splitlines() if line.endswith("}")]


def add_missing(known: Iterable[Entry]) -> None:
    """Take in the lines of a list that was kept elsewhere."""
    here = set(entries())
    if new := [json.dumps(_line(entry)) for entry in known if entry not in here]:
        _append(new)


def compact() -> int:
    """Drop lines that no living backup can be older than; how many. An erasure that is not done keeps its line."""
    with _locked():
        before = entries()
        done = {entry.scope for entry in before if entry.step is Step.DONE}
        kept = [entry for entry in before if entry.at > now() - KEPT or _unfinished(entry, done)]
        if len(kept) < len(before):
            _replace("".join(json.dumps(_line(entry)) + "\n" for entry in kept))
    return len(before) - len(kept)


def _unfinished(entry: Entry, done: set[UUID | None]) -> bool:
    return entry.step is Step.BEGUN and entry.scope not in done


def _append(lines: list[str]) -> None:
    with _locked(), path().open("a", encoding="ascii") as file:
        # On a line of its own, whatever a power cut left of the one before.
        file.write("\n" + "\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _replace(text: str) -> None:
    half = path().with_suffix(".half")
    with half.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path())


@contextmanager
def _locked() -> Iterator[None]:
    """One at a time, among all processes: a line added while the list is rewritten must not be lost."""
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path().with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _line(entry: Entry) -> dict[str, str]:
    ids = {"scope": entry.scope, "thing": entry.thing}
    named = {name: str(value) for name, value in ids.items() if value}
    return named | {"step": entry.step.value, "at": entry.at.isoformat()}


def _entry(line: dict[str, str]) -> Entry:
    scope, thing = (UUID(line[name]) if name in line else None for name in ("scope", "thing"))
    return Entry(step=Step(line["step"]), at=datetime.fromisoformat(line["at"]), scope=scope, thing=thing)
