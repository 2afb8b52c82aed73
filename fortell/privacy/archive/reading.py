"""An archive from outside, hostile until proven: nothing in it is believed before it was counted and compared."""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Any, Final

from fortell.kit.signatures import document_holds
from fortell.privacy.archive import form
from fortell.privacy.archive.form import ArchiveRefused
from fortell.privacy.archive.schema import require_form

MEGABYTE: Final = 1024 * 1024
SAFE = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/){0,4}[A-Za-z0-9][A-Za-z0-9._-]*")
DEEPEST: Final = 24  # how far JSON may be nested; ours is nested 12 deep
LONGEST: Final = 200  # characters of a path
UNPACKING = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What an archive may be at most. Sizes are unpacked."""

    entries: int = 50_000
    file_bytes: int = 512 * MEGABYTE
    text_bytes: int = 256 * MEGABYTE
    all_bytes: int = 64 * 1024 * MEGABYTE
    ratio: int = 200  # times larger than packed; texts of a life pack to a fifth, a list of hashes to a third
    always_fine: int = MEGABYTE  # below this size the ratio says nothing


LIMITS: Final = Limits()


class Package:
    """An archive whose outer form, hashes, signature and JSON are in order. Files are read and compared one by one."""

    def __init__(self, file: IO[bytes], limits: Limits = LIMITS) -> None:
        """Raises ArchiveRefused. The file must stay open."""
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise ArchiveRefused("It is no ZIP file, or it was cut off.") from error
        self._entries = _entries(self._zip, limits)
        self.manifest = self._manifest()
        self.hashes: dict[str, str] = {file["path"]: file["sha256"] for file in self.manifest["files"]}
        if set(self.hashes) != set(self._entries) - {form.MANIFEST}:
            raise ArchiveRefused("Its list of files and its files do not agree.")
        self.memoir = self._document(form.MEMOIR)
        self.about = self._document(form.ABOUT)
        require_form(self.memoir)
        require_form(self.about, about=True)
        if not self.memoir["scope"] == self.about["scope"] == self.manifest["scope"]:
            raise ArchiveRefused("Its parts are of different memoirs.")

    def content(self, path: str) -> bytes:
        """A file's bytes, which are those that the manifest names. Raises ArchiveRefused."""
        content = self._read(path, self._limits.file_bytes)
        if hashlib.sha256(content).hexdigest() != self.hashes.get(path):
            raise ArchiveRefused(f"{path} is not the file that the manifest names.")
        return content

    def _document(self, path: str) -> Any:
        if path not in self._entries:
            raise ArchiveRefused(f"There is no {path} in it: this is no archive of a memoir.")
        if self._entries[path].file_size > self._limits.text_bytes:
            raise ArchiveRefused(f"{path} is too large.")
        return _parsed(path, self._read(path, self._limits.text_bytes) if path == form.MANIFEST else self.content(path))

    def _manifest(self) -> dict[str, Any]:
        manifest = self._document(form.MANIFEST)
        if not isinstance(manifest, dict) or (manifest.get("format"), manifest.get("version")) != (
            form.FORMAT,
            form.VERSION,
        ):
            raise ArchiveRefused(f"It is not an archive of version {form.VERSION}, which this Fortell reads.")
        if not document_holds(manifest):
            raise ArchiveRefused("Its signature does not hold: something in it was changed.")
        files = manifest.get("files")
        if not isinstance(files, list) or not all(_listed(file) for file in files):
            raise ArchiveRefused("Its list of files can't be read.")
        return manifest

    def _read(self, path: str, most: int) -> bytes:
        try:
            with self._zip.open(self._entries[path]) as stream:
                content = stream.read(most + 1)
        except UNPACKING as error:
            raise ArchiveRefused(f"{path} can't be unpacked.") from error
        if len(content) > most:
            raise ArchiveRefused(f"{path} is too large.")
        return content


def _entries(file: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    found = file.infolist()
    if len(found) > limits.entries:
        raise ArchiveRefused(f"It holds {len(found)} files; {limits.entries} are the most.")
    if sum(entry.file_size for entry in found) > limits.all_bytes:
        raise ArchiveRefused("Unpacked it would be too large.")
    for entry in found:
        _require_harmless(entry, limits)
    if len({entry.filename.casefold() for entry in found}) < len(found):
        raise ArchiveRefused("Two of its files have the same name.")
    return {entry.filename: entry for entry in found}


def _require_harmless(entry: zipfile.ZipInfo, limits: Limits) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if not SAFE.fullmatch(entry.filename) or len(entry.filename) > LONGEST or kind not in {0, stat.S_IFREG}:
        raise ArchiveRefused("One of its files has a path that leads elsewhere, or is no plain file.")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or entry.flag_bits & 1:
        raise ArchiveRefused(f"{entry.filename} is packed in a way that Fortell does not use.")
    if entry.file_size > limits.file_bytes:
        raise ArchiveRefused(f"{entry.filename} is too large.")
    if entry.file_size > max(limits.always_fine, limits.ratio * entry.compress_size):
        raise ArchiveRefused(f"{entry.filename} would unpack to more than {limits.ratio} times its size.")


def _listed(file: object) -> bool:
    return isinstance(file, dict) and all(isinstance(file.get(key), str) for key in ("path", "sha256"))


def _parsed(path: str, content: bytes) -> Any:
    try:
        document = json.loads(content, parse_constant=_refuse_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise ArchiveRefused(f"{path} is no JSON that can be read.") from error
    if _deeper(document, DEEPEST):
        raise ArchiveRefused(f"{path} is nested too deep.")
    return document


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key comes twice")
    return found


def _deeper(value: object, left: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return left == 0 or any(_deeper(one, left - 1) for one in inside)
