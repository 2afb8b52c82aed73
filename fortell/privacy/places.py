"""Where personal data lie outside the databases: every file and folder that the house writes, declared by its room.

`fortell check` names what lies there and was declared by nobody, by its name alone: what is in it is not read.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from glob import escape
from pathlib import Path
from typing import Final

from fortell.kit.installation import installation
from fortell.privacy.inventory import NoPersonalData
from fortell.privacy.logged import log_keys
from fortell.privacy.profile import Profile
from fortell.privacy.terms import Category

ALL_BELOW: Final = "**"
Parts = tuple[str, ...]


class Root(Enum):
    DATA = "the data folder"
    KEYS = "the key folder"

    def folder(self) -> Path:
        return installation().data if self is Root.DATA else installation().key_folder.resolve()


@dataclass(frozen=True, kw_only=True)
class Place:
    """Files of one kind. `patterns`: below `root`, `*` within a name, `**` for all below; `named`: what settings name.

    `rule`: the profile's, by which a sweep removes them; empty where they go with their memoir, or hold nothing of
    anybody's.
    """

    name: str
    holds: Category | NoPersonalData
    rule: str
    root: Root
    patterns: tuple[str, ...]
    named: Callable[[], Iterable[Path]]


_places: list[Place] = []


def declare_place(
    name: str,
    *patterns: str,
    holds: Category | NoPersonalData,
    rule: str = "",
    root: Root = Root.DATA,
    named: Callable[[], Iterable[Path]] = tuple,
) -> None:
    """Declare files by patterns; files and whole folders by the `named` paths, wherever they lie."""
    _places.append(Place(name=name, holds=holds, rule=rule, root=root, patterns=patterns, named=named))


def places() -> tuple[Place, ...]:
    return tuple(_places)


def faults(profile: Profile) -> list[str]:
    """Strays, and places and lines of the log that this profile does not bear out."""
    return [*(f"{path} belongs to nothing that is declared" for path in strays()), *_unfounded(profile)]


def _unfounded(profile: Profile) -> Iterator[str]:
    for place in _places:
        if isinstance(place.holds, Category) and place.holds not in profile.categories:
            yield f"{place.name} hold {place.holds}, which the profile {profile.name} does not publish"
        if place.rule and place.rule not in profile.retention:
            yield f"{place.name} are kept by the rule {place.rule!r}, for which {profile.name} has no number"
    logged = {what for what in log_keys().values() if isinstance(what, Category)}
    yield from (
        f"the log holds {category}, which the profile {profile.name} does not publish"
        for category in sorted(logged - profile.categories)
    )


def strays() -> list[Path]:
    """Files and folders that nobody declared; of a whole strange folder only the folder."""
    known = [*_patterns()]
    return sorted(stray for root in _roots() for stray in _strays(root, _below(root, known)))


def _roots() -> list[Path]:
    """A key folder that was chosen may hold other things of the operator's; our own holds nothing else."""
    own = [] if installation().vault.master_key_folder else [Root.KEYS.folder()]
    return [folder for folder in (Root.DATA.folder(), *own) if folder.is_dir()]


def _patterns() -> Iterator[Parts]:
    for place in _places:
        yield from ((*_literal(place.root.folder()), *pattern.split("/")) for pattern in place.patterns)
        for path in place.named():
            literal = _literal(installation().data / path)
            yield from (literal, (*literal, ALL_BELOW))


def _literal(path: Path) -> Parts:
    return tuple(escape(part) for part in path.resolve().parts)


def _below(root: Path, known: list[Parts]) -> list[Parts]:
    start = _literal(root)
    return [parts[len(start) :] for parts in known if parts[: len(start)] == start]


def _strays(folder: Path, known: list[Parts]) -> Iterator[Path]:
    for entry in os.scandir(folder):
        left = [parts[1:] for parts in known if parts and fnmatchcase(entry.name, parts[0])]
        if entry.is_dir(follow_symlinks=False):
            if not any(left):
                yield Path(entry)
            elif (ALL_BELOW,) not in left:
                yield from _strays(Path(entry), left)
        elif () not in left:
            yield Path(entry)
