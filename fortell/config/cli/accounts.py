"""Commands that account for what was done and what is kept: the audit log, the proof of the promises."""

import argparse
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from fortell.config.cli.house import memoir_named, open_house
from fortell.config.cli.refusal import Refused, Said


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
    checkpoint.add_argument("--after-restore", action="store_true", help="a backup was put back: begin anew from it")
    checkpoint.set_defaults(run=take_checkpoint)

    prove = commands.add_parser("prove", parents=[shared], help="run the tests of the promises; sign what they show")
    prove.add_argument("--all", action="store_true", help="the heavy ones too")
    prove.add_argument("--output", type=Path, metavar="FOLDER", help="write proof.json and proof.html there")
    prove.add_argument("--check", type=Path, metavar="FILE", help="whether a proof.json still holds; runs nothing")
    prove.add_argument("--articles", action="store_true", help="the map from the GDPR's articles to controls and tests")
    prove.set_defaults(run=prove_promises)


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


def take_checkpoint(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy import audit

    row = audit.after_restore() if arguments.after_restore else audit.checkpoint()
    if row is None:
        return Said(text="Nothing was written since the last checkpoint.", data={"number": None, "chains": 0})
    return Said(text=f"{row} covers {row.chains} chains.", data={"number": row.number, "chains": row.chains})


def prove_promises(arguments: argparse.Namespace) -> Said:
    if arguments.articles:
        return _articles()
    open_house()
    if arguments.check:
        return _check_proof(arguments.check)
    from fortell.config import proving
    from fortell.privacy.profile import profile

    try:
        report = proving.prove(services=profile().services, heavy=arguments.all, root=proving.ROOT)
    except proving.CannotProve as error:
        raise Refused(str(error)) from error
    lines = [f"{count:>5}  {state}" for state, count in report["counts"].items()]
    if arguments.output:
        arguments.output.mkdir(parents=True, exist_ok=True)
        text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        (arguments.output / "proof.json").write_text(text, encoding="utf-8")
        (arguments.output / "proof.html").write_text(proving.page(report), encoding="utf-8")
        lines.append(f"Signed and written to {arguments.output}: proof.json, proof.html")
    failing = bool(report["counts"]["failing"]) or report["tests_failed"]
    return Said(text="\n".join(lines), data=report, code=1 if failing else 0)


def _check_proof(file: Path) -> Said:
    from fortell.config import proving

    try:
        found = proving.faults(json.loads(file.read_text(encoding="utf-8")), root=proving.ROOT)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"{file} is not a proof that can be read.") from error
    text = "\n".join(found) or "The proof holds: nothing in it was changed, and the code is the one it was made on."
    return Said(text=text, data={"faults": found}, code=1 if found else 0)


def _articles() -> Said:
    from dataclasses import asdict

    from fortell.privacy.articles import as_table, rows

    found = rows()
    return Said(text=as_table(found), data=[asdict(row) for row in found])


def _scope(name: str) -> UUID:
    """A memoir's code, or the id of any scope, also of one that is erased. Raises Refused."""
    try:
        return UUID(name)
    except ValueError:
        found: UUID = memoir_named(name).id
        return found
