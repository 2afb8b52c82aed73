"""The clean-up as a filter of lines: no house is opened, nothing is kept."""

import argparse
from dataclasses import asdict
from typing import Any

from fortell.config.cli.choices import DIALS, LANGUAGES
from fortell.config.cli.lines import filtered


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    clean = commands.add_parser("clean", parents=[shared], help="clean up spoken text: JSON lines in, JSON lines out")
    clean.add_argument("file", nargs="?", default="-", help='lines of {"text": …}; else standard input')
    clean.add_argument("--language", choices=LANGUAGES, required=True)
    clean.add_argument("--dial", choices=DIALS, default="light", help="how much is cleaned up (light)")
    clean.set_defaults(run=clean_lines)


def clean_lines(arguments: argparse.Namespace) -> int:
    # Only when it runs: the writer's word lists need not be read to print the help of other commands.
    from fortell.story.writing.alone import clean

    def cleaned(entry: dict[str, Any]) -> dict[str, Any] | None:
        if not isinstance(text := entry.get("text"), str):
            return None
        done = clean(text=text, language=arguments.language, dial=arguments.dial)
        return {"text": done.text, "edits": [asdict(edit) for edit in done.edits]}

    return filtered(arguments.file, cleaned, wanted='a "text"')
