"""A PostgreSQL of the test run's own: made in a temporary folder, on a Unix socket, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

FOLDERS = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"))


def binaries() -> Path | None:
    """Where the server's programs are, if anywhere on this machine."""
    return next((folder for folder in FOLDERS if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """The settings, as environment variables, of a server that lives as long as the block."""
    found = binaries()
    assert found, "no PostgreSQL server programs"
    folder = Path(tempfile.mkdtemp(prefix="fortell-pg-"))
    try:
        _as_server_user(
            folder, [found / "initdb", "-D", folder / "data", "-U", "fortell", "--auth=trust", "-E", "UTF8"]
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c timezone=UTC"
        control = [found / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log"]
        _as_server_user(folder, [*control, "-o", options, "start"])
        try:
            _as_server_user(folder, [found / "createdb", "-h", folder, "-U", "fortell", "fortell"])
            _as_server_user(folder, [found / "createdb", "-h", folder, "-U", "fortell", "fortell_keys"])
            yield {
                "FORTELL_DATABASE_URL": f"postgresql://fortell@{quote(str(folder), safe='')}/fortell",
                "FORTELL_DATABASE_KEYS_URL": f"postgresql://fortell@{quote(str(folder), safe='')}/fortell_keys",
            }
        finally:
            _as_server_user(folder, [*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_server_user(folder: Path, command: list[str | Path]) -> None:
    """PostgreSQL refuses to run as root; then its own user, or nobody, runs it."""
    user = None
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        shutil.chown(folder, user)
    done = subprocess.run(
        [str(part) for part in command], user=user, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command[0]}: {done.stderr or done.stdout}"
