"""What keeps destroyed keys in PostgreSQL's journal is named."""

import pytest
from django.db import connections

from fortell.privacy.keystore.router import KEYS
from fortell.privacy.vault import journal
from tests.cast import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
RECYCLED = "the key database has wal_recycle = on: old journal is used again instead of deleted, with its bytes in it: "


def test_what_keeps_old_journal_is_named() -> None:
    if connections[KEYS].vendor != "postgresql":
        assert list(journal.reminders()) == []
        return
    assert list(journal.reminders()) == [f"{RECYCLED}set it to off"]
    with connections[KEYS].cursor() as cursor:
        cursor.execute("SELECT pg_create_physical_replication_slot('left_behind', true)")
        try:
            assert list(journal.reminders())[1:] == [
                "the key database has the replication slot left_behind, which keeps old journal while nobody reads it"
            ]
        finally:
            cursor.execute("SELECT pg_drop_replication_slot('left_behind')")


def test_each_setting_is_one_that_postgresql_has() -> None:
    if connections[KEYS].vendor != "postgresql":
        pytest.skip("SQLite has none of these")
    with connections[KEYS].cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s)", [list(journal.KEEPERS)])
        assert {name for (name,) in cursor.fetchall()} == set(journal.KEEPERS)
