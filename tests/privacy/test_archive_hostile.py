"""An archive from outside is hostile until proven: each trick is refused with a clear line, and nothing of it stays."""

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from fortell.kit.ids import new_id
from fortell.kit.installation import installation
from fortell.people.permissions import OPERATOR
from fortell.privacy.archive.form import ABOUT, INDEX, MANIFEST, MEMOIR, ArchiveRefused
from fortell.privacy.archive.importing import import_package
from fortell.privacy.archive.reading import LIMITS, Limits, Package
from fortell.privacy.inventory import holdings
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import SealedFile
from fortell.privacy.vault import keys
from fortell.story.actions import erase_memoir
from fortell.story.models import Memoir
from tests.cast import BOTH, Family
from tests.privacy.archives import brought_in, changed, document, files_of, put_together, signed_again, taken

Change = Callable[[Any], object]
FORM = pytest.mark.django_db(databases=BOTH)
WHOLE = pytest.mark.django_db(transaction=True, databases=BOTH)


def refused(archive: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(ArchiveRefused) as refusal:
        brought_in(archive, limits)
    return str(refusal.value)


def entry(name: str, *, mode: int = stat.S_IFREG | 0o600, packed: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr, info.compress_type = mode << 16, packed
    return info


def with_entry(archive: bytes, info: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(info, content)
    return out.getvalue()


ELSEWHERE = "One of its files has a path that leads elsewhere, or is no plain file."


@FORM
@pytest.mark.parametrize(
    "name",
    ["../out.txt", "photos/../../out", "/etc/passwd", "C:\\out", "photos\\x", "a//b", ".hidden", "å.txt", "x" * 201],
)
def test_path_that_leads_elsewhere_is_refused(full_archive: bytes, name: str) -> None:
    assert refused(with_entry(full_archive, entry(name))) == ELSEWHERE


@FORM
@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFDIR | 0o700, stat.S_IFIFO | 0o600])
def test_link_folder_and_pipe_are_refused(full_archive: bytes, mode: int) -> None:
    assert refused(with_entry(full_archive, entry("link", mode=mode))) == ELSEWHERE


@FORM
def test_two_files_of_one_name_are_refused(full_archive: bytes) -> None:
    assert refused(with_entry(full_archive, entry("Memoir.JSON"))) == "Two of its files have the same name."


@FORM
def test_other_packing_is_refused(full_archive: bytes) -> None:
    archive = with_entry(full_archive, entry("odd", packed=zipfile.ZIP_BZIP2))
    assert refused(archive) == "odd is packed in a way that Fortell does not use."


@FORM
def test_bomb_is_refused_before_it_is_unpacked(full_archive: bytes) -> None:
    archive = with_entry(full_archive, entry("bomb"), bytes(4 * 1024 * 1024))
    assert refused(archive) == "bomb would unpack to more than 200 times its size."


@FORM
@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(entries=3), "It holds 9 files; 3 are the most."),
        (Limits(all_bytes=2000), "Unpacked it would be too large."),
        (Limits(file_bytes=2000), "index.html is too large."),
        (Limits(text_bytes=2000), "memoir.json is too large."),
    ],
)
def test_too_much_is_refused(full_archive: bytes, limits: Limits, said: str) -> None:
    assert refused(full_archive, limits) == said


@FORM
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"<html>"])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    assert refused(content) == "It is no ZIP file, or it was cut off."


@FORM
def test_archive_that_was_cut_off_is_refused(full_archive: bytes) -> None:
    assert refused(full_archive[:-200]) == "It is no ZIP file, or it was cut off."


@FORM
def test_download_that_broke_off_before_its_manifest_is_refused(full_archive: bytes) -> None:
    files = files_of(full_archive)
    del files[MANIFEST]
    assert refused(put_together(files)) == "There is no manifest.json in it: this is no archive of a memoir."


@FORM
def test_changed_file_is_refused(full_archive: bytes) -> None:
    files = files_of(full_archive)
    text = files[MEMOIR].replace(b"tar", b"oil")
    assert refused(put_together({**files, MEMOIR: text})) == "memoir.json is not the file that the manifest names."


@FORM
def test_changed_manifest_is_refused(full_archive: bytes) -> None:
    files = files_of(full_archive)
    manifest = json.loads(files[MANIFEST]) | {"language": "nn"}
    said = refused(put_together({**files, MANIFEST: json.dumps(manifest).encode()}))
    assert said == "Its signature does not hold: something in it was changed."


@FORM
def test_file_that_the_manifest_does_not_name_is_refused(full_archive: bytes) -> None:
    assert refused(with_entry(full_archive, entry("more.txt"))) == "Its list of files and its files do not agree."


@FORM
@pytest.mark.parametrize(
    "text",
    [b"{", b"[" * 5000 + b"]" * 5000, b'{"a": 1, "a": 2}', b'{"a": NaN}', b"\xff\xfe", b'{"a": ' + b"9" * 5000 + b"}"],
)
def test_broken_json_is_refused(full_archive: bytes, text: bytes) -> None:
    files = files_of(full_archive)
    said = refused(put_together(signed_again({**files, MEMOIR: text})))
    assert said == "memoir.json is no JSON that can be read."


