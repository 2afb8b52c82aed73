"""The clean-up as a filter of lines: no house is opened, nothing is kept."""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from fortell.config.cli.refusal import Refused

LANGUAGES, DIALS = ("nb", "nn", "sv", "en"), ("verbatim", "light", "readable")


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    clean = commands.add_parser("clean", parents=[shared], help="clean up spoken text: JSON lines in, JSON lines out")
    clean.add_argument("file", nargs="?", default="-", help='lines of {"text": …}; else standard input')
    clean.add_argument("--language", choices=LANGUAGES, required=True)
    clean.add_argument("--dial", choices=DIALS, default="light", help="how much is cleaned up (light)")
    clean.set_defaults(run=clean_lines)


def clean_lines(arguments: argparse.Namespace) -> int:
    """A line that can't be read is named on standard error, the others are done; 1 if there was one."""
    try:
        with _source(arguments.file) as lines:
            return _through(lines, arguments)
    except BrokenPipeError:  # whoever was reading has enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        raise Refused(f"{arguments.file} can't be read: {error.strerror}") from error


def _source(file: str) -> BinaryIO:
    return sys.stdin.buffer if file == "-" else Path(file).open("rb")


def _through(lines: Iterable[bytes], arguments: argparse.Namespace) -> int:
    # Only when it runs: the writer's word lists need not be read to print the help of other commands.
    from fortell.story.writing.alone import clean

    broken = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        text = _text(line)
        if text is None:
            print(f'fortell: line {number} is not JSON with a "text"', file=sys.stderr)
            broken = 1
            continue
        done = clean(text=text, language=arguments.language, dial=arguments.dial)
        _write({"text": done.text, "edits": [asdict(edit) for edit in done.edits]})
    return broken


def _text(line: bytes) -> str | None:
    """The text of a line; None where it is not JSON, not an object, has no text, or no Unicode."""
    try:
        entry = json.loads(line.decode("utf-8-sig"))
        text = entry.get("text") if isinstance(entry, dict) else None
        return text if isinstance(text, str) and text.encode() is not None else None
    except (ValueError, RecursionError):
        return None


def _write(entry: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
    sys.stdout.flush()
