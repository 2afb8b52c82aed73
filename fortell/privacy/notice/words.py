"""The notice's words: one file a language here, and in each room's folder what it says of its own activities."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"


class Words:
    """One language's words. What is asked for and not there is noted in `lacking`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.lacking: list[str] = []

    def __call__(self, *path: str, **values: object) -> str:
        """The text at a path of keys, with the values in their places."""
        return self._found(FOLDER, path).format(**values)

    def of_room(self, folder: Path, *path: str) -> str:
        """The text at a path of keys in a room's own file."""
        return self._found(folder, path)

    def has(self, *path: str) -> bool:
        return _at(_tree(FOLDER, self.language), path) is not None

    def listed(self, parts: Iterable[str]) -> str:
        """One, two and three."""
        *others, last = parts
        return self("and", first=", ".join(others), last=last) if others else last

    def _found(self, folder: Path, path: tuple[str, ...]) -> str:
        found = _at(_tree(folder, self.language), path)
        if isinstance(found, str) and found.strip():
            return found
        self.lacking.append(f"{folder.parent.name}/{folder.name}/{self.language}.toml has no text {'.'.join(path)}")
        return ""


def _at(tree: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


@cache
def _tree(folder: Path, language: str) -> dict[str, Any]:
    path = folder / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
