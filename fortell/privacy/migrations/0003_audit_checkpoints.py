"""Checkpoints, and the triggers that hold them: seals and checkpoints only grow; a line of the log goes only when a stub
says that it has expired, and a stub can only say what a checkpoint has sealed."""

import django.db.models.deletion
import fortell.kit.clock
from django.db import migrations, models

GROWING = ("privacy_auditcheckpoint", "privacy_auditseal")

EXPIRED = "EXISTS (SELECT 1 FROM privacy_auditstub s WHERE s.scope = OLD.scope AND s.last >= OLD.number)"
SEALED = """EXISTS (
    SELECT 1 FROM privacy_auditseal s
    WHERE s.scope = NEW.scope AND s.number = NEW.last AND s.hash = NEW.hash AND s.checkpoint_id = NEW.checkpoint_id
)"""
FURTHER = f"NEW.scope = OLD.scope AND NEW.last > OLD.last AND {SEALED}"
# table, event, and the condition under which it may happen
RULES = (
    *((table, event, "1 = 0") for table in GROWING for event in ("UPDATE", "DELETE")),
    ("privacy_auditentry", "DELETE", EXPIRED),
    ("privacy_auditstub", "INSERT", SEALED),
    ("privacy_auditstub", "UPDATE", FURTHER),
    ("privacy_auditstub", "DELETE", "1 = 0"),
)

SQLITE = """
CREATE TRIGGER {table}_no_{low} BEFORE {event} ON {table} WHEN NOT ({unless})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
# A BEFORE trigger returns the row that it lets through.
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {table}_{low}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {unless} THEN RETURN {row}; END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
"""
POSTGRESQL = "CREATE TRIGGER {table}_no_{low} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_{low}()"
OLD_SQLITE = """
CREATE TRIGGER privacy_auditentry_no_delete BEFORE DELETE ON privacy_auditentry
BEGIN SELECT RAISE(ABORT, 'privacy_auditentry is append-only'); END
"""
OLD_POSTGRESQL = """
CREATE TRIGGER privacy_auditentry_no_delete BEFORE DELETE ON privacy_auditentry
FOR EACH ROW EXECUTE FUNCTION fortell_append_only()
"""


def guard(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute("DROP TRIGGER privacy_auditentry_no_delete" + (" ON privacy_auditentry" if postgresql else ""))
    for table, event, unless in RULES:
        words = {"table": table, "event": event, "low": event.lower(), "unless": unless}
        for template in (POSTGRESQL_FUNCTION, POSTGRESQL) if postgresql else (SQLITE,):
            schema_editor.execute(
                template.format(**words, row="OLD" if event == "DELETE" else "NEW"), params=None
            )


def unguard(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table, event, _unless in RULES:
        name = f"{table}_no_{event.lower()}"
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION {table}_{event.lower()}()")
    schema_editor.execute(OLD_POSTGRESQL if postgresql else OLD_SQLITE)


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditCheckpoint',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('chains', models.PositiveBigIntegerField()),
                ('digest', models.BinaryField()),
                ('previous', models.BinaryField()),
                ('hash', models.BinaryField()),
                ('signature', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.UUIDField()),
                ('number', models.PositiveBigIntegerField()),
                ('hash', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='AuditStub',
            fields=[
                ('scope', models.UUIDField(primary_key=True, serialize=False)),
                ('last', models.PositiveBigIntegerField(default=0)),
                ('hash', models.BinaryField(default=bytes)),
                ('at', models.DateTimeField(default=fortell.kit.clock.now)),
            ],
        ),
        migrations.AddField(
            model_name='audithead',
            name='covered',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='audithead',
            index=models.Index(condition=models.Q(('number__gt', models.F('covered'))), fields=['scope'], name='audit_head_grown'),
        ),
        migrations.AddField(
            model_name='auditseal',
            name='checkpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='privacy.auditcheckpoint'),
        ),
        migrations.AddField(
            model_name='auditstub',
            name='checkpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='privacy.auditcheckpoint'),
        ),
        migrations.AddConstraint(
            model_name='auditseal',
            constraint=models.UniqueConstraint(fields=('scope', 'number'), name='audit_one_seal_a_line'),
        ),
        migrations.RunPython(guard, unguard),
    ]
