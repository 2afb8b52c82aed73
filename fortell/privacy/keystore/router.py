from typing import Any

from django.db.models import Model

KEYS = "keys"


class KeysApart:
    """Keys live in a database of their own, everything else in the other; no query and no transaction spans both."""

    def db_for_read(self, model: type[Model], **_hints: Any) -> str:
        return KEYS if model._meta.app_label == "keystore" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **_hints: Any) -> bool:
        return self.db_for_read(type(one)) == self.db_for_read(type(other))

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return (db == KEYS) == (app_label == "keystore")
