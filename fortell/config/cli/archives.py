"""Commands that take a memoir along and bring one in."""

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any

from fortell.config.cli.house import memoir_named, open_house
from fortell.config.cli.refusal import Refused, Said

HALF = ".half"


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    export = commands.add_parser("export", parents=[shared], help="write a memoir with everything in it as an archive")
    export.add_argument("code")
    export.add_argument("--output", required=True, metavar="FILE", help="the archive to write; - for standard output")
    export.add_argument(
        "--to-age",
        action="append",
        default=[],
        metavar="RECIPIENT",
        help="seal it for the holder of this age public key (age1…); may be given more than once",
    )
    export.set_defaults(run=export_memoir)
    imported = commands.add_parser("import-archive", parents=[shared], help="bring in a memoir from an archive")
    imported.add_argument("file", type=Path)
    imported.add_argument("--identity", type=Path, metavar="FILE", help="the age identity that opens a sealed archive")
    imported.set_defaults(run=import_archive)
    offered = commands.add_parser("receive", parents=[shared], help="offer to take in a memoir from another Fortell")
    offered.add_argument("--days", type=int, default=7, help="how long the offer stands (7)")
    offered.set_defaults(run=offer_to_receive)
    sent = commands.add_parser("transfer", parents=[shared], help="send a memoir to a Fortell that offered to take it")
    sent.add_argument("code")
    sent.add_argument("--to", required=True, metavar="OFFER", help="the line that `fortell receive` printed there")
    sent.add_argument("--asked", default="", metavar="STATEMENT", help="how and when the storyteller asked for it")
    sent.add_argument("--yes", action="store_true", help="she has confirmed this receiver; send it")
    sent.set_defaults(run=transfer)


def export_memoir(arguments: argparse.Namespace) -> Said | int:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.archive.aged import recipient, write_sealed
    from fortell.story.actions import take_copy

    try:
        recipients = [recipient(name) for name in arguments.to_age]
    except ValueError as error:
        raise Refused(str(error)) from error
    archive = take_copy(memoir=memoir_named(arguments.code), by=OPERATOR)

    def put(out: IO[bytes]) -> None:
        if recipients:
            write_sealed(archive.pieces(), out, recipients)
        else:
            out.writelines(archive.pieces())

    if arguments.output == "-":
        put(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return 0
    path = Path(arguments.output)
    _write(path, put)
    who = "Only the holders of these age keys can open it." if recipients else "Whoever has it can read all of it."
    text = f"{path}: {path.stat().st_size} bytes, {len(archive.files)} files. {who}"
    return Said(text=text, data={"file": str(path), "bytes": path.stat().st_size, "files": len(archive.files)})


def import_archive(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.archive.form import ArchiveRefused
    from fortell.privacy.archive.importing import import_package
    from fortell.privacy.archive.reading import Package
    from fortell.privacy.backup.errors import RestoreRefused
    from fortell.story.models import Memoir

    try:
        with _archive_in(arguments.file, arguments.identity) as file:
            done = import_package(package=Package(file), by=OPERATOR)
    except ArchiveRefused as error:
        raise Refused(f"{arguments.file.name}: {error} Nothing was kept.") from error
    except RestoreRefused as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"{arguments.file} can't be read: {error.strerror}") from error
    code = Memoir.objects.get(id=done.scope).code
    text = (
        f"{code}\n{sum(done.rows.values())} rows and {done.files} files. Consents and approvals came along as history "
        f"only: make the storyteller a link (fortell link {code}), and she is asked anew."
    )
    return Said(text=text, data={"code": code, "rows": done.rows, "files": done.files})


def _archive_in(path: Path, identity: Path | None) -> AbstractContextManager[IO[bytes]]:
    from fortell.privacy.archive.aged import is_sealed, unlocked

    if not is_sealed(path):
        return path.open("rb")
    if identity is None:
        raise Refused(f"{path.name} is sealed with age: --identity FILE names the file with the key that opens it.")
    return unlocked(path, identity)


def offer_to_receive(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.transfer.offers import fingerprint, make_offer
    from fortell.privacy.vault.signing import public_key

    if arguments.days < 1:
        raise Refused("--days is 1 or more.")
    offer, mark = make_offer(days=arguments.days), fingerprint(public_key())
    text = (
        f"{offer}\n\nGive this line to whoever keeps the memoir now: one memoir can be sent here with it, once, within "
        f"{arguments.days} days. This house's fingerprint, to be compared on the telephone:\n  {mark}"
    )
    return Said(text=text, data={"offer": offer, "fingerprint": mark})


def transfer(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.transfer.errors import OfferUnreadable, TransferFailed
    from fortell.privacy.transfer.offers import read_offer
    from fortell.story.actions import transfer_memoir

    memoir = memoir_named(arguments.code)
    try:
        offer = read_offer(arguments.to)
        if not arguments.yes:
            return Said(text=_whom(offer), data={"receiver": offer.controller, "fingerprint": offer.fingerprint})
        if not arguments.asked.strip():
            raise Refused("--asked says how and when the storyteller asked for exactly this receiver.")
        done = transfer_memoir(memoir=memoir, offer=offer, statement=arguments.asked.strip(), by=OPERATOR)
    except (OfferUnreadable, TransferFailed) as error:
        raise Refused(str(error)) from error
    text = (
        f"The receiver has it: {done.receipt['rows']} rows and {done.receipt['files']} files, {done.package_sha256}. "
        "Its signed receipt is kept. Nothing was erased here."
    )
    return Said(text=text, data=done.receipt)


def _whom(offer: Any) -> str:
    return (
        f"To: {offer.controller or 'a family that gave no name'}, {offer.country or 'no country named'}\n"
        f"    {offer.address}\n    fingerprint {offer.fingerprint}\n"
        "It gets everything that the storyteller provided, and answers for it from then on. Nothing was sent yet. Once "
        "she has confirmed this receiver: --asked STATEMENT --yes"
    )


def _write(path: Path, put: Callable[[IO[bytes]], None]) -> None:
    """The name appears only when all of it is safely on disk. Never over another file. Raises Refused."""
    if path.exists():
        raise Refused(f"There is a file of that name already: {path}")
    half = path.with_name(path.name + HALF)
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            put(file)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    except OSError as error:
        raise Refused(f"{path} can't be written: {error.strerror}") from error
    finally:
        half.unlink(missing_ok=True)
