"""The map from an article of the GDPR to the control that keeps it and the tests that show it: `docs/articles.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fortell.privacy.promises import ROOT

MAP: Final = Path("docs") / "articles.toml"


@dataclass(frozen=True, kw_only=True)
class Row:
    """An article; the modules that keep it and the tests that show it, or what it waits for (`open`)."""

    number: str
    subject: str
    control: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    open: str = ""


def rows(*, root: Path = ROOT) -> tuple[Row, ...]:
    content = tomllib.loads((root / MAP).read_text(encoding="utf-8"))
    return tuple(
        Row(**row | {name: tuple(row.get(name, ())) for name in ("control", "tests")}) for row in content["article"]
    )


def empty(found: tuple[Row, ...], *, root: Path = ROOT) -> list[str]:
    """Articles whose row is empty or names what does not exist, and that are not said to be open."""
    return [row.number for row in found if not row.open and not _filled(row, root)]


def as_table(found: tuple[Row, ...]) -> str:
    """The map as a Markdown table."""
    lines = ["| article | subject | control | tests |", "| --- | --- | --- | --- |"]
    for row in found:
        kept = f"open: {row.open}" if row.open else ", ".join(row.control)
        lines.append(f"| {row.number} | {row.subject} | {kept} | {', '.join(row.tests)} |")
    return "\n".join(lines)


def _filled(row: Row, root: Path) -> bool:
    modules = [root / name.replace(".", "/") for name in row.control]
    there = all(module.with_suffix(".py").is_file() or (module / "__init__.py").is_file() for module in modules)
    return bool(row.control and row.tests) and there and all((root / test).is_file() for test in row.tests)
