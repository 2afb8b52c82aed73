"""What no code can go around: an order needs its approval, steps their sequence, vouchers their numbers, for ever.

Vouchers and transfers can be deleted once five accounting years are over, by the clock of the database itself
(bokføringsloven § 13; the sweep may be later, never sooner). On SQLite a REPLACE deletes what it meets without any
trigger of deletion; so an insertion may meet nothing.
"""

from django.db import migrations

APPROVED = """EXISTS (
    SELECT 1 FROM book_approval a JOIN book_proof p ON a.proof_id = p.id JOIN book_edition e ON p.edition_id = e.id
    WHERE a.id = NEW.approval AND p.id = NEW.proof AND e.memoir_id = NEW.memoir_id
        AND a.interior_sha256 = NEW.interior_sha256 AND a.cover_sha256 = NEW.cover_sha256
)"""
DONE = "EXISTS (SELECT 1 FROM orders_step s WHERE s.order_id = NEW.order_id AND s.kind = '{kind}')"
AFTER = (
    ("released", "placed", "cancelled"),
    ("handed-over", "released", "cancelled"),
    ("printed", "handed-over", "cancelled"),
    ("sent", "printed", "cancelled"),
    ("cancelled", "placed", "handed-over"),
)
SEQUENCE = "(NEW.kind = 'placed' OR " + " OR ".join(
    f"(NEW.kind = '{kind}' AND {DONE.format(kind=before)} AND NOT {DONE.format(kind=never)})"
    for kind, before, never in AFTER
) + ")"
NEXT = """NEW.number = (SELECT s.last FROM orders_series s WHERE s.key = NEW.kind) + 1
    AND NOT EXISTS (SELECT 1 FROM orders_voucher v WHERE v.id = NEW.id)"""
NEW_INTENT = "NOT EXISTS (SELECT 1 FROM orders_transfer t WHERE t.id = NEW.id OR t.intent = NEW.intent)"
MOVED = """NEW.key = OLD.key AND NEW.last = OLD.last + 1
    AND EXISTS (SELECT 1 FROM orders_voucher v WHERE v.kind = NEW.key AND v.number = NEW.last)"""
NEVER = "1 = 0"
OLD_ENOUGH = {
    "sqlite": "CAST(strftime('%Y', OLD.{at}) AS INTEGER) < CAST(strftime('%Y', 'now') AS INTEGER) - 5",
    "postgresql": "EXTRACT(YEAR FROM OLD.{at}) < EXTRACT(YEAR FROM now()) - 5",
}


def guards(vendor):
    old = OLD_ENOUGH[vendor]
    return (
        ("orders_order", "insert", APPROVED, "an order needs an approval of these very files"),
        ("orders_order", "update", NEVER, "an order never changes"),
        ("orders_step", "insert", SEQUENCE, "this step can not follow"),
        ("orders_step", "update", NEVER, "a step never changes"),
        ("orders_voucher", "insert", NEXT, "a voucher takes the next number"),
        ("orders_voucher", "update", NEVER, "a voucher never changes"),
        ("orders_voucher", "delete", old.format(at="issued_at"), "a voucher is kept for five years"),
        ("orders_transfer", "insert", NEW_INTENT, "a transfer is booked once"),
        ("orders_transfer", "update", NEVER, "a transfer never changes"),
        ("orders_transfer", "delete", old.format(at="at"), "a transfer is kept for five years"),
        ("orders_series", "insert", "NEW.last = 0", "a series begins at nothing"),
        ("orders_series", "update", MOVED, "only a voucher moves a series on"),
        ("orders_series", "delete", NEVER, "a series never goes"),
    )


SQLITE = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table} WHEN NOT ({allowed})
BEGIN SELECT RAISE(ABORT, '{why}'); END
"""
SQLITE_NUMBERED = """
CREATE TRIGGER orders_voucher_numbered AFTER INSERT ON orders_voucher
BEGIN UPDATE orders_series SET last = NEW.number WHERE key = NEW.kind; END
"""
# An order's row is locked first: two steps at once see one another.
LOCK = {"orders_step": "PERFORM 1 FROM orders_order o WHERE o.id = NEW.order_id FOR UPDATE;"}
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {table}_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {lock}
    IF {allowed} THEN RETURN {row}; END IF;
    RAISE EXCEPTION USING MESSAGE = '{why}', ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_{event}()
"""
POSTGRESQL_NUMBERED = (
    """
CREATE FUNCTION orders_voucher_numbered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE orders_series SET last = NEW.number WHERE key = NEW.kind; RETURN NEW; END $$
""",
    """
CREATE TRIGGER orders_voucher_numbered AFTER INSERT ON orders_voucher
FOR EACH ROW EXECUTE FUNCTION orders_voucher_numbered()
""",
)


def guard(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table, event, allowed, why in guards(schema_editor.connection.vendor):
        row, lock = "OLD" if event == "delete" else "NEW", LOCK.get(table, "") if event == "insert" else ""
        for template in (POSTGRESQL_FUNCTION, POSTGRESQL) if postgresql else (SQLITE,):
            statement = template.format(table=table, event=event, allowed=allowed, why=why, row=row, lock=lock)
            schema_editor.execute(statement, params=None)
    for statement in POSTGRESQL_NUMBERED if postgresql else (SQLITE_NUMBERED,):
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table, event, _allowed, _why in guards(schema_editor.connection.vendor):
        schema_editor.execute(f"DROP TRIGGER {table}_no_{event}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION {table}_{event}()")
    schema_editor.execute("DROP TRIGGER orders_voucher_numbered" + (" ON orders_voucher" if postgresql else ""))
    if postgresql:
        schema_editor.execute("DROP FUNCTION orders_voucher_numbered()")


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_first"), ("book", "0006_use_of_models")]
    operations = [migrations.RunPython(guard, unguard)]
