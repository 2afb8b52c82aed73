"""Opening the house for a command: data folder, master key, databases up to date."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fortell.config.cli.refusal import Refused
from fortell.kit.installation import installation
from fortell.privacy import log_files

MARK = "fortell.installed"


def open_house(*, even_closed: bool = False) -> None:
    """Set Django up on the data folder, made and migrated where need be. Raises Refused.

    `even_closed`: also where a restore left the house closed; a restore that is not done is refused in any case.
    Django is imported only here, so that `--help` and a wrong command answer at once.
    """
    from fortell.privacy.backup import closing
    from fortell.privacy.vault.master import MasterKeyError

    if (why := closing.why_closed()) and (closing.is_restoring() or not even_closed):
        raise Refused(why)
    made = None
    try:
        made = _make_key_at_first_start()
        _open()
    except MasterKeyError as error:
        if made:  # the data folder was new, the databases were not: their key lies elsewhere
            made.unlink()
        raise _key_refused(error) from error
    except PermissionError as error:
        raise Refused(f"The data folder can't be used: {error}") from error
    if made:
        _say_key_was_made(made)


@contextmanager
def while_open(*, otherwise: str) -> Iterator[None]:
    """Around verbs that need a live consent; `otherwise` ends the line that says there is none. Raises Refused."""
    from fortell.privacy.consent import ConsentMissing
    from fortell.privacy.rights.restriction import Restricted

    try:
        yield
    except ConsentMissing as error:
        raise Refused(f"There is no live consent for this memoir, so {otherwise}.") from error
    except Restricted as error:
        raise Refused("This memoir is at rest: it is kept, and nothing else is done with it.") from error


def set_up() -> None:
    """Django with the installation's settings, and nothing opened: for a restore. Raises Refused."""
    from fortell.privacy.vault.master import MasterKeyError

    try:
        _django()
    except MasterKeyError as error:
        raise _key_refused(error) from error


def _key_refused(error: Exception) -> Refused:
    return Refused(
        f"{error}\nNothing was opened or changed. Put the right master key back in its place (docs/operating.md)."
    )


def _make_key_at_first_start() -> Path | None:
    from fortell.privacy.vault.master import make_master_key

    data = installation().data
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    first = not (data / MARK).exists() and not (data / "keys.sqlite3").exists()
    return make_master_key() if first else None


def _django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fortell.config.settings")
    django.setup()


def _open() -> None:
    _django()
    _migrate()
    (installation().data / MARK).touch()
    log_files.remember()


def _say_key_was_made(path: Path) -> None:
    from fortell.privacy.vault.recovery import write_sheet

    print(
        f"A master key was made: {path}\nWithout it nothing can be read. "
        f"Print the recovery sheet and keep it apart: {write_sheet()}",
        file=sys.stderr,
    )


def _migrate() -> None:
    from django.core.management import call_command

    from fortell.privacy import erasure
    from fortell.privacy.vault import keys, signing

    keys.refuse_other_master()
    call_command("migrate", database="keys", interactive=False, verbosity=0)
    call_command("migrate", database="default", interactive=False, verbosity=0)
    keys.verify_master()
    signing.public_key()  # made at the first start, so that no mere look at a page makes it
    erasure.resume()
    _publish_first_notice()


def _publish_first_notice() -> None:
    from fortell.privacy.notice import publishing
    from fortell.privacy.profile import profile

    try:
        publishing.publish_first(profile())
    except publishing.NoticeIncomplete as error:
        raise Refused(f"The privacy notice can't be made: {error}") from error


def memoir_named(code: str) -> Any:
    """The memoir with this code. Raises Refused."""
    from fortell.story.queries import memoir_by_code

    memoir = memoir_by_code(code)
    if memoir is None:
        raise Refused(f"There is no memoir with the code {code}.")
    return memoir
