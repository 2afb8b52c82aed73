"""The command line: it reads its arguments, calls verbs, prints what they gave. Nothing is decided here.

Exit codes: 0 done, 1 it could not be done (one line on stderr says why), 2 the command was not understood.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence

from fortell.config.cli import (
    accounts,
    archives,
    backups,
    cleaning,
    disclosures,
    entrances,
    guarding,
    interviews,
    letters,
    memoirs,
    models,
    naming,
    notices,
    preflight,
    retaining,
    rights,
    serving,
    timelines,
    upkeep,
)
from fortell.config.cli.refusal import Refused
from fortell.kit.installation import SettingsError

ROOMS = (
    serving,
    memoirs,
    interviews,
    letters,
    timelines,
    naming,
    preflight,
    archives,
    notices,
    rights,
    upkeep,
    accounts,
    backups,
    disclosures,
    retaining,
    cleaning,
    guarding,
    models,
    entrances,
)


def main(arguments: Sequence[str] | None = None) -> int:
    parsed = parser().parse_args(arguments, argparse.Namespace(data=None, json=False))
    if parsed.data:
        os.environ["FORTELL_DATA"] = parsed.data
    try:
        result = parsed.run(parsed)
    except (Refused, SettingsError) as error:
        print(f"fortell: {error}", file=sys.stderr)
        return 1
    if isinstance(result, int):
        return result
    _show(json.dumps(result.data, ensure_ascii=False, indent=2) if parsed.json else result.text)
    return int(result.code)


def _show(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:  # whoever was reading has enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    # SUPPRESS: else a command's own default would overwrite what stood before the command.
    absent = argparse.SUPPRESS
    folder = "the data folder (else FORTELL_DATA, else ./fortell-data)"
    shared.add_argument("--data", metavar="FOLDER", default=absent, help=folder)
    shared.add_argument("--json", action="store_true", default=absent, help="print machine-readable JSON")
    whole = argparse.ArgumentParser(prog="fortell", description="Preserves life stories.", parents=[shared])
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for room in ROOMS:
        room.add_commands(commands, shared)
    return whole
