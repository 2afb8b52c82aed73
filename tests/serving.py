"""A real Fortell: `fortell serve` in processes of its own, on a data folder of its own, that can be killed."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

PATIENCE = 60.0  # seconds before something that should come is missed
KILLED_AFTER = """
import importlib, os, signal, sys
from fortell.config.cli import main
from fortell.config.cli.house import open_house
open_house()
module, _, name = sys.argv[1].partition(":")
module, left = importlib.import_module(module), int(sys.argv[2])
real = getattr(module, name)
def killed(*args, **named):
    global left
    result, left = real(*args, **named), left - 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(module, name, killed)
sys.exit(main(sys.argv[3:]))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(kw_only=True)
class House:
    """Everything lies under `folder`: the data, the master key beside it, what the server says."""

    folder: Path
    language: str = "en"
    port: int = field(default_factory=free_port)
    links: list[str] = field(default_factory=list)
    _server: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the test run's own installation, and a folder of its own for temporary files."""
        (self.folder / "tmp").mkdir(exist_ok=True)
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("FORTELL_", "DJANGO_", "COV_"))
        }
        return kept | {
            "FORTELL_DATA": str(self.data),
            "FORTELL_SERVER_PORT": str(self.port),
            "FORTELL_LANGUAGES_DEFAULT": self.language,
            "FORTELL_WORK_LEASE_SECONDS": "3",
            "FORTELL_LOGS_LEVEL": "info",
            "TMPDIR": str(self.folder / "tmp"),
        }

    def start(self, *arguments: str) -> None:
        """Start in a process group of its own and wait until it is ready."""
        command = [sys.executable, "-P", "-m", "fortell", "serve", *arguments]
        with (self.folder / "said").open("a") as said:
            self._server = subprocess.Popen(
                command,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                start_new_session=True,
                cwd=self.folder,
            )
        assert self._server.stdout
        welcome = "".join(iter(self._server.stdout.readline, "Stop with Ctrl-C. Nothing is lost.\n"))
        self.links = re.findall(r"http\S+#\S+", welcome)
        until(self.ready)

    def ready(self) -> bool:
        assert self._server
        assert self._server.poll() is None, (self.folder / "said").read_text()
        try:
            return httpx.get(f"{self.address}/health/ready").status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """The power goes: every process at once, without a chance to say anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        if self._server:
            self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        assert self._server
        assert self._server.stdout
        os.killpg(self._server.pid, how)
        self._server.wait(PATIENCE)
        if how is not signal.SIGKILL:
            until(lambda: not group_lives(self._server))
        self._server.stdout.close()
        self._server = None

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command of the command line, to its end."""
        command = [sys.executable, "-P", "-m", "fortell", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, cwd=self.folder
        )

    def killed_after(self, call: str, times: int, *arguments: str) -> int:
        """A command that is killed when a function (`module:name`) has returned for the so-many-th time; its code."""
        command = [sys.executable, "-P", "-c", KILLED_AFTER, call, str(times), *arguments]
        return subprocess.run(
            command, env=self.environment, check=False, cwd=self.folder, capture_output=True
        ).returncode

    def python(self, code: str, *arguments: str) -> None:
        """A few lines of Python inside the open house."""
        whole = f"from fortell.config.cli.house import open_house\nopen_house()\n{code}"
        command = [sys.executable, "-P", "-c", whole, *arguments]
        subprocess.run(command, env=self.environment, check=True, cwd=self.folder)

    def rows(self, query: str, *values: object, database: str = "fortell") -> list[tuple[object, ...]]:
        """What stands in a database, read beside the running house."""
        with sqlite3.connect(f"file:{self.data / database}.sqlite3?mode=ro", uri=True) as connection:
            found = connection.execute(query, values).fetchall()
        connection.close()
        return found

    def whole(self) -> bool:
        """Whether SQLite finds both databases in order."""
        return all(self.rows("PRAGMA integrity_check", database=name) == [("ok",)] for name in ("fortell", "keys"))


def group_lives(server: subprocess.Popen[str] | None) -> bool:
    assert server
    try:
        os.killpg(server.pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(condition: Callable[[], object], *, patience: float = PATIENCE) -> None:
    """Wait for a condition; fail once patience ends."""
    end, moment = time.monotonic() + patience, threading.Event()
    while not condition():
        assert time.monotonic() < end, "it did not come"
        moment.wait(0.05)