@FORM
def test_deep_json_is_refused(full_archive: bytes) -> None:
    files = files_of(full_archive)
    deep = b'{"a": ' * 30 + b"1" + b"}" * 30
    assert refused(put_together(signed_again({**files, MEMOIR: deep}))) == "memoir.json is nested too deep."


def first(name: str, **values: object) -> Change:
    return lambda memoir: memoir["rows"][name][0].update(values)


OUT_OF_FORM: dict[str, Change] = {
    "rows": lambda memoir: memoir["rows"].update({"auth.user": []}),
    "rows/story.answer/0": first("story.answer", price=3),
    "rows/story.answer/0/number": first("story.answer", number="one"),
    "rows/story.answer/0/given_at": first("story.answer", given_at="yesterday"),
    "rows/story.answer/0/id": first("story.answer", id="../../x"),
    "rows/story.turn/0/asked": first("story.turn", asked={"text": "Only this"}),
    "rows/book.passage/0/body": first("book.passage", body={"sentences": [], "text": "", "photo": "", "html": "<b>"}),
    "version": lambda memoir: memoir.update(version=2),
    "files": lambda memoir: memoir["files"].update({"no id": "photos/0001-1.jpg"}),
}


@FORM
@pytest.mark.parametrize("place", OUT_OF_FORM)
def test_what_is_not_of_the_published_form_is_refused(full_archive: bytes, place: str) -> None:
    said = refused(changed(full_archive, OUT_OF_FORM[place]))
    assert said == f"memoir.json is not of the published form, at {place}."


CONTRADICTIONS: dict[str, Change] = {
    "An id comes twice in story.turn.": lambda memoir: memoir["rows"]["story.turn"].append(
        memoir["rows"]["story.turn"][0]
    ),
    "A row in it points to nothing: story.answer.turn.": first("story.answer", turn=str(new_id())),
    "A row of story.answer belongs to another memoir.": first("story.answer", memoir=str(new_id())),
    "A row of people.member belongs to another memoir.": first("people.member", scope=str(new_id())),
    "A row of story.memoir belongs to another memoir.": first("story.memoir", id=str(new_id())),
    "Its files and the list of them do not agree.": lambda memoir: memoir["files"].popitem(),
    "A file in it belongs to nothing.": first("privacy.sealedfile", item=str(new_id())),
    "It holds files of a kind that Fortell does not keep.": first("privacy.sealedfile", media_type="text/html"),
    "It does not say who tells: there must be exactly one storyteller.": lambda memoir: [
        row.update(role="reader") for row in memoir["rows"]["people.member"]
    ],
    "It holds no memoir, or more than one.": lambda memoir: memoir["rows"].update(
        {name: [] for name in memoir["rows"] if name.startswith(("story.", "book."))}
    ),
}


@FORM
@pytest.mark.parametrize("said", CONTRADICTIONS)
def test_rows_that_contradict_one_another_are_refused(full_archive: bytes, said: str) -> None:
    found = refused(changed(full_archive, CONTRADICTIONS[said]))
    if said.startswith("It holds no memoir"):
        assert found in {said, "A file in it belongs to nothing."}
    else:
        assert found == said


@FORM
def test_photo_without_a_file_of_its_own_is_refused(full_archive: bytes) -> None:
    memoir = document(full_archive)
    photo = memoir["rows"]["story.photo"][0]["id"]
    said = refused(changed(full_archive, first("story.photo", print_file=str(new_id()))))
    assert said == f"The photo {photo} has no file of its own."


@FORM
def test_book_file_that_is_not_the_one_of_its_proof_is_refused(printed_archive: bytes) -> None:
    archive = printed_archive
    name = document(archive)["rows"]["book.prooffile"][0]["sealed_file"]
    said = refused(changed(archive, first("book.prooffile", sha256="0" * 64)))
    assert said == f"The book file {name} is not the one that its proof names."


@FORM
def test_parts_of_two_memoirs_are_refused(full_archive: bytes, neighbour: Family) -> None:
    files = files_of(full_archive)
    other = files_of(taken(neighbour.memoir))
    said = refused(put_together(signed_again({**files, ABOUT: other[ABOUT]})))
    assert said == "Its parts are of different memoirs."


@FORM
def test_the_page_to_read_is_never_taken_over(full_archive: bytes) -> None:
    """Whatever stands in it: the import reads the two documents and the files that they name."""
    files = signed_again({**files_of(full_archive), INDEX: b"<script>alert(1)</script>"})
    assert Package(io.BytesIO(put_together(files))).memoir["scope"] == str(scope_of(full_archive))


@FORM
def test_the_same_archive_twice_is_one_memoir(full: Family) -> None:
    said = refused(taken(full.memoir))
    assert said == "This memoir is here already, or was erased here; what was erased stays so."
    assert Memoir.objects.count() == 1


