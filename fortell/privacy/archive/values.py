"""A row as JSON, with every field that the inventory names, and back."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Field

from fortell.privacy.archive.rooms import Row
from fortell.privacy.inventory import Holding
from fortell.privacy.terms import Category
from fortell.privacy.vault.fields import Sealed, SealedField
from fortell.privacy.vault.opening import Opening

if TYPE_CHECKING:
    AnyField = Field[Any, Any]
else:
    AnyField = Field
BATCH = 500


def rows_of(holding: Holding, opening: Opening, **only: Any) -> Iterator[Row]:
    """Each row of the opening's scope, open. `only`: further conditions."""
    assert holding.scope  # what has none belongs to nobody, and nobody can ask for it
    found = holding.model._default_manager.filter(**{holding.scope: opening.scope}, **only).order_by("pk")
    for start in range(0, found.count(), BATCH):
        batch = list(found[start : start + BATCH])
        opening.load_keys({row.sealing_key for row in batch if isinstance(row, Sealed) and not row.own_root})
        yield from (_open(row, holding, opening) for row in batch)


def opens_something(field: AnyField, what: object) -> bool:
    """Whether a field is the hash of a secret: of it the archive says only whether there is one."""
    return what is Category.ACCESS and isinstance(field, models.BinaryField | models.CharField)


def from_json(field: AnyField, value: Any) -> Any:
    """The value as the model takes it; sealed fields are for the opening to seal. The schema has checked its form."""
    if value is None:
        return None
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return UUID(value)
    if isinstance(target, models.DateTimeField):
        return datetime.fromisoformat(value)
    return value


def _open(row: models.Model, holding: Holding, opening: Opening) -> Row:
    fields = {field.name: field for field in row._meta.concrete_fields}
    return {name: _to_json(row, fields[name], what, opening) for name, what in holding.fields.items()}


def _to_json(row: models.Model, field: AnyField, what: object, opening: Opening) -> Any:
    if isinstance(field, SealedField):
        assert isinstance(row, Sealed)
        return (Opening(row.pk) if row.own_root else opening).read(row, field.name)
    value = getattr(row, field.attname)
    if opens_something(field, what):
        return bool(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    return bytes(value).hex() if isinstance(field, models.BinaryField) else value
