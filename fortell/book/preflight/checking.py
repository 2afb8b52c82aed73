"""What is found, held against what the printer asks for."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from fortell.book.preflight.reading import Facts
from fortell.book.press import Specification, Trim

Verdict = Literal["passed", "warning", "failed"]
_NEAR: Final = 0.1  # mm: half of what a cutter can hold
# KDP, paperback margins: nothing nearer than 0.25 in to the edges inside.
LEAST_MARGIN: Final = 6.35
_ALLOWED: Final = {
    "rgb": {"DeviceRGB", "DeviceGray", "CalRGB", "CalGray"},
    "grey": {"DeviceGray", "CalGray"},
    "cmyk": {"DeviceCMYK", "DeviceGray", "CalCMYK"},
}
_MOST_NAMED: Final = 12  # pages that one line names


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One check; ``numbers`` are what its sentence says."""

    check: str
    verdict: Verdict
    numbers: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def check_interior(*, facts: Facts, printer: Specification, trim: Trim) -> tuple[Finding, ...]:
    """``trim`` must be fitted to the printer."""
    return (
        _pages(facts, printer),
        _trimmed(facts, trim.width_mm, trim.height_mm),
        *_shared(facts, printer, printer.colour, LEAST_MARGIN),
    )


def check_cover(*, facts: Facts, printer: Specification, trim: Trim, pages: int) -> tuple[Finding, ...]:
    """``pages`` are those of the interior: they make the spine."""
    spine = trim.paper.spine_mm(pages=pages)
    return (
        _finding("one-sheet", len(facts.sheets) == 1, {"pages": len(facts.sheets)}),
        _trimmed(facts, 2 * trim.width_mm + spine, trim.height_mm),
        *_shared(facts, printer, printer.cover_colour, None),
    )


def _shared(facts: Facts, printer: Specification, colour: str, margin: float | None) -> Iterator[Finding]:
    yield _bleed(facts, printer)
    yield _finding("fonts", not facts.fonts_outside, {"fonts": ", ".join(facts.fonts_outside)})
    yield _resolution(facts, printer)
    yield _colours(facts, colour)
    if colour == "cmyk":
        yield _ink(facts, printer)
    if margin is not None and facts.letters_mm is not None:
        numbers = {"distance": facts.letters_mm, "least": margin}
        yield _finding("margins", facts.letters_mm >= margin - _NEAR, numbers)
    yield _finding("passive", not facts.active, {"what": ", ".join(dict.fromkeys(facts.active))})
    if printer.standard:
        yield _standard(facts, printer)
    yield _finding("readable", facts.tagged and bool(facts.title and facts.language), otherwise="warning")


def _finding(
    check: str,
    kept: bool,  # noqa: FBT001 - the one question of a check
    numbers: dict[str, Any] | None = None,
    *,
    otherwise: Verdict = "failed",
) -> Finding:
    return Finding(check=check, verdict="passed" if kept else otherwise, numbers=numbers or {})


def _named(pages: list[int]) -> str:
    shown = ", ".join(str(page) for page in pages[:_MOST_NAMED])
    return f"{shown} …" if len(pages) > _MOST_NAMED else shown


def _pages(facts: Facts, printer: Specification) -> Finding:
    count, multiple = len(facts.sheets), printer.pages_multiple or 2
    kept = printer.pages_least <= count <= printer.pages_most and count % multiple == 0
    numbers = {"pages": count, "least": printer.pages_least, "most": printer.pages_most, "multiple": multiple}
    return _finding("pages", kept, numbers)


def _trimmed(facts: Facts, width: float, height: float) -> Finding:
    off = [
        number
        for number, sheet in enumerate(facts.sheets, start=1)
        if sheet.width_mm is None
        or sheet.height_mm is None
        or abs(sheet.width_mm - width) > _NEAR
        or abs(sheet.height_mm - height) > _NEAR
    ]
    numbers = {"width": round(width, 2), "height": round(height, 2), "on": _named(off)}
    return _finding("trim", not off, numbers)


def _bleed(facts: Facts, printer: Specification) -> Finding:
    least = min((sheet.bleed_mm or 0.0 for sheet in facts.sheets), default=0.0)
    return _finding("bleed", least >= printer.bleed_mm - _NEAR, {"bleed": least, "least": printer.bleed_mm})


def _resolution(facts: Facts, printer: Specification) -> Finding:
    """Pictures under the printer's resolution by page; far under it they would be seen as dots."""
    soft = [(page.number, picture.ppi) for page in facts.painted for picture in page.pictures]
    soft = [(number, ppi) for number, ppi in soft if ppi < printer.ppi_least]
    least = min((ppi for _number, ppi in soft), default=0)
    verdict: Verdict = "passed" if not soft else "failed" if least < printer.ppi_refused else "warning"
    numbers = {
        "on": _named(sorted({number for number, _ppi in soft})),
        "ppi": least,
        "least": printer.ppi_least,
        "pictures": sum(len(page.pictures) for page in facts.painted),
    }
    return Finding(check="resolution", verdict=verdict, numbers=numbers)


def _colours(facts: Facts, colour: str) -> Finding:
    foreign = {page.number: page.spaces - _ALLOWED[colour] for page in facts.painted}
    off = [number for number, spaces in foreign.items() if spaces]
    spaces = sorted(set[str]().union(*foreign.values()))
    return _finding("colours", not off, {"colour": colour, "on": _named(off), "spaces": ", ".join(spaces)})


def _ink(facts: Facts, printer: Specification) -> Finding:
    inks = {page.number: max([page.ink, *(picture.ink for picture in page.pictures)]) for page in facts.painted}
    off = [number for number, ink in inks.items() if ink > printer.ink_most]
    numbers = {"ink": round(max(inks.values(), default=0)), "most": printer.ink_most, "on": _named(off)}
    return _finding("ink", not off, numbers)


def _standard(facts: Facts, printer: Specification) -> Finding:
    """Our own checks: no validator of PDF/X is to be had."""
    kept = facts.standard == printer.standard and facts.condition and not facts.pressable and facts.version <= "1.6"
    return _finding("standard", kept, {"standard": printer.standard, "on": _named(list(facts.pressable))})
