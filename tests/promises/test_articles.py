from pathlib import Path

import pytest

from fortell.privacy.articles import Row, as_table, empty, rows

PRINCIPLES = {f"5(1)({letter})" for letter in "abcdef"} | {"5(2)"}
# Those that bind a controller of a service like this one; the others bind states and authorities.
BINDING = {"6", "7", "8", "9", *map(str, range(12, 23)), "25", "28", "30", "32", "33", "34", "35", "44–49"}


def test_every_article_in_scope_has_a_row() -> None:
    assert {row.number for row in rows()} == PRINCIPLES | BINDING


def test_no_row_is_empty() -> None:
    assert empty(rows()) == []


def test_row_is_either_kept_or_open() -> None:
    assert [row.number for row in rows() if row.open and (row.control or row.tests)] == []


@pytest.mark.parametrize(
    "row",
    [
        Row(number="99", subject="rowing"),
        Row(number="99", subject="rowing", control=("fortell.boat",), tests=("tests/promises/test_articles.py",)),
        Row(number="99", subject="rowing", control=("fortell.privacy",), tests=("tests/test_boat.py",)),
        Row(number="99", subject="rowing", control=("fortell.privacy",)),
    ],
)
def test_empty_row_is_found(row: Row) -> None:
    assert empty((row,)) == ["99"]


def test_map_is_rendered_as_a_table(tmp_path: Path) -> None:
    table = as_table((Row(number="7", subject="oars", control=("a.b",), tests=("t.py",)),))
    assert table.splitlines()[2] == "| 7 | oars | a.b | t.py |"
