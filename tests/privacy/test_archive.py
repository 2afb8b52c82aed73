"""A memoir taken along: everything that is held, to read and for machines; and back again with nothing lost."""

from typing import Any

import pytest
from django.utils.html import escape

from fortell.book.models import Approval
from fortell.privacy.archive.form import ABOUT, INDEX
from fortell.privacy.models import AuditEntry, ConsentEntry, ImportedHistory
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir
from tests.cast import BOTH
from tests.privacy.archives import brought_in, document, files_of, taken

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)


def without_what_is_new(memoir: dict[str, Any]) -> dict[str, Any]:
    """What must be the same in the next house: all but counters of its database, and what hangs on its keys."""
    rows = {name: [dict(row) for row in found] for name, found in memoir["rows"].items() if name != "book.approval"}
    for found in rows.values():
        for row in found:
            if isinstance(row["id"], int):
                del row["id"]
    for row in rows["book.edition"]:
        del row["fingerprint"]
    for row in rows["story.photo"]:
        row["found"] = row["found"] and row["found"] | {"file": ""}  # a mark under the memoir's key
    for row in rows["people.member"]:
        del row["word_hash"]
    return {**memoir, "rows": rows}


def test_everything_comes_back_as_it_was(printed_archive: bytes) -> None:
    done = brought_in(printed_archive)
    again = taken(Memoir.objects.get(id=done.scope))
    assert without_what_is_new(document(again)) == without_what_is_new(document(printed_archive))
    media = {name: content for name, content in files_of(printed_archive).items() if "/" in name}
    assert {name: content for name, content in files_of(again).items() if "/" in name} == media
    assert len(media) == 6


def test_what_was_agreed_and_approved_elsewhere_is_history(printed_archive: bytes) -> None:
    done = brought_in(printed_archive)
    assert not ConsentEntry.objects.filter(scope=done.scope).exists()
    assert not Approval.objects.filter(proof__edition__memoir=done.scope).exists()
    assert [line.verb for line in AuditEntry.objects.filter(scope=done.scope)] == ["archive.imported"]
    history = opened(scope=done.scope, use=Use.OWN).read(ImportedHistory.objects.get(scope=done.scope), "content")
    before = document(printed_archive, ABOUT)["rows"]
    assert history["rows"]["privacy.consententry"] == before["privacy.consententry"]
    assert history["rows"]["privacy.auditentry"] == before["privacy.auditentry"]
    assert history["rows"]["book.approval"] == document(printed_archive)["rows"]["book.approval"]
    page = files_of(taken(Memoir.objects.get(id=done.scope)))[INDEX].decode()
    assert escape(before["privacy.consententry"][0]["wording"]) in page
