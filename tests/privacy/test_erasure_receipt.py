"""What she holds in her hand after an erasure: what went, what is kept, why, and until when."""

import pytest
import time_machine

from fortell.kit.signatures import document_holds
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy import erasure_receipt
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditEntry, ConsentEntry, RightsRequest, SealedFile
from fortell.privacy.vault import signing
from fortell.story.actions import NewPhoto, erase_memoir
from fortell.story.models import Answer, AnswerVersion
from tests.cast import BOTH, Family, make_family, tell
from tests.pages.telling import PICTURE, answered

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)


@pytest.fixture
def full(db: None) -> Family:
    family = make_family()
    answered(family, "We rowed past the boathouse.", photos=(NewPhoto(content=PICTURE, caption="The boathouse"),))
    tell(family, "We had flatbread.")
    return family


@pytest.mark.promise("MIM-11.5")
def test_the_receipt_counts_what_was_there_and_names_what_is_kept(full: Family) -> None:
    scope, before = full.memoir.id, {"answers": Answer.objects.count(), "versions": AnswerVersion.objects.count()}
    stored, sealed = SealedFile.objects.count(), Key.objects.filter(parent=scope).count() + 1
    with time_machine.travel("2026-12-01T10:00:00Z"):
        document = erasure_receipt.receipt(scope=scope, gone=erase_memoir(memoir=full.memoir, by=OPERATOR))
    deleted = document["deleted"]
    assert (deleted["kinds"]["story.Answer"], deleted["kinds"]["story.AnswerVersion"]) == tuple(before.values())
    assert (deleted["files"], deleted["keys"]) == (stored, sealed)
    assert deleted["categories"]["content"] > before["versions"]
    assert not Key.objects.filter(parent=scope).exists()
    kept = {row["kind"]: (row["rows"], row["rule"], row["until"]) for row in document["kept"]}
    assert kept == {
        "privacy.ConsentEntry": (ConsentEntry.objects.filter(scope=scope).count(), "consents", "2029-12-01"),
        "privacy.AuditHead": (1, "audit", "2029-12-01"),
        "privacy.ErasedScope": (1, "consents", "2029-12-01"),
        "privacy.AuditEntry": (AuditEntry.objects.filter(scope=scope).count(), "audit", "2029-12-01"),
    }
    assert [row for row in document["kept"] if not row["ground"]] == []
    assert document["backups_until"] == "2026-12-31"


def test_the_receipt_is_signed_and_names_nobody(full: Family) -> None:
    document = erasure_receipt.receipt(scope=full.memoir.id, gone=erase_memoir(memoir=full.memoir, by=OPERATOR))
    assert document_holds(document, key=signing.public_key())
    assert [word for word in ("Alma", "boathouse", "Headwind", full.memoir.code) if word in str(document)] == []


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("nb", "Kvittering: en historie er slettet for godt"),
        ("nn", "Kvittering: ei historie er sletta for godt"),
        ("sv", "Kvitto: en berättelse har raderats för alltid"),
        ("en", "Receipt: a story was deleted for good"),
    ],
)
def test_it_reads_in_the_language_of_the_memoir(full: Family, language: str, first: str) -> None:
    document = erasure_receipt.receipt(scope=full.memoir.id, gone=erase_memoir(memoir=full.memoir, by=OPERATOR))
    text = erasure_receipt.readable(document, language)
    assert text.splitlines()[0] == first
    assert document["erased"] in text
    assert "privacy." not in text


def test_she_erases_it_herself_only_after_the_second_check(full: Family) -> None:
    for actor in (full.alma.actor, full.ingrid.checked(), full.kari.actor):
        with pytest.raises(NotAllowed):
            erase_memoir(memoir=full.memoir, by=actor)
    gone = erase_memoir(memoir=full.memoir, by=full.alma.checked())
    row = RightsRequest.objects.get()
    assert (row.kind, row.state, row.channel, row.outcome) == ("erasure", "done", "page", gone)