@FORM
def test_part_of_another_memoir_cannot_be_taken_over(full: Family, neighbour: Family) -> None:
    scope, stranger = str(full.memoir.id), str(new_id())
    files = {
        name: content.replace(scope.encode(), stranger.encode()) if name.endswith(".json") else content
        for name, content in files_of(taken(full.memoir)).items()
    }
    manifest = json.loads(files[MANIFEST]) | {"scope": stranger}
    said = refused(put_together(signed_again({**files, MANIFEST: json.dumps(manifest).encode()})))
    assert said == "A part of this memoir is here already, in another one."


def scope_of(archive: bytes) -> UUID:
    return UUID(document(archive)["scope"])


def nothing_left(scope: object) -> bool:
    rows = [row for row in holdings() if row.scope and row.model._default_manager.filter(**{row.scope: scope}).exists()]
    keyed = Key.objects.filter(id=scope).exists() or Key.objects.filter(parent=scope).exists()
    return rows == [] and not keyed and not SealedFile.objects.filter(scope=scope).exists()


def spoiled(archive: bytes, ending: str, content: bytes) -> bytes:
    """The archive with other bytes in the first file of that ending, and everything that names them put right."""
    files = files_of(archive)
    memoir = json.loads(files[MEMOIR])
    name, path = next((name, path) for name, path in memoir["files"].items() if path.endswith(ending))
    next(row for row in memoir["rows"]["privacy.sealedfile"] if row["id"] == name)["size"] = len(content)
    for row in memoir["rows"]["book.prooffile"]:
        if row["sealed_file"] == name:
            row["sha256"] = hashlib.sha256(content).hexdigest()
    return put_together(signed_again({**files, path: content, MEMOIR: json.dumps(memoir).encode()}))


@WHOLE
@pytest.mark.parametrize(
    ("ending", "content", "said"),
    [
        (".jpg", b"<svg onload=alert(1)>", "A photo in it is no photo that can be opened."),
        (".jpg", b"\xff\xd8\xff\xe0 and then nothing", "A photo in it is no photo that can be opened."),
        (".pdf", b"%PDF-1.7 and then nothing", "A PDF in it can't be opened."),
        (".epub", b"PK\x03\x04", "An e-book in it can't be opened."),
    ],
)
def test_failed_import_leaves_nothing_behind(printed_archive: bytes, ending: str, content: bytes, said: str) -> None:
    archive = spoiled(printed_archive, ending, content)
    before = stored(printed_archive)  # a test whose rows were rolled back leaves its files
    assert refused(archive) == said
    assert nothing_left(scope_of(printed_archive))
    assert stored(printed_archive) <= before


def stored(archive: bytes) -> set[str]:
    """Which of an archive's files lie in the vault."""
    names = {UUID(name).hex for name in document(archive)["files"]}
    return {path.name for path in (installation().data / "vault").rglob("*") if path.stem in names}


@WHOLE
def test_rows_that_the_database_refuses_leave_nothing_behind(full_archive: bytes) -> None:
    archive = changed(full_archive, lambda memoir: [row.update(number=1) for row in memoir["rows"]["story.answer"]])
    assert refused(archive) == "Its rows contradict one another."
    assert nothing_left(scope_of(full_archive))


def crown(memoir: dict[str, Any]) -> None:
    """Make a reader a king; the storyteller stays what she is."""
    next(row for row in memoir["rows"]["people.member"] if row["role"] == "reader")["role"] = "king"


@WHOLE
def test_value_that_no_form_would_take_is_refused(full_archive: bytes) -> None:
    archive = changed(full_archive, crown)
    assert refused(archive) == "Its rows contradict one another."
    assert nothing_left(scope_of(full_archive))


@WHOLE
def test_what_a_killed_import_left_is_swept_by_the_next(full_archive: bytes) -> None:
    archive = full_archive
    keys.make_root(scope_of(full_archive))
    left = SealedFile.objects.create(scope=scope_of(full_archive), item=new_id(), media_type="image/jpeg", size=1)
    done = import_package(package=Package(io.BytesIO(archive)), by=OPERATOR)
    assert done.scope == scope_of(full_archive)
    assert not SealedFile.objects.filter(id=left.id).exists()


@WHOLE
def test_picture_that_hides_something_is_made_clean(full_archive: bytes) -> None:
    path = "photos/0003-1.jpg"
    archive = full_archive
    hidden = files_of(archive)[path] + b"PK a whole other file"
    archive = spoiled(archive, "0003-1.jpg", hidden)
    brought_in(archive)
    kept = files_of(taken(Memoir.objects.get(id=scope_of(full_archive))))[path]
    assert b"a whole other file" not in kept
    assert kept.startswith(b"\xff\xd8\xff")


@WHOLE
def test_memoir_that_was_erased_here_stays_erased(full: Family) -> None:
    archive = taken(full.memoir)
    erase_memoir(memoir=full.memoir, by=OPERATOR)
    assert refused(archive) == "This memoir is here already, or was erased here; what was erased stays so."
