"""What the privacy engine itself keeps as files. The databases are here too: what is in them, the inventory tells."""

from collections.abc import Iterator
from pathlib import Path

from fortell.kit.installation import installation
from fortell.privacy import log_files
from fortell.privacy.backup import away, closing, making, shelf
from fortell.privacy.inventory import no_personal_data
from fortell.privacy.places import ALL_BELOW, Root, declare_place
from fortell.privacy.terms import Category
from fortell.privacy.vault import master, recovery, rotation

HEX = "[0-9a-f]"
SEALED_FILE = f"vault/{HEX * 2}/{HEX * 32}"
LOCK = no_personal_data("a lock, empty")
KEYS = no_personal_data("random bytes")


def _log() -> Iterator[Path]:
    """Its name without a day too: that its folder is declared before the first line, and after the last."""
    yield from (log.path for log in log_files.logs())
    yield from (path for path, _ended in log_files.files())


def _certificates() -> Iterator[Path]:
    server = installation().server
    yield from (Path(name) for name in (server.certificate, server.private_key) if name)


if not installation().database.url:
    declare_place("the database and its journals", "fortell.sqlite3", "fortell.sqlite3-*", holds=Category.CONTENT)
if not installation().database.keys_url:
    declare_place("the key database and its journals", "keys.sqlite3", "keys.sqlite3-*", holds=Category.RECORD)
if installation().files.store == "disk":
    declare_place("sealed files", SEALED_FILE, f"{SEALED_FILE}.half", "vault/.probe", holds=Category.CONTENT)
declare_place("the logs", holds=Category.TECHNICAL, rule="logs", named=_log)
declare_place("backups", holds=Category.CONTENT, rule="backups", named=shelf.folders)
declare_place("backups on their way to a bucket", f"{away.LEAVING}/{ALL_BELOW}", holds=Category.CONTENT, rule="backups")
declare_place(
    "the lines of the erasure list",
    "erasures.jsonl",
    "erasures.half",
    holds=Category.RECORD,
    rule="erasure-list",
    root=Root.KEYS,
)
declare_place(
    "settings",
    making.SETTINGS,
    holds=no_personal_data("what the operator chose, and the controller as it publishes itself"),
)
declare_place(
    "the names of places",
    shelf.FOLDERS,
    log_files.REMEMBERED,
    holds=no_personal_data("folders of this machine"),
)
declare_place(
    "the marks of a restore",
    *(closing.RESTORING, closing.UNPROVEN, closing.ACCEPTED),
    holds=no_personal_data("days, and why the house opened again"),
)
declare_place("locks", "backup.lock", "importing.lock", holds=LOCK)
declare_place("locks beside the key", rotation.LOCK, "erasures.lock", holds=LOCK, root=Root.KEYS)
declare_place(
    "keys",
    *(master.FILE, master.RETIRED, "*.new", recovery.SHEET, recovery.CONFIRMED),
    holds=KEYS,
    root=Root.KEYS,
)
declare_place(
    "the checkpoints' second place",
    "audit-checkpoints.jsonl",
    "audit-checkpoints-until-*.jsonl",
    holds=no_personal_data("counters and hashes"),
    root=Root.KEYS,
)
declare_place("the server's own certificate", holds=KEYS, named=_certificates)
declare_place(
    "what a disk brings along",
    f"lost+found/{ALL_BELOW}",
    holds=no_personal_data("made by the file system where the folder is a disk of its own"),
)
