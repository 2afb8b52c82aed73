"""From an installation's choices to Django's settings."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from fortell.config.databases import database
from fortell.kit.installation import SettingsError
from fortell.privacy.vault.master import master_key
from tests.cast import BOTH

FILE = Path("/somewhere/fortell.sqlite3")


def test_without_an_address_it_is_sqlite_with_care() -> None:
    chosen = database("", FILE)
    assert (chosen["ENGINE"], chosen["NAME"]) == ("django.db.backends.sqlite3", str(FILE))
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        assert f"PRAGMA {pragma};" in chosen["OPTIONS"]["init_command"]


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_an_address_of_postgresql_is_taken_apart(scheme: str) -> None:
    chosen = database(f"{scheme}://alma:s%40cret%2F@db.example:5433/memoirs", FILE)
    assert chosen["ENGINE"] == "django.db.backends.postgresql"
    parts = {name: chosen[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")}
    assert parts == {
        "USER": "alma",
        "PASSWORD": "s@cret/",
        "HOST": "db.example",
        "PORT": "5433",
        "NAME": "memoirs",
    }
    assert chosen["OPTIONS"]["pool"]


def test_an_address_may_name_a_folder_with_a_socket() -> None:
    chosen = database("postgresql://alma@%2Frun%2Fpg/memoirs", FILE)
    assert (chosen["HOST"], chosen["PORT"], chosen["PASSWORD"]) == ("/run/pg", "", "")


@pytest.mark.parametrize(
    "url", ["mysql://alma@db.example/memoirs", "postgresql://db.example", "postgresql://db.example/", "memoirs.db"]
)
def test_another_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingsError, match="A database address looks like") as refused:
        database(url, FILE)
    assert url not in str(refused.value)


@pytest.mark.django_db(databases=BOTH)
def test_sqlite_does_as_it_was_told() -> None:
    if connections["default"].vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL")
    for alias in BOTH:
        with connections[alias].cursor() as cursor:
            found = {}
            for pragma in ("journal_mode", "secure_delete", "foreign_keys", "synchronous"):
                cursor.execute(f"PRAGMA {pragma}")
                found[pragma] = cursor.fetchone()[0]
        assert found == {"journal_mode": "wal", "secure_delete": 1, "foreign_keys": 1, "synchronous": 2}


def test_keys_and_content_lie_in_two_databases() -> None:
    names = {alias: connections[alias].settings_dict["NAME"] for alias in BOTH}
    assert names["default"] != names["keys"]


def test_uploads_are_never_spooled_to_a_file() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["fortell.privacy.uploads.InMemoryUpload"]


def test_the_signing_secret_is_not_the_master_key() -> None:
    assert master_key().hex() not in settings.SECRET_KEY
    assert len(settings.SECRET_KEY) == 64
    assert not settings.DEBUG


def test_passwords_are_hashed_slowly_and_in_one_way() -> None:
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
