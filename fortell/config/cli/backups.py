"""Commands about backups: make, list, verify, restore."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fortell.config.cli.house import open_house, set_up
from fortell.config.cli.refusal import Refused, Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    made = commands.add_parser("backup", parents=[shared], help="make a backup; remove those whose time is over")
    made.add_argument("--to", type=Path, metavar="FOLDER", help="else [backup] folder")
    what = made.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="only list the backups there")
    what.add_argument("--verify", action="store_true", help="only read every backup there to its end")
    made.add_argument("--identity", type=Path, metavar="FILE", help="an age identity to verify with")
    made.set_defaults(run=back_up)

    restored = commands.add_parser("restore", parents=[shared], help="bring a backup back into an empty data folder")
    restored.add_argument("archives", nargs="*", type=Path, metavar="DATA KEYS", help="the two archives of one backup")
    restored.add_argument("--identity", type=Path, metavar="FILE", help="an age identity the backup was made for")
    restored.add_argument("--erasures", type=Path, metavar="FILE", help="the erasure list, if not in the key folder")
    restored.add_argument("--unproven", default="", metavar="REASON", help="restore without it, and stay closed")
    restored.add_argument("--accept-unproven", default="", metavar="REASON", help="open a house that stayed closed")
    restored.set_defaults(run=restore)


def back_up(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.backup import shelf
    from fortell.privacy.backup.errors import BackupFailed
    from fortell.privacy.backup.making import make_backup

    folder = arguments.to or shelf.chosen()
    if arguments.list or arguments.verify:
        return _look(folder, arguments)
    try:
        made = make_backup(folder)
    except BackupFailed as error:
        raise Refused(str(error)) from error
    text = f"{made.rows} rows and {made.files} files are safe, until their time is over:\n  {made.data}\n  {made.keys}"
    return Said(text=text, data=made.open_facts() | {"data": str(made.data), "keys": str(made.keys)})


def _look(folder: Path | None, arguments: argparse.Namespace) -> Said:
    from fortell.privacy.backup import shelf
    from fortell.privacy.backup.checking import verify
    from fortell.privacy.backup.errors import ArchiveBroken, RestoreRefused
    from fortell.privacy.backup.identity import identities

    if folder is None or not folder.is_dir():
        raise Refused("Say which folder: --to FOLDER, or [backup] folder in fortell.toml.")
    found = shelf.backups(folder)
    try:
        for backup in found if arguments.verify else ():
            verify(backup, identities(arguments.identity))
    except (ArchiveBroken, RestoreRefused) as error:
        raise Refused(str(error)) from error
    whole = " Whole." if arguments.verify else ""
    lines = [f"{one.made_at:%Y-%m-%d %H:%M} UTC: {one.rows} rows, {one.files} files.{whole}" for one in found]
    return Said(text="\n".join(lines) or f"No backup in {folder}.", data=[one.open_facts() for one in found])


def restore(arguments: argparse.Namespace) -> Said:
    if arguments.accept_unproven or not arguments.archives:
        return _open_closed(arguments)
    if len(arguments.archives) != 2:  # noqa: PLR2004 - the data and the keys
        raise Refused("Name both archives of one backup: the .data.age and the .keys.age.")
    set_up()
    from fortell.privacy.backup.errors import ArchiveBroken, RestoreRefused
    from fortell.privacy.backup.restoring import restore as bring_back

    try:
        done = bring_back(
            data=arguments.archives[0],
            keys_archive=arguments.archives[1],
            identity=arguments.identity,
            erasures=arguments.erasures,
            unproven=arguments.unproven.strip(),
        )
    except (ArchiveBroken, RestoreRefused) as error:
        raise Refused(str(error)) from error
    lines = [
        f"{done.rows} rows and {done.files} files are back.",
        f"Erased again: {done.erased.scopes} memoirs, {done.erased.items} single things.",
        *(f"{name.replace('_', ' ')}: {count}" for name, count in asdict(done.swept).items() if count),
        *([f"files missing: {done.missing_files}"] if done.missing_files else []),
        *(
            [f"Nobody can prove the erasures from {done.unproven.days}; the house stays closed."]
            if done.unproven
            else []
        ),
    ]
    return Said(text="\n".join(lines), data=_plain(done))


def _plain(done: Any) -> dict[str, Any]:
    unproven = done.unproven.days if done.unproven else None
    return asdict(done) | {"unproven": unproven}


def _open_closed(arguments: argparse.Namespace) -> Said:
    open_house(even_closed=True)
    from fortell.privacy.backup import closing
    from fortell.privacy.backup.errors import RestoreRefused
    from fortell.privacy.backup.restoring import prove

    if not closing.unproven_days():
        raise Refused(closing.why_closed() or "Name both archives of one backup; this house is open.")
    try:
        if arguments.erasures:
            replayed = prove(arguments.erasures)
            text = f"Erased again: {replayed.scopes} memoirs, {replayed.items} single things. The house is open."
        elif arguments.accept_unproven.strip():
            closing.open_again(arguments.accept_unproven.strip())
            text = "Accepted and written down. The house is open."
        else:
            raise Refused(closing.why_closed())
    except RestoreRefused as error:
        raise Refused(str(error)) from error
    return Said(text=text, data={"open": True})
