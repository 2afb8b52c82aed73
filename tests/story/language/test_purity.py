"""The offline engines stay pure, and blind to each other."""

import ast
from pathlib import Path

import pytest

STORY = Path(__file__).parents[3] / "fortell" / "story"
LANGUAGE = "fortell.story.language"


def imported(folder: str) -> set[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (STORY / folder).glob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("folder", ["language", "interviewer", "guarding", "writing"])
def test_engine_imports_only_itself_and_the_language(folder: str) -> None:
    may = [LANGUAGE, f"fortell.story.{folder}"]
    if folder == "writing":  # behind which the guard stands
        may.append("fortell.story.guarding")
    assert {
        name for name in imported(folder) if name.startswith("fortell") and not name.startswith(tuple(may))
    } == set()


def test_structure_reads_with_the_other_engines_and_nothing_else() -> None:
    pure = tuple(f"fortell.story.{folder}" for folder in ("structure", "language", "interviewer", "writing"))
    assert [name for name in imported("structure") if name.startswith("fortell") and not name.startswith(pure)] == []


@pytest.mark.parametrize("folder", ["language", "interviewer", "guarding", "writing", "structure"])
def test_engine_needs_no_framework_network_or_chance(folder: str) -> None:
    roots = {name.split(".")[0] for name in imported(folder)}
    assert roots.isdisjoint({"django", "httpx", "socket", "urllib", "random", "sqlite3", "os", "time", "datetime"})
