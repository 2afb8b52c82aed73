"""The guard as a filter of lines: no house is opened, nothing is kept."""

import argparse
from typing import Any

from fortell.config.cli.choices import LANGUAGES
from fortell.config.cli.lines import filtered


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    guard = commands.add_parser("guard", parents=[shared], help="hold sentences against what was said: JSON lines")
    guard.add_argument("file", nargs="?", default="-", help='lines of {"sources": […], "sentence": …}; else stdin')
    guard.add_argument("--language", choices=LANGUAGES, required=True, help="of the texts, and of the reasons")
    guard.set_defaults(run=guard_lines)


def guard_lines(arguments: argparse.Namespace) -> int:
    from fortell.story.guarding import judge

    def judged(entry: dict[str, Any]) -> dict[str, Any] | None:
        sources, sentence = entry.get("sources"), entry.get("sentence")
        if not isinstance(sentence, str) or not isinstance(sources, list):
            return None
        if not all(isinstance(source, str) for source in sources):
            return None
        found = judge(language=arguments.language, sources=sources, sentence=sentence)
        reasons = [{"kind": one.kind, "text": one.told(arguments.language)} for one in found.reasons]
        return {"verdict": found.verdict, "reasons": reasons}

    return filtered(arguments.file, judged, wanted='"sources" and a "sentence"')
