import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.installation import DATA

# No test fails for being slow: a busy machine is no fault of the code. Speed is shown in benchmarks/.
# What must hold for any input is tried on a few every day, and on many by ./run verify.
settings.register_profile("everyday", deadline=None, max_examples=20)
settings.register_profile("at length", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "everyday")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite in files, as in life: in memory, the threads of a live server would each see another database."""
    from django.db import connections

    for alias in connections:
        settings = connections[alias].settings_dict
        if settings["ENGINE"].endswith("sqlite3"):
            settings["TEST"]["NAME"] = str(DATA / f"test-{alias}.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def collected_static() -> None:
    """Pages name their style and scripts by content hash, as in life."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def counts_begun_anew() -> None:
    """All tests come from one address: what one of them counts is no matter of the next."""
    from fortell.people.views import OPENINGS

    OPENINGS.forget()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real interviews and photos; tests that use it skip where it is absent."""
    folder = Path(os.environ.get("FORTELL_CORPUS") or Path(__file__).resolve().parents[2] / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("the folder of real interviews is absent (set FORTELL_CORPUS)")
    return folder


pytest_plugins = (
    "tests.cast",
    "tests.certificates",
    "tests.egress",
    "tests.emptying",
    "tests.hearing",
    "tests.letterbox",
    "tests.mailing",
    "tests.modelling",
)
