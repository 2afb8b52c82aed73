"""Bringing a memoir in: all of it or nothing, under new keys, with the ids it had."""

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from fortell.kit.ids import new_id
from fortell.kit.installation import installation
from fortell.kit.undoing import undone_unless_whole
from fortell.privacy import audit
from fortell.privacy.archive import rooms
from fortell.privacy.archive.form import ArchiveRefused
from fortell.privacy.archive.reading import Package
from fortell.privacy.archive.rooms import Brought, Row
from fortell.privacy.archive.schema import exported
from fortell.privacy.archive.values import BATCH, AnyField, from_json, opens_something
from fortell.privacy.inventory import Holding
from fortell.privacy.models import AuditEntry, AuditHead, ConsentEntry, ImportedHistory, SealedFile
from fortell.privacy.terms import Export
from fortell.privacy.vault import arriving, keys
from fortell.privacy.vault.fields import Sealed, SealedField
from fortell.privacy.vault.opening import Opening

AS_HISTORY: tuple[type[models.Model], ...] = (ConsentEntry, AuditEntry, ImportedHistory)


@dataclass(frozen=True, kw_only=True)
class Imported:
    scope: UUID
    rows: Mapping[str, int]
    files: int


def _nothing_more(_done: Imported) -> None:
    """Whoever brings in a file has nothing to add."""


def import_package(
    *, package: Package, by: audit.Pseudonym, settle: Callable[[Imported], None] = _nothing_more
) -> Imported:
    """Bring a memoir in with all that belongs to it. Raises ArchiveRefused; then nothing of it is kept.

    Ids stay; where one of them is here already, it is refused, so that the same archive twice is one memoir. Consents,
    approvals and the audit log are history: before anything can be told or made here, consent is asked anew. `settle`
    writes down, in the transaction that brings the rows, what must be true exactly if they are here.
    """
    brought = _brought(package)
    _require_whole(brought)
    with _one_at_a_time():
        _require_new(brought)
        forget(brought.scope)  # what an import that was killed left here
        keys.make_root(brought.scope)
        try:
            with undone_unless_whole(partial(forget, brought.scope)):
                return _keep(package, brought, by, settle)
        except (DatabaseError, ValidationError) as error:
            raise ArchiveRefused("Its rows contradict one another.") from error


def forget(scope: UUID) -> None:
    """Sweep the keys and files of a memoir that has no rows: what a failed import leaves. Can be taken again."""
    keys.destroy_scope(scope)
    arriving.remove(SealedFile.objects.filter(scope=scope))


def _brought(package: Package) -> Brought:
    paths: Mapping[str, str] = package.memoir["files"]
    if missing := set(paths.values()) - set(package.hashes):
        raise ArchiveRefused(f"A file that it names is not there: {min(missing)}.")
    sha256 = {name: package.hashes[path] for name, path in paths.items()}
    return Brought(scope=UUID(package.memoir["scope"]), rows=package.memoir["rows"], sha256=sha256)


def _holdings() -> list[Holding]:
    """What comes to life here, in an order in which each points only to earlier ones."""
    return [found for found in exported(Export.PORTABLE) if found.model not in {*rooms.history_only, SealedFile}]


def _owners() -> list[type[models.Model]]:
    """Models whose rows have keys of their own."""
    return [found.model for found in _holdings() if getattr(found.model, "own_key", False)]


def _require_whole(brought: Brought) -> None:
    ids = {found.model: {row["id"] for row in brought.of(found.model)} for found in exported(Export.PORTABLE)}
    for found in exported(Export.PORTABLE):
        if len(ids[found.model]) != len(brought.of(found.model)):
            raise ArchiveRefused(f"An id comes twice in {found.model._meta.label_lower}.")
        _require_own(found, brought)
        for field in found.model._meta.concrete_fields:
            _require_points_inside(field, brought.of(found.model), ids)
    _require_files(brought, {name for model in _owners() for name in ids[model]})
    for check in rooms.checks:
        check(brought)


def _require_own(found: Holding, brought: Brought) -> None:
    fields = {field.name for field in found.model._meta.concrete_fields}
    whose = {row[found.scope] for row in brought.of(found.model)} if found.scope in fields else set()
    if whose - {str(brought.scope)}:
        raise ArchiveRefused(f"A row of {found.model._meta.label_lower} belongs to another memoir.")


def _require_files(brought: Brought, owners: set[str]) -> None:
    stored = brought.of(SealedFile)
    if {row["id"] for row in stored} != set(brought.sha256):
        raise ArchiveRefused("Its files and the list of them do not agree.")
    if any(row["item"] not in owners for row in stored):
        raise ArchiveRefused("A file in it belongs to nothing.")
    if {row["media_type"] for row in stored} - set(rooms.file_checks):
        raise ArchiveRefused("It holds files of a kind that Fortell does not keep.")


