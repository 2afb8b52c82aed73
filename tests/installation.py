"""One installation for the whole run, in a temporary folder; on SQLite, or with FORTELL_TEST_POSTGRES on PostgreSQL.

Loaded with `-p`, before pytest-django reads the settings: the environment must be ours by then.
"""

import base64
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import postgres

KEPT = {"FORTELL_TEST_POSTGRES", "FORTELL_CORPUS", "FORTELL_TEST_WHISPER"}
WITHOUT_DATABASE = "FORTELL_TEST_WITHOUT_DATABASE" in os.environ
STACK = ExitStack()
DATA = Path(tempfile.mkdtemp(prefix="fortell-test-"))
CHOSEN = {
    "FORTELL_DATA": str(DATA / "data"),
    "FORTELL_VAULT_MASTER_KEY": base64.b64encode(b"a master key for the tests only!").decode(),
    "FORTELL_CONTROLLER_NAME": "The Solvang family",
    "DJANGO_SETTINGS_MODULE": "fortell.config.settings",
}
for name in [name for name in os.environ if name.startswith("FORTELL_") and name not in KEPT]:
    del os.environ[name]
os.environ.update(CHOSEN)
Path(CHOSEN["FORTELL_DATA"]).mkdir(mode=0o700)
if os.environ.get("FORTELL_TEST_POSTGRES"):
    os.environ.update(STACK.enter_context(postgres.running()))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches a database: nothing else can go otherwise there than on SQLite."""
    if os.environ.get("FORTELL_TEST_POSTGRES"):
        _keep(items, [item for item in items if _touches_a_database(item)], config)
    elif WITHOUT_DATABASE:
        _keep(items, [item for item in items if not _touches_a_database(item)], config)


def _keep(items: list[pytest.Item], wanted: list[pytest.Item], config: pytest.Config) -> None:
    kept = set(wanted)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = wanted


def _touches_a_database(item: pytest.Item) -> bool:
    used = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or "db" in used or "transactional_db" in used


def pytest_unconfigure() -> None:
    STACK.close()
    shutil.rmtree(DATA, ignore_errors=True)
