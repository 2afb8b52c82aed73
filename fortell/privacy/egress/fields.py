"""The names of what is sent: model fields, as the inventory declares them."""

from typing import Final

from django.apps import apps

from fortell.privacy.egress.refusals import FieldUnknown
from fortell.privacy.inventory import NoPersonalData, holdings
from fortell.privacy.purpose import may_serve
from fortell.privacy.terms import Category, Export, Purpose

# What a sealed file holds is no field of a model: photos, recordings, the book's files.
FILE: Final = "privacy.SealedFile.content"


def category_of(field: str) -> Category | None:
    """What kind of data a field holds; None where it says nothing about anybody. Raises FieldUnknown."""
    if field == FILE:
        return Category.CONTENT
    label, _dot, name = field.rpartition(".")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise FieldUnknown(f"no model is called {label!r}") from error
    declared = next((found.fields for found in holdings() if found.model is model), {})
    if name not in declared:
        raise FieldUnknown(f"{field} is not declared")
    what = declared[name]
    return None if isinstance(what, NoPersonalData) else what


def portable_fields() -> frozenset[str]:
    """Everything that a person may take along to another controller (GDPR art. 20); no secret stands among it."""
    fields = {
        f"{found.model._meta.label}.{name}"
        for found in holdings()
        if found.export is Export.PORTABLE
        for name, kind in found.personal.items()
        if may_serve(kind, Purpose.RIGHTS)
    }
    return frozenset(fields | {FILE})
