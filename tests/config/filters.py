"""Commands that read lines and write lines, run as a script runs them: apart from this process, and without a house."""

import os
import subprocess
import sys
from pathlib import Path

from tests.config.test_cli import CHECKOUT, Done


def filtered(folder: Path, lines: str, *arguments: str) -> Done:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FORTELL_")}
    done = subprocess.run(
        [sys.executable, "-m", "fortell", *arguments],
        env=environment | {"FORTELL_DATA": str(folder / "data"), "PYTHONWARNINGS": "error"},
        cwd=CHECKOUT,
        input=lines,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Done(code=done.returncode, out=done.stdout, err=done.stderr)
