"""On PostgreSQL the keys of one scope lie in one of 32 tables, so that destroying some rewrites only that one.

The table of all is partitioned by what the scope is: the parent, or the id of a key without one. PostgreSQL has no
primary key over an expression, so ids are unique within a shelf; they are random, and looked up with their scope.
"""

from django.db import migrations

SHELVES = 32
SHELF = "CREATE TABLE keystore_key_{0:02} PARTITION OF keystore_key FOR VALUES WITH (MODULUS {1}, REMAINDER {0})"


def to_shelves(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("ALTER TABLE keystore_key RENAME TO keystore_key_whole")
    schema_editor.execute("CREATE TABLE keystore_key (LIKE keystore_key_whole) PARTITION BY HASH ((COALESCE(parent, id)))")
    for number in range(SHELVES):
        schema_editor.execute(SHELF.format(number, SHELVES))
    schema_editor.execute("INSERT INTO keystore_key SELECT * FROM keystore_key_whole")
    schema_editor.execute("DROP TABLE keystore_key_whole")
    for number in range(SHELVES):
        schema_editor.execute(f"CREATE UNIQUE INDEX keystore_key_{number:02}_id ON keystore_key_{number:02} (id)")
    schema_editor.execute("CREATE INDEX keystore_key_by_parent ON keystore_key (parent)")
    schema_editor.execute("CREATE INDEX keystore_key_by_time ON keystore_key (created_at)")
    schema_editor.execute("CREATE INDEX root_by_master ON keystore_key (master) WHERE parent IS NULL")


class Migration(migrations.Migration):

    dependencies = [
        ("keystore", "0002_masters"),
    ]

    operations = [migrations.RunPython(to_shelves, migrations.RunPython.noop)]
