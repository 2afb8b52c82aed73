"""The published form of the two JSON files, made from the inventory and the models (JSON Schema, draft 2020-12)."""

from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from jsonschema import Draft202012Validator

from fortell.privacy.archive.form import FORMAT, SCHEMA, VERSION, ArchiveRefused
from fortell.privacy.archive.rooms import shapes
from fortell.privacy.archive.values import AnyField, opens_something
from fortell.privacy.inventory import Holding, NoPersonalData, holdings
from fortell.privacy.terms import Export
from fortell.privacy.vault.fields import SealedField

UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00$"}
PATH = {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$", "maxLength": 120}
WHOLE = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}
TEXT_OR_NOTHING = {"type": ["string", "null"]}
TERMS = {"type": "array", "items": {"type": "string"}}


def exported(how: Export) -> list[Holding]:
    """The holdings that are handed out so, in an order in which each points only to earlier ones."""
    return [found for found in holdings() if found.export is how and found.scope]


def archive_schema() -> dict[str, Any]:
    """The schema of memoir.json; that of about.json is in it as `#/$defs/about`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:fortell:archive:{VERSION}",
        "title": "A memoir taken along: memoir.json; about.json is #/$defs/about",
        **_document(Export.PORTABLE, files={"type": "object", "propertyNames": UUID, "additionalProperties": PATH}),
        "$defs": {
            "about": _document(
                Export.ACCESS,
                controller={"type": "object", "additionalProperties": {"type": "string"}},
                recipients={"type": "array", "items": {"type": "object", "additionalProperties": {"type": "string"}}},
                processing={"type": "array", "items": _PROCESSING},
            )
        }
        | {_name(holding): _row(holding) for how in (Export.PORTABLE, Export.ACCESS) for holding in exported(how)},
    }


@cache
def published_schema() -> bytes:
    """The same as a file, written by `python -m tools.schema`: it is served, and lies in every archive."""
    return Path(__file__).with_name(SCHEMA).read_bytes()


def require_form(document: object, *, about: bool = False) -> None:
    """Raises ArchiveRefused, which names the place and quotes nothing."""
    fault = next(_validator(about=about).iter_errors(document), None)
    if fault is not None:
        place = "/".join(str(step) for step in fault.absolute_path) or "the whole"
        raise ArchiveRefused(f"{'about' if about else 'memoir'}.json is not of the published form, at {place[:120]}.")


@cache
def _validator(*, about: bool) -> Draft202012Validator:
    whole = archive_schema()
    return Draft202012Validator({"$ref": "#/$defs/about", "$defs": whole["$defs"]} if about else whole)


_PROCESSING = {
    "type": "object",
    "description": "GDPR art. 15(1)(a)–(d), (g): what is held in one table, what for, how long, where from.",
    "required": ["model", "categories", "purposes", "bases", "source", "kept", "export"],
    "additionalProperties": False,
    "properties": {
        "model": {"type": "string"},
        "categories": TERMS,
        "purposes": TERMS,
        "bases": TERMS,
        "source": {"type": "string"},
        "kept": {"type": "string"},
        "export": {"type": "string"},
    },
}


def _document(how: Export, **more: dict[str, Any]) -> dict[str, Any]:
    properties = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "scope": UUID,
        "rows": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                _name(holding): {"type": "array", "items": {"$ref": f"#/$defs/{_name(holding)}"}}
                for holding in exported(how)
            },
        },
    } | more
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}


def _name(holding: Holding) -> str:
    return holding.model._meta.label_lower


def _row(holding: Holding) -> dict[str, Any]:
    fields = {field.name: field for field in holding.model._meta.concrete_fields}
    return {
        "type": "object",
        "required": list(holding.fields),
        "additionalProperties": False,
        "properties": {name: _field(holding, fields[name], what) for name, what in holding.fields.items()},
    }


def _field(holding: Holding, field: AnyField, what: object) -> dict[str, Any]:
    said = what.why if isinstance(what, NoPersonalData) else str(what)
    if opens_something(field, what):
        return {"type": "boolean", "description": f"{said}: whether there is one; what opens doors is not handed out"}
    if isinstance(field, SealedField):
        return {**shapes.get((holding.model, field.name), TEXT_OR_NOTHING), "description": said}
    plain = _plain(field.target_field if isinstance(field, models.ForeignKey) else field)
    return {**({"anyOf": [plain, {"type": "null"}]} if field.null else plain), "description": said}


def _plain(field: AnyField) -> dict[str, Any]:
    if isinstance(field, models.UUIDField):
        return UUID
    if isinstance(field, models.DateTimeField):
        return INSTANT
    if isinstance(field, models.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, models.IntegerField):
        return WHOLE
    if isinstance(field, models.JSONField):
        return {"type": ["object", "array"]}
    return {"type": "string"} | ({"maxLength": field.max_length} if field.max_length else {})
