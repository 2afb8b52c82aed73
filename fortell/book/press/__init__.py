"""The press: typesets a book for print and for reading on a screen. Pure: values in, values out."""

from fortell.book.press.catalogue import Theme, Trim, theme_named, theme_names, trim_named, trim_names
from fortell.book.press.errors import BadPhoto, PressError, TypesettingFailed, UnknownPrinter, UnknownTheme, UnknownTrim
from fortell.book.press.model import (
    Block,
    Book,
    Chapter,
    EditorNote,
    Language,
    Paragraph,
    Photo,
    Printed,
    PrintFile,
    Question,
    Utterance,
)
from fortell.book.press.specifications import GENERAL, Specification, printer_named, printer_names
from fortell.book.press.typesetting import typeset

__all__ = [
    "GENERAL",
    "BadPhoto",
    "Block",
    "Book",
    "Chapter",
    "EditorNote",
    "Language",
    "Paragraph",
    "Photo",
    "PressError",
    "PrintFile",
    "Printed",
    "Question",
    "Specification",
    "Theme",
    "Trim",
    "TypesettingFailed",
    "UnknownPrinter",
    "UnknownTheme",
    "UnknownTrim",
    "Utterance",
    "printer_named",
    "printer_names",
    "theme_named",
    "theme_names",
    "trim_named",
    "trim_names",
    "typeset",
]
