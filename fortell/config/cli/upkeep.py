"""Commands about the house itself: check, permissions, promises."""

import argparse
from typing import Any

from fortell.config.cli.house import open_house
from fortell.config.cli.refusal import Refused, Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    for name, run, text in (
        ("check", check, "whether everything is in order"),
        ("permissions", permissions, "who may do what, as one table"),
        ("promises", promises, "which promises are proven, by which tests, and which are open"),
    ):
        command = commands.add_parser(name, parents=[shared], help=text)
        command.set_defaults(run=run)


def check(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.config.checks import problems

    if found := problems():
        raise Refused("\n".join(["this is not in order:", *(f"  {line}" for line in found)]))
    return Said(text="Everything is in order.", data={"problems": []})


def permissions(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import table

    rows = table()
    lines = [f"| {action} | {'; or '.join(ways) or 'nobody'} |" for action, ways in rows]
    text = "\n".join(["| what | who |", "| --- | --- |", *lines])
    return Said(text=text, data=[{"action": action, "ways": ways} for action, ways in rows])


def promises(arguments: argparse.Namespace) -> Said:
    from fortell.privacy.promises import CatalogueMissingError, ResultsUnreadableError, read_results, render, report

    try:
        kept = report(read_results())
    except (CatalogueMissingError, ResultsUnreadableError) as error:
        raise Refused(str(error)) from error
    if arguments.json:
        print(render(kept, json=True))
        raise SystemExit(0)
    return Said(text=render(kept, json=False), data=None)
