"""Each finding as one plain sentence, in the reader's language."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from fortell.book.preflight.checking import Finding

# Each is (as it should be, as it should not be).
_SENTENCES: Final[dict[str, Callable[[], tuple[str, str]]]] = {
    "pages": lambda: (
        _("{pages} pages: as many as the binding takes."),
        _("{pages} pages do not fit the binding: it takes {least} to {most}, in steps of {multiple}."),
    ),
    "one-sheet": lambda: (
        _("The cover is one sheet."),
        _("The cover has {pages} sheets; it must be one."),
    ),
    "trim": lambda: (
        _("Every page is {width} × {height} mm when it is cut."),
        _("These pages are not {width} × {height} mm when they are cut: {on}."),
    ),
    "bleed": lambda: (
        _("Pictures and colour can go {bleed} mm beyond the cut, so that no white edge is left."),
        _("Only {bleed} mm lie beyond the cut; the printer needs {least} mm."),
    ),
    "fonts": lambda: (
        _("All letters are in the file."),
        _("The letters of these fonts are not in the file: {fonts}."),
    ),
    "resolution": lambda: (
        _("All pictures are sharp enough for print ({pictures} looked at)."),
        _("Pictures on these pages may look soft: {on}. The least sharp has {ppi} pixels an inch; {least} are wanted."),
    ),
    "colours": lambda: (
        _("All colours are of the kind that the printer takes."),
        _("Colours on these pages are not of the kind that the printer takes: {on} ({spaces})."),
    ),
    "ink": lambda: (
        _("No place gets more ink than the paper can hold ({ink} % at the most)."),
        _("These pages get more ink than the paper can hold: {on} ({ink} %; at most {most} %)."),
    ),
    "margins": lambda: (
        _("No letter stands nearer than {distance} mm to the cut."),
        _("Letters stand {distance} mm from the cut; nearer than {least} mm they may be cut off."),
    ),
    "passive": lambda: (
        _("The file holds pages alone: no lock, no script, no form."),
        _("The file holds what a printer's machines refuse: {what}."),
    ),
    "standard": lambda: (
        _("{standard}, by our own checks: declared, with the printing condition it is made for."),
        _("The file is not {standard} as the printer wants it."),
    ),
    "readable": lambda: (
        _("Title, language and reading order are in the file for whoever has it read aloud."),
        _("The file lacks title, language or reading order for whoever has it read aloud."),
    ),
}


def sentence(check: str, verdict: str, numbers: dict[str, Any]) -> str:
    """What a finding says. Raises KeyError for a check that nobody knows."""
    kept, broken = _SENTENCES[check]()
    return (kept if verdict == "passed" else broken).format(**numbers)


def sentences(findings: tuple[Finding, ...]) -> list[str]:
    return [sentence(finding.check, finding.verdict, finding.numbers) for finding in findings]
