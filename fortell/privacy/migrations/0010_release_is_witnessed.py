"""The consent ledger of an erased scope is released once, by the line in its own chain that says so, and never back.

Without that line, which is hashed and sealed with the chain, an UPDATE by hand would be enough to let consents vanish.
On SQLite a REPLACE deletes what it meets without any trigger of deletion; so it may meet nothing.
"""

from django.db import migrations

ALLOWED = """OLD.released_at IS NULL AND NEW.released_at IS NOT NULL AND NEW.scope = OLD.scope AND NEW.at = OLD.at
    AND NOT EXISTS (SELECT 1 FROM privacy_legalhold l WHERE l.scope = OLD.scope AND l.lifted_at IS NULL)
    AND EXISTS (
        SELECT 1 FROM privacy_audithead h JOIN privacy_auditentry a
            ON a.scope = h.scope AND a.number = h.number AND a.hash = h.hash
        WHERE h.scope = OLD.scope AND a.verb = 'retention.expired' AND a.kind = 'privacy.erasedscope'
    )"""
GUARDS = {"insert": "NEW.released_at IS NULL", "update": ALLOWED}
LEDGERS = ("privacy_consententry", "privacy_auditentry")
SQLITE = """
CREATE TRIGGER privacy_erasedscope_no_{event} BEFORE {event} ON privacy_erasedscope WHEN NOT ({allowed})
BEGIN SELECT RAISE(ABORT, 'privacy_erasedscope is released by its audit line alone'); END
"""
SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_insert BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
SAME = {"privacy_consententry": "id = NEW.id", "privacy_auditentry": "id = NEW.id OR scope = NEW.scope AND number = NEW.number"}
POSTGRESQL_FUNCTION = """
CREATE FUNCTION privacy_erasedscope_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {allowed} THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'privacy_erasedscope is released by its audit line alone';
END $$
"""
POSTGRESQL = """
CREATE TRIGGER privacy_erasedscope_no_{event} BEFORE {event} ON privacy_erasedscope
FOR EACH ROW EXECUTE FUNCTION privacy_erasedscope_{event}()
"""


def guard(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for event, allowed in GUARDS.items():
        for template in (POSTGRESQL_FUNCTION, POSTGRESQL) if postgresql else (SQLITE,):
            schema_editor.execute(template.format(event=event, allowed=allowed), params=None)
    for table in () if postgresql else LEDGERS:
        schema_editor.execute(SQLITE_REPLACE.format(table=table, same=SAME[table]), params=None)


def unguard(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for event in GUARDS:
        on = " ON privacy_erasedscope" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER privacy_erasedscope_no_{event}{on}")
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION privacy_erasedscope_{event}()")
    for table in () if postgresql else LEDGERS:
        schema_editor.execute(f"DROP TRIGGER {table}_no_insert")


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0009_requests_fall_due"),
    ]

    operations = [migrations.RunPython(guard, unguard)]
