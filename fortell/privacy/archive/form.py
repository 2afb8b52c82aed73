"""The form of an archive: a ZIP file with these things in it."""

from typing import Final

FORMAT: Final = "fortell-archive"
VERSION: Final = 1
MEMOIR: Final = "memoir.json"  # what she provided: another Fortell reads this (GDPR art. 20)
ABOUT: Final = "about.json"  # what else is known of her, and what is done with all of it (GDPR art. 15)
SCHEMA: Final = f"archive-{VERSION}.json"
INDEX: Final = "index.html"
README: Final = "README.txt"
MANIFEST: Final = "manifest.json"  # the hash of every other file, signed; the last, because it knows all others


class ArchiveRefused(Exception):
    """This archive is not taken in; the message is one plain line. Nothing of it was kept."""
