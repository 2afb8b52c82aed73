"""What left the house stays written down: the database itself refuses to change or remove a line."""

from django.db import migrations

TABLES = (
    "egress_sending",
    "egress_sendingend",
    "egress_disclosure",
    "egress_disclosureapproval",
    "egress_disclosurerelease",
)
EVENTS = ("UPDATE", "DELETE")

SQLITE = """
CREATE TRIGGER {table}_no_{low} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = "CREATE TRIGGER {table}_no_{low} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION fortell_append_only()"


def guard(apps, schema_editor):
    template = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for table in TABLES:
        for event in EVENTS:
            schema_editor.execute(template.format(table=table, event=event, low=event.lower()))


def unguard(apps, schema_editor):
    suffix = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER {table}_no_{event.lower()}" + suffix.format(table=table))


class Migration(migrations.Migration):
    # The function that the triggers call on PostgreSQL comes with privacy's own.
    dependencies = [("egress", "0001_first"), ("privacy", "0002_append_only")]
    operations = [migrations.RunPython(guard, unguard)]
