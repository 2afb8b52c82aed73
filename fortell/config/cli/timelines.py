"""The command that shows what a memoir tells of times and people."""

import argparse
from typing import Any

from fortell.config.cli.house import memoir_named, open_house, while_open
from fortell.config.cli.refusal import Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    shown = commands.add_parser("timeline", parents=[shared], help="times and people that the answers tell of")
    shown.add_argument("code")
    shown.set_defaults(run=show_timeline)


def show_timeline(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.book.actions import read_out_timeline
    from fortell.people.permissions import OPERATOR

    with while_open(otherwise="it is closed"):
        found = read_out_timeline(memoir=memoir_named(arguments.code), by=OPERATOR)
    times = [f"{one['when']:<12} {_line(one['words'])}{_how(one['how'])}" for one in found["times"]]
    people = [f"{_name(one)}: {len(one['places'])}" for one in found["people"]]
    return Said(text="\n".join([*times, "", "Named, in so many sentences:", *people]), data=found)


def _line(words: str) -> str:
    return " ".join(words.split())


def _how(how: str) -> str:
    return f"  [{how}]" if how else ""


def _name(one: dict[str, Any]) -> str:
    return f"{one['name']} ({one['related'] or one['kind']})"
