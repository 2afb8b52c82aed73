"""Commands that are filters: a JSON object a line in, one a line out."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

from fortell.config.cli.refusal import Refused

Made = Callable[[dict[str, Any]], dict[str, Any] | None]


def filtered(file: str, made: Made, *, wanted: str) -> int:
    """Each line of the file ("-": standard input) through `made`, which gives None for what it can't take.

    A line that can't be taken is named on standard error, the others are done; 1 if there was one.
    """
    try:
        with _source(file) as lines:
            return _through(lines, made, wanted)
    except BrokenPipeError:  # whoever was reading has enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        raise Refused(f"{file} can't be read: {error.strerror}") from error


def _source(file: str) -> BinaryIO:
    return sys.stdin.buffer if file == "-" else Path(file).open("rb")


def _through(lines: Iterable[bytes], made: Made, wanted: str) -> int:
    broken = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        entry = _entry(line)
        done = made(entry) if entry is not None else None
        if done is None:
            print(f"fortell: line {number} is not JSON with {wanted}", file=sys.stderr)
            broken = 1
            continue
        sys.stdout.buffer.write(json.dumps(done, ensure_ascii=False).encode() + b"\n")
        sys.stdout.flush()
    return broken


def _entry(line: bytes) -> dict[str, Any] | None:
    """None where the line is not JSON, not an object, or holds what is no Unicode."""
    try:
        entry = json.loads(line.decode("utf-8-sig"))
        json.dumps(entry, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None
