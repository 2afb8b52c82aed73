"""Whoever can write a row can't let younger lines go: a checkpoint of the audit log must be a year older than they are."""

from django.db import migrations, models

SQLITE_WITNESSED = "julianday(c.at) >= julianday(NEW.until) + 365"
POSTGRESQL_WITNESSED = "c.at >= NEW.until + interval '365 days'"
WITNESSED = "EXISTS (SELECT 1 FROM privacy_auditcheckpoint c WHERE {witnessed})"
FORWARD = "NEW.id = OLD.id AND NEW.until > OLD.until"
SQLITE = """
CREATE TRIGGER egress_lapsed_no_{low} BEFORE {event} ON egress_lapsed WHEN NOT ({unless})
BEGIN SELECT RAISE(ABORT, 'egress_lapsed is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION egress_lapsed_{low}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {unless} THEN RETURN NEW; END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
"""
POSTGRESQL = """
CREATE TRIGGER egress_lapsed_no_{low} BEFORE {event} ON egress_lapsed
FOR EACH ROW EXECUTE FUNCTION egress_lapsed_{low}()
"""
# A restore brings tables in by name, this one before the checkpoints: what it names is looked at once all are there.
POSTGRESQL_INSERT = """
CREATE CONSTRAINT TRIGGER egress_lapsed_no_{low} AFTER {event} ON egress_lapsed
DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION egress_lapsed_{low}()
"""


def want_a_witness(apps, schema_editor):
    on, witnessed = _words(schema_editor)
    schema_editor.execute(f"DROP TRIGGER egress_lapsed_no_update{on}")
    _make(schema_editor, "INSERT", witnessed)
    _make(schema_editor, "UPDATE", f"{FORWARD} AND {witnessed}")


def want_none(apps, schema_editor):
    on, _witnessed = _words(schema_editor)
    for event in ("insert", "update"):
        schema_editor.execute(f"DROP TRIGGER egress_lapsed_no_{event}{on}")
    if on:
        schema_editor.execute("DROP FUNCTION egress_lapsed_insert()")
    _make(schema_editor, "UPDATE", FORWARD)


def _words(schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    condition = POSTGRESQL_WITNESSED if postgresql else SQLITE_WITNESSED
    return " ON egress_lapsed" if postgresql else "", WITNESSED.format(witnessed=condition)


def _make(schema_editor, event, unless):
    postgresql = schema_editor.connection.vendor == "postgresql"
    trigger = POSTGRESQL_INSERT if event == "INSERT" else POSTGRESQL
    for template in (POSTGRESQL_FUNCTION, trigger) if postgresql else (SQLITE,):
        schema_editor.execute(template.format(event=event, low=event.lower(), unless=unless), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('egress', '0005_receipts_given'),
        ('privacy', '0003_audit_checkpoints'),
    ]

    operations = [
        migrations.AddField(
            model_name='lapsed',
            name='signature',
            # Null: with a default, SQLite would make the table anew, and lose its triggers.
            field=models.BinaryField(null=True),
        ),
        migrations.RunPython(want_a_witness, want_none),
    ]
