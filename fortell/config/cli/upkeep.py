"""Commands about the house itself: check, permissions, promises."""

import argparse
import sys
from typing import Any

from fortell.config.cli.house import open_house
from fortell.config.cli.refusal import Refused, Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    sheet = commands.add_parser("recovery-sheet", parents=[shared], help="the master key on paper")
    sheet.add_argument("--confirm", metavar="CHECK-WORD", help="it is printed and kept apart; removes the file")
    sheet.add_argument("--restore", action="store_true", help="type the groups of a sheet to bring the key back")
    sheet.set_defaults(run=recovery_sheet)
    for name, run, text in (
        ("check", check, "whether everything is in order"),
        ("rotate-master-key", rotate_master_key, "change to a new master key while everything goes on"),
        ("permissions", permissions, "who may do what, as one table"),
        ("promises", promises, "which promises are proven, by which tests, and which are open"),
    ):
        command = commands.add_parser(name, parents=[shared], help=text)
        command.set_defaults(run=run)


def check(_arguments: argparse.Namespace) -> Said:
    open_house(even_closed=True)
    from fortell.config.checks import problems, reminders
    from fortell.privacy.vault.signing import public_key_text

    if found := problems():
        raise Refused("\n".join(["this is not in order:", *(f"  {line}" for line in found)]))
    due = reminders()
    text = "\n".join(["Everything is in order.", *(f"Reminder: {line}" for line in due)])
    return Said(text=text, data={"problems": [], "reminders": due, "public_key": public_key_text()})


def recovery_sheet(arguments: argparse.Namespace) -> Said:
    from fortell.privacy.vault import recovery
    from fortell.privacy.vault.master import MasterKeyError

    try:
        if arguments.restore:
            print("Type the groups of the sheet, then an empty line:", file=sys.stderr)
            path = recovery.restore(" ".join(iter(input, "")))
            return Said(text=f"The master key is back: {path}", data={"restored": True})
        if arguments.confirm:
            recovery.confirm(arguments.confirm)
            return Said(text="Confirmed. The file with the sheet is removed.", data={"confirmed": True})
        return Said(text=f"Print this file, then confirm it: {recovery.write_sheet()}", data={"confirmed": False})
    except (MasterKeyError, EOFError) as error:
        raise Refused(str(error) or "The sheet was not typed to its end.") from error


def rotate_master_key(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.vault.forgetting import KeysLinger
    from fortell.privacy.vault.master import MasterKeyError
    from fortell.privacy.vault.rotation import rotate

    try:
        done = rotate()
    except (MasterKeyError, KeysLinger) as error:
        raise Refused(str(error) or "A reader held the key database; repeat this.") from error
    lines = [f"The master key is now {done.master}; {done.keys} keys were wrapped anew."]
    if done.sheet:
        lines.append(f"Print the new recovery sheet, then confirm it: {done.sheet}")
        lines.append("Keep the old sheet until the backups made before today have expired: only it opens those.")
    else:
        lines.append("Now give only this key to the servers and workers (docs/operating.md).")
    return Said(text="\n".join(lines), data={"master": done.master, "keys": done.keys})


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
