"""Commands that account for what was done: the audit log."""

import argparse
from typing import Any
from uuid import UUID

from fortell.config.cli.house import memoir_named, open_house
from fortell.config.cli.refusal import Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    audit = commands.add_parser("audit", parents=[shared], help="who did what: show, verify and seal the audit log")
    parts = audit.add_subparsers(title="commands", required=True, metavar="COMMAND")
    show = parts.add_parser("show", parents=[shared], help="what was done in one memoir, by whom and when")
    show.add_argument("code", help="the memoir's code; or a scope's id, also of one that is erased")
    show.set_defaults(run=show_chain)
    verify = parts.add_parser("verify", parents=[shared], help="whether anything in the log was changed or removed")
    verify.add_argument("--scope", metavar="CODE", help="only this memoir's chain (its code, or the scope's id)")
    verify.set_defaults(run=verify_chains)
    checkpoint = parts.add_parser("checkpoint", parents=[shared], help="sign what was written since the last time")
    checkpoint.set_defaults(run=take_checkpoint)


def show_chain(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.config.accounting import lines_of

    lines = lines_of(_scope(arguments.code))
    text = "\n".join(f"{line['at']}  {line['who']} {line['did']} ({line['kind']} {line['thing']})" for line in lines)
    return Said(text=text or "Nothing is written here.", data=lines)


def verify_chains(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.config.accounting import uncovered_in_words
    from fortell.privacy import audit

    found = []
    for fault in audit.faults(_scope(arguments.scope) if arguments.scope else None):
        found.append({"scope": str(fault.scope or ""), "number": fault.number, "what": fault.what})
        if not arguments.json:  # at once: a long log takes its time, and the first fault is worth knowing
            print(fault, flush=True)
    left = audit.uncovered()
    words = uncovered_in_words(left)
    text = f"Faults: {len(found)}." if found else f"Nothing was changed, removed or put in.\n{words}"
    uncovered = {"lines": left.lines, "chains": left.chains, "since": left.since.isoformat() if left.since else None}
    return Said(text=text, data={"faults": found, "uncovered": uncovered}, code=1 if found else 0)


def take_checkpoint(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy import audit

    row = audit.checkpoint()
    if row is None:
        return Said(text="Nothing was written since the last checkpoint.", data={"number": None, "chains": 0})
    return Said(text=f"{row} covers {row.chains} chains.", data={"number": row.number, "chains": row.chains})


def _scope(name: str) -> UUID:
    """A memoir's code, or the id of any scope, also of one that is erased. Raises Refused."""
    try:
        return UUID(name)
    except ValueError:
        found: UUID = memoir_named(name).id
        return found
