"""The preflight of what the press has just made."""

from typing import Any

from fortell.book.preflight.checking import check_cover, check_interior
from fortell.book.preflight.reading import read
from fortell.book.press import Printed, printer_named, trim_named


def preflight_of(printed: Printed, *, printer: str, trim: str) -> dict[str, list[dict[str, Any]]]:
    """Findings by file, as they are stored: JSON values only."""
    asked = printer_named(name=printer)
    size = asked.fitted(trim_named(name=trim))
    inside = read(printed.interior.data)
    cover = check_cover(facts=read(printed.cover.data), printer=asked, trim=size, pages=len(inside.sheets))
    return {
        "interior.pdf": [one.as_json() for one in check_interior(facts=inside, printer=asked, trim=size)],
        "cover.pdf": [one.as_json() for one in cover],
    }
