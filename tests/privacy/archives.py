"""Archives for tests: taken from an invented family, taken apart, changed, and put together again."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from fortell.kit.signatures import KEY, SIGNATURE
from fortell.people.permissions import OPERATOR
from fortell.privacy.archive.form import MANIFEST, MEMOIR
from fortell.privacy.archive.importing import Imported, import_package
from fortell.privacy.archive.reading import LIMITS, Limits, Package
from fortell.privacy.erasure import erase_scope
from fortell.privacy.inventory import holdings
from fortell.privacy.models import AuditEntry, AuditHead, ConsentEntry, ErasedScope
from fortell.privacy.vault.signing import signed_document
from fortell.story.actions import take_copy
from fortell.story.models import Memoir
from tests.emptying import without_ledgers

Files = dict[str, bytes]


def taken(memoir: Memoir) -> bytes:
    return b"".join(take_copy(memoir=memoir, by=OPERATOR).pieces())


def files_of(archive: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def document(archive: bytes, name: str = MEMOIR) -> Any:
    return json.loads(files_of(archive)[name])


def put_together(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


def signed_again(files: Files) -> Files:
    """The files with a manifest that names them as they are now: what somebody who means harm would do."""
    manifest = json.loads(files[MANIFEST])
    manifest["files"] = [
        {"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
        if name != MANIFEST
    ]
    unsigned = {key: value for key, value in manifest.items() if key not in (KEY, SIGNATURE)}
    return {**files, MANIFEST: json.dumps(signed_document(unsigned)).encode()}


def changed(archive: bytes, change: Callable[[Any], object], name: str = MEMOIR) -> bytes:
    """The archive after somebody changed one of its documents and signed all of it anew."""
    files = files_of(archive)
    content = json.loads(files[name])
    change(content)
    return put_together(signed_again({**files, name: json.dumps(content).encode()}))


def brought_in(archive: bytes, limits: Limits = LIMITS) -> Imported:
    return import_package(package=Package(io.BytesIO(archive), limits), by=OPERATOR)


def gone(memoir: Memoir) -> None:
    """As if this house had never held the memoir: the ledgers too."""
    scope = memoir.id
    erase_scope(scope)
    with without_ledgers():
        for model in (AuditEntry, AuditHead, ConsentEntry, ErasedScope):
            model.objects.filter(scope=scope).delete()
    left = [row for row in holdings() if row.scope and row.model._default_manager.filter(**{row.scope: scope}).exists()]
    assert left == []
