"""Keys without a parent leave the index of parents, so that no search for them goes by it.

SQLite, which keeps no statistics unless it is told to, took that index to find what a rotation has still to rewrap,
and sorted every key of a memoir anew for each slice: the time grew with the square of their number.
"""

from django.db import migrations, models

NAME = {"sqlite": "keystore_key_parent_c6a5b1ec", "postgresql": "keystore_key_by_parent"}


def narrow(apps, schema_editor):
    schema_editor.execute(f"DROP INDEX {NAME[schema_editor.connection.vendor]}")
    schema_editor.execute("CREATE INDEX key_by_parent ON keystore_key (parent) WHERE parent IS NOT NULL")


def widen(apps, schema_editor):
    schema_editor.execute("DROP INDEX key_by_parent")
    schema_editor.execute(f"CREATE INDEX {NAME[schema_editor.connection.vendor]} ON keystore_key (parent)")


class Migration(migrations.Migration):

    dependencies = [
        ("keystore", "0003_keys_on_shelves"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(narrow, widen)],
            state_operations=[
                migrations.AlterField(
                    model_name="key",
                    name="parent",
                    field=models.UUIDField(null=True),
                ),
                migrations.AddIndex(
                    model_name="key",
                    index=models.Index(
                        condition=models.Q(("parent__isnull", False)), fields=["parent"], name="key_by_parent"
                    ),
                ),
            ],
        ),
    ]
