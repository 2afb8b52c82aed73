"""The log as files of a day each (UTC), where `[logs] file` names one: `fortell.log` becomes `fortell-2026-05-17.log`.

A day's file is never renamed or cut, so that any number of processes may write to it; the sweep removes it whole, once
the period of the last line that it may hold is over. Free of models: lines are written before any model is loaded.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from glob import escape
from pathlib import Path

from fortell.kit.clock import now
from fortell.kit.installation import installation

REMEMBERED = "log-files"  # every log that was ever named: what was written there must go too
DAY = "%Y-%m-%d"


@dataclass(frozen=True)
class DailyLog:
    """What a logger takes for a file. A line that can't be written goes to standard error: a full disk stops nobody."""

    path: Path

    def write(self, line: str, /) -> int:
        try:
            self._append(line.encode())
        except OSError:
            sys.stderr.write(line)
        return len(line)

    def flush(self) -> None:
        """Each line is handed over as it is written."""

    def _append(self, line: bytes) -> None:
        path = self.path.with_stem(f"{self.path.stem}-{now():{DAY}}")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(opened, line)
        finally:
            os.close(opened)

    def days(self) -> Iterator[tuple[Path, datetime]]:
        """Each file, and the instant after which nothing was written to it."""
        for path in self.path.parent.glob(f"{escape(self.path.stem)}-*{escape(self.path.suffix)}"):
            with suppress(ValueError):  # somebody else's file
                day = datetime.strptime(path.stem.removeprefix(f"{self.path.stem}-"), DAY).replace(tzinfo=UTC)
                yield path, day + timedelta(days=1)


def chosen() -> DailyLog | None:
    """The log of the settings, if one is set; a relative one is taken from the data folder."""
    named = installation().logs.file
    return DailyLog(installation().data / named) if named else None


def logs() -> list[DailyLog]:
    """Every log that this installation has written, and the one of the settings."""
    own = [log] if (log := chosen()) else []
    return list(dict.fromkeys([*_remembered(), *own]))


def remember() -> None:
    """As the house opens."""
    log = chosen()
    if log and log not in _remembered():
        with (installation().data / REMEMBERED).open("a", encoding="utf-8") as lines:
            lines.write(f"{log.path}\n")


def _remembered() -> list[DailyLog]:
    file = installation().data / REMEMBERED
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [DailyLog(Path(line)) for line in lines]


def files() -> list[tuple[Path, datetime]]:
    return [found for log in logs() for found in log.days()]


def moments() -> list[datetime]:
    return [ended for _path, ended in files()]


def expire(until: datetime) -> None:
    """Remove the files of days that ended by then."""
    for path, ended in files():
        if ended <= until:
            path.unlink(missing_ok=True)
