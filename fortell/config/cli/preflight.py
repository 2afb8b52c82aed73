"""`fortell preflight`: what a print house would find in a finished file. Needs no memoir and opens no house."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fortell.config.cli.refusal import Refused, Said

_SIGNS = {"passed": "ok  ", "warning": "look", "failed": "no  "}


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    text = "look at a finished PDF as a print house would"
    command = commands.add_parser("preflight", parents=[shared], help=text)
    command.add_argument("file", type=Path, help="the pages inside, or with --cover the cover")
    command.add_argument("--printer", default="general", help="whose specification it should follow")
    command.add_argument("--trim", default="a5")
    command.add_argument("--cover", type=int, metavar="PAGES", help="it is the cover of a book of so many pages")
    command.set_defaults(run=preflight)


def preflight(arguments: argparse.Namespace) -> Said:
    """Exit code 0 where nothing failed, else 1."""
    from fortell.book.preflight import Unreadable, check_cover, check_interior, read
    from fortell.book.press import PressError, printer_named, trim_named

    try:
        printer = printer_named(name=arguments.printer)
        trim = printer.fitted(trim_named(name=arguments.trim))
        facts = read(arguments.file.read_bytes())
    except PressError as error:
        raise Refused(str(error)) from error
    except Unreadable as error:
        raise Refused(f"{arguments.file} is no PDF that can be read.") from error
    except OSError as error:
        raise Refused(f"{arguments.file} can't be read: {error.strerror}") from error
    if arguments.cover is None:
        found = check_interior(facts=facts, printer=printer, trim=trim)
    else:
        found = check_cover(facts=facts, printer=printer, trim=trim, pages=arguments.cover)
    findings = [finding.as_json() for finding in found]
    lines = [f"{_SIGNS[one['verdict']]}  {_sentence(one)}" for one in findings]
    failed = any(one["verdict"] == "failed" for one in findings)
    return Said(text="\n".join(lines), data=findings, code=1 if failed else 0)


def remarks(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """What is not as the printer wants it, a line each, with the file it is in."""
    return [
        f"{name}: {_sentence(one)}"
        for name, findings in found.items()
        for one in findings
        if one["verdict"] != "passed"
    ]


def _sentence(finding: Mapping[str, Any]) -> str:
    from fortell.book.preflight import sentence

    return sentence(finding["check"], finding["verdict"], finding["numbers"])
