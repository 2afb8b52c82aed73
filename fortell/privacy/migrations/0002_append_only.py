"""The consent ledger and the audit log only grow: the database itself refuses to change or remove a line."""

from django.db import migrations

TABLES = ("privacy_consententry", "privacy_auditentry")
EVENTS = ("UPDATE", "DELETE")

SQLITE = """
CREATE TRIGGER {table}_no_{low} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION fortell_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
POSTGRESQL = "CREATE TRIGGER {table}_no_{low} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION fortell_append_only()"


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
    template = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for table in TABLES:
        for event in EVENTS:
            schema_editor.execute(template.format(table=table, event=event, low=event.lower()))


def unguard(apps, schema_editor):
    suffix = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER {table}_no_{event.lower()}" + suffix.format(table=table))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION fortell_append_only()")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_first")]
    operations = [migrations.RunPython(guard, unguard)]
