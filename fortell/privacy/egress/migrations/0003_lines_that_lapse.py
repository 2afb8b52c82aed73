"""Lines whose years are over can go. The triggers let them, unless a legal hold stands, and refuse all others as before."""

from django.db import migrations, models


HELD = "EXISTS (SELECT 1 FROM privacy_legalhold h WHERE h.scope = {line}.scope AND h.lifted_at IS NULL)"
LAPSED = "EXISTS (SELECT 1 FROM egress_lapsed l WHERE l.until >= {line}.at)"
FREE = f"{LAPSED} AND NOT {HELD}"
OF_PARENT = f"EXISTS (SELECT 1 FROM {{parent}} p WHERE p.id = OLD.{{key}} AND {FREE.format(line='p')})"
SENDING = OF_PARENT.format(parent="egress_sending", key="sending_id")
DISCLOSURE = OF_PARENT.format(parent="egress_disclosure", key="disclosure_id")
RELEASED = {
    "egress_sending": FREE.format(line="OLD"),
    "egress_sendingend": SENDING,
    "egress_disclosure": FREE.format(line="OLD"),
    "egress_disclosureapproval": DISCLOSURE,
    "egress_disclosurerelease": DISCLOSURE,
}
# table, event, and the condition under which it may happen
RULES = (
    *((table, "DELETE", unless) for table, unless in RELEASED.items()),
    ("egress_lapsed", "UPDATE", "NEW.id = OLD.id AND NEW.until > OLD.until"),
    ("egress_lapsed", "DELETE", "1 = 0"),
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
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
OLD_POSTGRESQL = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION fortell_append_only()
"""


def let_lapsed_lines_go(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in RELEASED:
        schema_editor.execute(f"DROP TRIGGER {table}_no_delete" + (f" ON {table}" if postgresql else ""))
    for table, event, unless in RULES:
        words = {"table": table, "event": event, "low": event.lower(), "unless": unless}
        for template in (POSTGRESQL_FUNCTION, POSTGRESQL) if postgresql else (SQLITE,):
            schema_editor.execute(template.format(**words, row="OLD" if event == "DELETE" else "NEW"), params=None)


def let_no_line_go(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table, event, _unless in RULES:
        schema_editor.execute(f"DROP TRIGGER {table}_no_{event.lower()}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION {table}_{event.lower()}()")
    for table in RELEASED:
        schema_editor.execute((OLD_POSTGRESQL if postgresql else OLD_SQLITE).format(table=table), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('egress', '0002_append_only'),
        ('privacy', '0008_what_falls_due'),  # legal holds
    ]

    operations = [
        migrations.CreateModel(
            name='Lapsed',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(fields=['at'], name='disclosure_by_time'),
        ),
        migrations.AddIndex(
            model_name='sending',
            index=models.Index(fields=['at'], name='sending_by_time'),
        ),
        migrations.AddConstraint(
            model_name='lapsed',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='lapsed_one_row'),
        ),
        migrations.RunPython(let_lapsed_lines_go, let_no_line_go),
    ]
