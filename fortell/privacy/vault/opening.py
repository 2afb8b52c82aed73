"""The one door to content: opened for a scope and a use, and for nothing else."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from typing import Any, cast
from uuid import UUID

from django.db.models import OuterRef, Subquery

from fortell.kit import crypto
from fortell.kit.ids import new_id
from fortell.kit.prepared import Prepared
from fortell.privacy import consent, purpose
from fortell.privacy.models import ConsentEntry, Restriction, SealedFile
from fortell.privacy.rights import restriction
from fortell.privacy.terms import Purpose, Use
from fortell.privacy.vault import arriving, files, keys
from fortell.privacy.vault.fields import FORMAT, Sealed

LEAVE = Prepared(  # what the ledger said last, and whether a restriction stands: asked before content is opened
    lambda: (
        ConsentEntry.objects.filter(scope=UUID(int=0))
        .filter(purpose="")
        .order_by("-at", "-id")
        .values_list(
            "decision", Subquery(Restriction.objects.filter(scope=OuterRef("scope"), lifted_at=None).values("id")[:1])
        )[:1]
    )
)


def opened(*, scope: UUID, use: Use, item: UUID | None = None) -> "Opening":
    """Open a memoir's or account's content for one use. `item`: the one thing that is about to be read or sealed.

    Raises ConsentMissing, Restricted, KeyDestroyed, PurposeViolation.

    Her own reading is always open; making the book needs her live consent. Excerpts open through a grant, and until
    there are grants, not at all.
    """
    purpose.require_for_use(use)
    if use is not Use.OWN:
        _require_leave(scope)
    if use is Use.EXCERPT:
        raise consent.ConsentMissing
    return Opening(scope, item)


def _require_leave(scope: UUID) -> None:
    """Her live consent to the book, and no restriction. Raises ConsentMissing, Restricted."""
    for decision, restricted in LEAVE(scope, Purpose.BOOK):
        if decision != ConsentEntry.Decision.GIVEN:
            break
        if restricted is not None:
            raise restriction.Restricted
        return
    raise consent.ConsentMissing


class Opening:
    """An open scope: seals and reads its rows and files. Keep it no longer than one request or job."""

    def __init__(self, scope: UUID, item: UUID | None = None) -> None:
        self.scope = scope
        self._keys = keys.root_and_item(scope, item) if item else {scope: keys.root_key(scope)}

    def make_keys(self, items: Iterable[UUID]) -> None:
        """Keys for items that can be erased alone, committed before the items themselves are stored."""
        self._keys |= keys.make_items(items, scope=self.scope, root=self._keys[self.scope][0])

    def load_keys(self, items: Iterable[UUID]) -> None:
        """Fetch many items' keys in one go, before reading them one by one."""
        missing = [item for item in items if item not in self._keys]
        self._keys |= keys.item_keys(missing, scope=self.scope, root=self._keys[self.scope][0])

    def opens(self, item: UUID) -> bool:
        """Whether an item's key is there, of those that were loaded or made."""
        return item in self._keys

    def seal(self, row: Sealed, **fields: Any) -> None:
        """Set sealed fields of a row (not saved yet) from open values: anything that JSON can hold."""
        key, version = self._key(row.sealing_key)
        for field, value in fields.items():
            content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
            sealed = crypto.seal(key=key, content=content, bound_to=_bound(row, field, version))
            setattr(row, field, FORMAT + version.to_bytes(4, "big") + sealed)

    def read(self, row: Sealed, field: str) -> Any:
        """The open value of a sealed field; None where nothing was stored. Raises SealBroken, KeyDestroyed."""
        stored = getattr(row, field)
        if stored is None:
            return None
        blob = bytes(stored)
        key, version = self._key(row.sealing_key)
        if blob[:2] != FORMAT or int.from_bytes(blob[2:6], "big") != version:
            raise crypto.SealBroken(f"{row._meta.label}.{field} is sealed with another version of its key")
        return json.loads(crypto.unseal(key=key, sealed=blob[6:], bound_to=_bound(row, field, version)))

    def text(self, row: Sealed, field: str) -> str:
        """The open text of a sealed field; empty where nothing was stored."""
        return cast("str", self.read(row, field) or "")

    def fingerprint(self, content: bytes) -> str:
        """Tells equal content apart from other without telling what it is: an HMAC under the scope's key, in hex."""
        key = crypto.derive(key=self._keys[self.scope][0], purpose=b"fingerprint")
        return hmac.new(key, content, hashlib.sha256).hexdigest()

    def store_file(
        self, *, item: UUID, content: bytes | Iterable[bytes], media_type: str, name: UUID | None = None
    ) -> SealedFile:
        """Seal bytes, or pieces of any number as they come, under the item's key; the row that names them (saved).

        The row comes first: a crash then leaves no file that an erasure would not find. With a `name` that is the
        same at every attempt, the next attempt replaces what a crash left. Raises KeyDestroyed, also where the key
        was destroyed while the content came; nothing is left then.
        """
        return arriving.store(
            SealedFile(id=name or new_id(), scope=self.scope, item=item, media_type=media_type, size=0),
            key_of=self._file_key,
            content=content,
        )

    def file_chunks(self, row: SealedFile) -> Iterator[bytes]:
        """The content of a sealed file, chunk by chunk. Raises SealBroken."""
        return files.read(row.id, key=self._file_key(row))

    def file_range(self, row: SealedFile, start: int, end: int) -> Iterator[bytes]:
        """Its bytes from `start` up to, not with, `end`; the rest stays sealed. Raises SealBroken."""
        return files.read_range(row.id, key=self._file_key(row), size=row.size, start=start, end=end)

    def file(self, row: SealedFile) -> bytes:
        """The whole content of a sealed file. Raises SealBroken."""
        return b"".join(self.file_chunks(row))

    def _file_key(self, row: SealedFile) -> bytes:
        return crypto.derive(key=self._key(row.item)[0], purpose=b"file|" + row.id.bytes)

    def _key(self, name: UUID) -> tuple[bytes, int]:
        if name not in self._keys:
            self.load_keys([name])
        if name not in self._keys:
            raise keys.KeyDestroyed
        return self._keys[name]


def _bound(row: Sealed, field: str, version: int) -> bytes:
    return f"{row._meta.label_lower}|{row.pk}|{field}|{version}".encode()
