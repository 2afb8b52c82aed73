"""Preflight: what a print house would find in a finished file, found first. It reads the file, not our intentions."""

from fortell.book.preflight.checking import Finding, Verdict, check_cover, check_interior
from fortell.book.preflight.proofs import preflight_of
from fortell.book.preflight.reading import Facts, Unreadable, read
from fortell.book.preflight.wording import sentence

__all__ = [
    "Facts",
    "Finding",
    "Unreadable",
    "Verdict",
    "check_cover",
    "check_interior",
    "preflight_of",
    "read",
    "sentence",
]