def _require_points_inside(field: AnyField, rows: list[Row], ids: Mapping[Any, set[Any]]) -> None:
    if not isinstance(field, models.ForeignKey):
        return
    there = ids[field.related_model]
    if any(row[field.name] not in there for row in rows if row[field.name] is not None):
        raise ArchiveRefused(f"A row in it points to nothing: {field.model._meta.label_lower}.{field.name}.")


def _require_new(brought: Brought) -> None:
    if AuditHead.objects.filter(scope=brought.scope).exists():
        raise ArchiveRefused("This memoir is here already, or was erased here; what was erased stays so.")
    for found in exported(Export.PORTABLE):
        if isinstance(found.model._meta.pk, models.UUIDField):
            names = [UUID(row["id"]) for row in brought.of(found.model)]
            for start in range(0, len(names), BATCH):
                known = found.model._default_manager.filter(pk__in=names[start : start + BATCH])
                if (known.exclude(scope=brought.scope) if found.model is SealedFile else known).exists():
                    raise ArchiveRefused("A part of this memoir is here already, in another one.")


def _keep(package: Package, brought: Brought, by: audit.Pseudonym, settle: Callable[[Imported], None]) -> Imported:
    opening = Opening(brought.scope)
    opening.make_keys([UUID(row["id"]) for model in _owners() for row in brought.of(model)])
    rows = {found.model: [_row(found, row, opening) for row in brought.of(found.model)] for found in _holdings()}
    for row in brought.of(SealedFile):
        _keep_file(row, package, opening)
    counts = {model._meta.label_lower: len(made) for model, made in rows.items()}
    done = Imported(scope=brought.scope, rows=counts, files=len(brought.sha256))
    with transaction.atomic():
        for model, made in rows.items():
            model._default_manager.bulk_create(made, batch_size=BATCH)
        for row in brought.of(SealedFile):
            SealedFile.objects.filter(id=row["id"]).update(created_at=datetime.fromisoformat(row["created_at"]))
        history = _history(package, opening)
        history.save(force_insert=True)
        audit.record(by, "archive.imported", history, scope=brought.scope)
        settle(done)
    return done


def _row(found: Holding, values: Row, opening: Opening) -> models.Model:
    row, sealed = found.model(), {}
    for field in found.model._meta.concrete_fields:
        if isinstance(field, SealedField):
            sealed[field.name] = values[field.name]
        elif not (isinstance(field, models.AutoField | models.BigAutoField) or _closed(found, field)):
            setattr(row, field.attname, from_json(field, values[field.name]))
    if isinstance(row, Sealed):
        opening.seal(row, **{name: value for name, value in sealed.items() if value is not None})
    if mend := rooms.mends.get(found.model):
        mend(row, values, opening)
    _rename_what_clashes(row)
    left = {field.name for field in row._meta.concrete_fields if _unchecked(row, field)}
    row.clean_fields(exclude=left)
    return row


def _closed(found: Holding, field: AnyField) -> bool:
    """What opens doors does not come along: a word is chosen anew."""
    return opens_something(field, found.fields[field.name])


def _unchecked(row: models.Model, field: AnyField) -> bool:
    # References were compared with the archive itself; what is empty would be missed by a form, not by the schema.
    return (
        isinstance(field, SealedField | models.ForeignKey)
        or field.primary_key
        or getattr(row, field.attname) in {None, ""}
    )


def _rename_what_clashes(row: models.Model) -> None:
    """A short name in addresses that another memoir has here is exchanged for a new one."""
    for field in row._meta.concrete_fields:
        if field.unique and not field.primary_key and not field.is_relation and field.has_default():
            taken = type(row)._default_manager.filter(**{field.name: getattr(row, field.attname)})
            if taken.exists():
                setattr(row, field.attname, field.get_default())


def _keep_file(row: Row, package: Package, opening: Opening) -> None:
    content = package.content(package.memoir["files"][row["id"]])
    if len(content) != row["size"]:
        raise ArchiveRefused(f"The file {row['id']} is not of the size that is named.")
    kept = rooms.file_checks[row["media_type"]](content)
    opening.store_file(item=UUID(row["item"]), content=kept, media_type=row["media_type"], name=UUID(row["id"]))


def _history(package: Package, opening: Opening) -> ImportedHistory:
    about, memoir = package.about["rows"], package.memoir["rows"]
    labels = sorted(model._meta.label_lower for model in {*AS_HISTORY, *rooms.history_only})
    head = {key: package.manifest.get(key) for key in ("made_at", "controller", "public_key")}
    content = head | {"rows": {name: {**memoir, **about}.get(name, []) for name in labels}}
    history = ImportedHistory(id=new_id(), scope=opening.scope)
    opening.seal(history, content=content)
    return history


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (installation().data / "importing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
