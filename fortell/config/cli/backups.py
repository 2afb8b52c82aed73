"""Commands about backups: make, list, verify, restore."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fortell.config.cli.house import open_house, set_up
from fortell.config.cli.refusal import Refused, Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    made = commands.add_parser("backup", parents=[shared], help="make a backup; remove those whose time is over")
    made.add_argument("--to", type=Path, metavar="FOLDER", help="else [backup] folder; [backup_bucket] gets it too")
    what = made.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="only list the backups there")
    what.add_argument("--verify", action="store_true", help="only read every backup there to its end")
    made.add_argument("--identity", type=Path, metavar="FILE", help="an age identity to verify with")
    made.set_defaults(run=back_up)

    restored = commands.add_parser("restore", parents=[shared], help="bring a backup back into an empty data folder")
    restored.add_argument(
        "archives",
        nargs="*",
        type=Path,
        metavar="DATA KEYS",
        help="the two archives of one backup; or NAME, of one in the bucket",
    )
    restored.add_argument("--list", action="store_true", help="only list the backups in the bucket")
    restored.add_argument("--identity", type=Path, metavar="FILE", help="an age identity the backup was made for")
    restored.add_argument("--erasures", type=Path, metavar="FILE", help="the erasure list, if not in the key folder")
    restored.add_argument("--unproven", default="", metavar="REASON", help="restore without it, and stay closed")
    restored.add_argument("--accept-unproven", default="", metavar="REASON", help="open a house that stayed closed")
    restored.set_defaults(run=restore)


def back_up(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.backup import away, shelf
    from fortell.privacy.backup.errors import BackupFailed
    from fortell.privacy.backup.making import make_backup

    folder = arguments.to or shelf.chosen()
    if arguments.list or arguments.verify:
        return _look(folder, arguments)
    try:
        made = make_backup(folder)
    except BackupFailed as error:
        raise Refused(str(error)) from error
    where = {"data": str(made.data), "keys": str(made.keys)} if folder else {}
    if away.bucket():
        where["bucket"] = f"{away.address()}/{made.name}"
    lines = [f"{made.rows} rows and {made.files} files are safe, until their time is over:", *where.values()]
    return Said(text="\n  ".join(lines), data=made.open_facts() | {"name": made.name} | where)


def _look(folder: Path | None, arguments: argparse.Namespace) -> Said:
    from fortell.privacy.backup import away, shelf
    from fortell.privacy.backup.checking import verify
    from fortell.privacy.backup.errors import ArchiveBroken, RestoreRefused
    from fortell.privacy.backup.identity import identities

    bucket = away.bucket()
    if not bucket and (folder is None or not folder.is_dir()):
        raise Refused("Say which folder: --to FOLDER, or [backup] folder in fortell.toml.")
    here = shelf.backups(folder) if folder and folder.is_dir() else []
    try:
        there = away.backups(bucket) if bucket else []
        for backup in here if arguments.verify else ():
            verify(backup, identities(arguments.identity))
        for backup in there if arguments.verify else ():
            with away.fetched(backup.name) as copy:
                verify(copy, identities(arguments.identity))
    except (ArchiveBroken, RestoreRefused, OSError) as error:
        raise Refused(str(error)) from error
    return _listed([*here, *there], where=str(folder or away.address()), whole=arguments.verify)


def _listed(found: list[Any], *, where: str, whole: bool = False) -> Said:
    ending = " Whole." if whole else ""
    lines = [
        f"{one.made_at:%Y-%m-%d %H:%M} UTC: {one.rows} rows, {one.files} files.{ending} {one.data}" for one in found
    ]
    return Said(
        text="\n".join(lines) or f"No backup in {where}.", data=[one.open_facts() | {"name": one.name} for one in found]
    )


def restore(arguments: argparse.Namespace) -> Said:
    if arguments.list:
        return _in_the_bucket()
    if arguments.accept_unproven or not arguments.archives:
        return _open_closed(arguments)
    if len(arguments.archives) > 2:  # noqa: PLR2004 - the data and the keys
        raise Refused("Name both archives of one backup: the .data.age and the .keys.age.")
    set_up()
    from fortell.privacy.backup.errors import ArchiveBroken, RestoreRefused
    from fortell.privacy.backup.restoring import restore as bring_back

    try:
        with _archives(arguments.archives) as (data, keys):
            done = bring_back(
                data=data,
                keys_archive=keys,
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


@contextmanager
def _archives(named: list[Path]) -> Iterator[tuple[Path, Path]]:
    """Both archives, for one name fetched from the bucket."""
    from fortell.privacy.backup import away
    from fortell.privacy.backup.shelf import made_at

    if len(named) == 1 and not made_at(str(named[0])):
        raise Refused("Name both archives of one backup, or one backup of the bucket (fortell restore --list).")
    with ExitStack() as stack:
        if len(named) == 1:
            backup = stack.enter_context(away.fetched(str(named[0])))
            yield backup.data, backup.keys
        else:
            yield named[0], named[1]


def _in_the_bucket() -> Said:
    set_up()
    from fortell.privacy.backup import away

    bucket = away.bucket()
    if bucket is None:
        raise Refused("No [backup_bucket] is set.")
    try:
        return _listed(away.backups(bucket), where=away.address())
    except OSError as error:
        raise Refused(str(error)) from error


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
