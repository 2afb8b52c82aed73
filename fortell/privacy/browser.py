"""What is kept in the browsers of people: every cookie and every entry of a browser's own storage, declared."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Place(StrEnum):
    COOKIE = "cookie"
    LOCAL_STORAGE = "local-storage"
    SESSION_STORAGE = "session-storage"
    DATABASE = "database"  # IndexedDB
    CACHE = "cache"  # pages that a service worker shows without a line


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One cookie or entry. `texts`: the folder where the room says what it is for and how long it stays."""

    name: str
    place: Place
    texts: Path


_kept: dict[str, Kept] = {}


def declare_in_browser(name: str, *, place: Place, texts: Path) -> None:
    """Declare one that is needed for what the person asked for. There are no others, so there is no banner to click."""
    _kept[name] = Kept(name=name, place=place, texts=texts)


def kept_in_browser() -> tuple[Kept, ...]:
    return tuple(sorted(_kept.values(), key=lambda kept: (kept.place, kept.name)))
