"""The command that shows for how many people a name was chosen: ids, choices and counts, and no names."""

import argparse
from dataclasses import asdict
from typing import Any

from fortell.config.cli.house import memoir_named, open_house, while_open
from fortell.config.cli.refusal import Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    shown = commands.add_parser("people", parents=[shared], help="how people stand in a memoir: choices and counts")
    shown.add_argument("code")
    shown.set_defaults(run=show_people)


def show_people(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.story.actions import count_named

    with while_open(otherwise="it is closed"):
        found = count_named(memoir=memoir_named(arguments.code), by=OPERATOR)
    lines = [f"{one.id}  {one.how:<9}  {one.spellings} spellings, in {one.answers} answers" for one in found]
    return Said(text="\n".join(lines) or "No choice was made.", data={"people": [asdict(one) for one in found]})
