"""What rooms above tell the archive, which knows none of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.safestring import SafeString

from fortell.privacy.vault.opening import Opening

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section of the page to read. `place` orders the sections of all rooms; `name` is its anchor."""

    place: int
    name: str
    title: str
    html: SafeString


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What an archive brings, before anything of it is kept: rows by model label, hashes of its files by their id."""

    scope: UUID
    rows: Mapping[str, list[Row]]
    sha256: Mapping[str, str] = field(default_factory=dict)

    def of(self, model: type[Model]) -> list[Row]:
        return self.rows.get(model._meta.label_lower, [])


Reading = Callable[[UUID, Opening], Iterator[Part]]
Naming = Callable[[UUID], dict[UUID, str]]
Calling = Callable[[UUID, Opening], dict[str, str]]
Check = Callable[[Brought], None]
Mend = Callable[[Any, Row, Opening], None]

readings: list[Reading] = []
namings: list[Naming] = []
checks: list[Check] = []
shapes: dict[tuple[type[Model], str], dict[str, Any]] = {}
mends: dict[type[Model], Mend] = {}
file_checks: dict[str, Callable[[bytes], bytes]] = {}
history_only: set[type[Model]] = set()
actors: list[Calling] = []


def part_to_read(reading: Reading) -> Reading:
    """Register sections of the page to read."""
    readings.append(reading)
    return reading


def names_actors(calling: Calling) -> Calling:
    """Register names for the actors of the audit log, by their pseudonyms."""
    actors.append(calling)
    return calling


def names_files(naming: Naming) -> Naming:
    """Register paths in the archive for sealed files, by their ids; a file that nobody names lies under `files/`."""
    namings.append(naming)
    return naming


def shape(model: type[Model], **fields: dict[str, Any]) -> None:
    """Say in JSON Schema what a sealed field holds; one that nobody describes holds a text or nothing."""
    shapes.update({(model, name): schema for name, schema in fields.items()})


def checked_before_import(check: Check) -> Check:
    """Register what must hold between an archive's rows. It raises ArchiveRefused."""
    checks.append(check)
    return check


def checks_files(media_type: str) -> Callable[[Callable[[bytes], bytes]], Callable[[bytes], bytes]]:
    """Register who looks into files of a type: it gives back what to keep, or raises ArchiveRefused."""

    def register(check: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
        file_checks[media_type] = check
        return check

    return register


def made_anew(model: type[Model]) -> Callable[[Mend], Mend]:
    """Register who sets what an archive cannot bring along, because it hangs on the memoir's new key."""

    def register(mend: Mend) -> Mend:
        mends[model] = mend
        return mend

    return register


def only_history(model: type[Model]) -> None:
    """Rows of this model do not come to life in another house; they are kept as history."""
    history_only.add(model)
