"""The checkpoints' second place: a file beside the master key, outside both databases."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from fortell.kit.clock import now
from fortell.kit.installation import installation
from fortell.privacy.audit.chain import instant
from fortell.privacy.models import AuditCheckpoint

Line = dict[str, str | int]


def file() -> Path:
    return installation().key_folder / "audit-checkpoints.jsonl"


def line_of(row: AuditCheckpoint) -> Line:
    """What the file says of a checkpoint: counters and hashes, no scope."""
    return {
        "number": row.number,
        "at": instant(row.at),
        "chains": row.chains,
        "digest": bytes(row.digest).hex(),
        "previous": bytes(row.previous).hex(),
        "hash": bytes(row.hash).hex(),
        "signature": bytes(row.signature).hex(),
    }


def lines() -> Iterator[Line]:
    """The file from its beginning; a line that a power cut left half is passed over."""
    if file().exists():
        with file().open(encoding="utf-8", errors="replace") as content:
            yield from (_read(line) for line in content if line.endswith("}\n"))


def _read(line: str) -> Line:
    try:
        found: Line = json.loads(line)
    except ValueError:  # somebody wrote into it: as checkpoint 0, which there never was, it is found to be wrong
        return {"number": 0}
    return found


def last_number() -> int:
    return max((int(line["number"]) for line in lines()), default=0)


def append(rows: Iterable[AuditCheckpoint]) -> None:
    file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file().open("a", encoding="ascii") as content:
        for row in rows:
            # On a line of its own, whatever a power cut left of the one before.
            content.write("\n" + json.dumps(line_of(row)) + "\n")
        content.flush()
        os.fsync(content.fileno())


def set_aside() -> None:
    """Begin the file anew; what it said so far is kept beside it."""
    if file().exists():
        file().rename(file().with_name(f"audit-checkpoints-until-{now():%Y%m%dT%H%M%S%f}.jsonl"))
