"""From one controller to another at her word: what is sent, what is refused, and what is known afterwards."""

import base64
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pyrage import x25519

from fortell.kit.clock import now
from fortell.people.permissions import OPERATOR
from fortell.privacy.archive.form import ABOUT, INDEX, MEMOIR, ArchiveRefused
from fortell.privacy.archive.writing import take_portable
from fortell.privacy.egress.models import Sending, Ticket, Transfer
from fortell.privacy.models import AuditEntry, AuditHead, SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.transfer import receiving
from fortell.privacy.transfer.errors import OfferUnreadable, TicketUnknown, TransferFailed
from fortell.privacy.transfer.offers import Offer, make_offer, read_offer
from fortell.privacy.transfer.receiving import receipt_for, receive
from fortell.privacy.transfer.sealing import opened_with, sealed_for
from fortell.privacy.vault import signing
from fortell.privacy.vault.opening import opened
from fortell.story.actions import erase_memoir, transfer_memoir
from fortell.story.models import Memoir
from tests.cast import BOTH, Family, tell
from tests.egress import Recorder
from tests.privacy.archives import files_of, gone

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)


def sealed(family: Family, offer: Offer, receiver: str = "") -> bytes:
    archive = take_portable(scope=family.memoir.id, language="en", receiver=receiver or signing.public_key_text())
    return b"".join(sealed_for(offer.age, archive.pieces()))


def given() -> Offer:
    return read_offer(make_offer(days=7))


def taken_in(offer: Offer, package: bytes) -> dict[str, Any]:
    return receive(ticket=offer.ticket, file=io.BytesIO(package), by=OPERATOR)


def test_offer_names_the_receiver_and_is_read_back_whole() -> None:
    offer = given()
    assert (offer.address, offer.key) == ("http://127.0.0.1:8000/transfer/", signing.public_key())
    assert len(offer.fingerprint.split()) == 8
    assert (offer.until - now()).days == 6


@pytest.mark.parametrize("line", ["", "https://a.example/transfer/", "https://a.example/#bm90aGluZw", "x#{}"])
def test_what_is_no_offer_is_refused(line: str) -> None:
    with pytest.raises(OfferUnreadable, match="no offer"):
        read_offer(line)


def test_offer_that_somebody_changed_or_whose_time_is_over_is_refused() -> None:
    line = make_offer(days=7)
    address, _hash, written = line.partition("#")
    document = json.loads(base64.urlsafe_b64decode(written + "=="))
    other = {**document, "controller": "Somebody Else AS"}
    with pytest.raises(OfferUnreadable, match="no offer"):
        read_offer(f"{address}#{base64.urlsafe_b64encode(json.dumps(other).encode()).decode()}")
    with time_machine.travel(now() + timedelta(days=8), tick=False), pytest.raises(OfferUnreadable, match="over"):
        read_offer(line)


def test_package_can_be_read_in_any_order_and_only_by_the_receiver(family: Family) -> None:
    tell(family, "We rowed to church.")
    identity = x25519.Identity.generate()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a", b"a" * 200_000)
        file.writestr("b", b"b" * 70_000)
    package = b"".join(sealed_for(identity.to_public(), [out.getvalue()]))
    with zipfile.ZipFile(opened_with(identity, io.BytesIO(package))) as file:
        assert (file.read("b"), file.read("a")) == (b"b" * 70_000, b"a" * 200_000)
    assert b"a" * 16 not in package


@pytest.mark.promise("MNT-10.5")
def test_package_is_taken_in_once_and_answered_with_a_signed_receipt(full: Family) -> None:
    offer, scope = given(), full.memoir.id
    package = sealed(full, offer)
    gone(full.memoir)
    receipt = taken_in(offer, package)
    assert signing.public_key_text() == receipt["public_key"]
    assert (receipt["scope"], receipt["files"]) == (str(scope), 3)
    assert Memoir.objects.filter(id=scope).exists()
    with pytest.raises(TicketUnknown):
        taken_in(offer, package)
    assert receipt_for(offer.ticket) == receipt
    assert Client().get(f"/transfer/{offer.ticket}/receipt").json() == receipt


def test_receipt_is_given_again_only_for_its_ticket_and_while_the_memoir_is_here(full: Family) -> None:
    offer, other = given(), given()
    package = sealed(full, offer)
    gone(full.memoir)
    assert Client().get(f"/transfer/{offer.ticket}/receipt").status_code == 404
    taken_in(offer, package)
    assert Client().get(f"/transfer/{other.ticket}/receipt").status_code == 404
    erase_memoir(memoir=Memoir.objects.get(id=full.memoir.id), by=OPERATOR)
    assert Client().get(f"/transfer/{offer.ticket}/receipt").status_code == 404
    with pytest.raises(TicketUnknown):
        taken_in(offer, package)


def test_ticket_that_was_used_meanwhile_brings_no_second_memoir(full: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = given()
    package = sealed(full, offer)
    gone(full.memoir)
    Ticket.objects.update(used_at=now())
    monkeypatch.setattr(receiving, "is_open", lambda _ticket: True)  # it was, when this one came
    with pytest.raises(TicketUnknown):
        taken_in(offer, package)
    assert (Memoir.objects.count(), SealedFile.objects.count(), AuditHead.objects.count()) == (0, 0, 0)


def test_only_what_she_provided_is_sent(full: Family) -> None:
    identity = x25519.Identity.generate()
    archive = take_portable(scope=full.memoir.id, language="en", receiver="")
    package = b"".join(sealed_for(identity.to_public(), archive.pieces()))
    files = files_of(opened_with(identity, io.BytesIO(package)).read())
    assert json.loads(files[ABOUT])["rows"] == {}
    assert INDEX not in files
    assert json.loads(files[MEMOIR])["rows"]["story.answerversion"]


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda package: package[:-100], "cut off"),
        (lambda package: package[:5000] + bytes([package[5000] ^ 1]) + package[5001:], "cut off or changed"),
        (lambda package: b"", "sealed for another"),
    ],
)
def test_package_that_was_harmed_leaves_nothing_and_the_ticket_open(full: Family, harm: Any, why: str) -> None:
    offer = given()
    package = sealed(full, offer)
    gone(full.memoir)
    with pytest.raises(ArchiveRefused, match=why):
        taken_in(offer, harm(package))
    assert (Memoir.objects.count(), SealedFile.objects.count(), AuditHead.objects.count()) == (0, 0, 0)
    assert Ticket.objects.get().used_at is None
    assert taken_in(offer, package)["files"] == 3


def test_package_for_another_house_is_refused(full: Family) -> None:
    offer = given()
    package = sealed(full, offer, receiver="AAAA")
    elsewhere = sealed(full, replace(offer, age=x25519.Identity.generate().to_public()))
    gone(full.memoir)
    for wrong in (package, elsewhere):
        with pytest.raises(ArchiveRefused, match="another house"):
            taken_in(offer, wrong)
    assert Memoir.objects.count() == 0


def test_stranger_and_used_or_old_tickets_find_nothing(full: Family) -> None:
    offer = given()
    package = sealed(full, offer)
    stranger = Client(enforce_csrf_checks=True)

    def post(ticket: str) -> int:
        return stranger.post(f"/transfer/{ticket}", package, content_type="application/octet-stream").status_code

    assert post("guessed") == 404
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        assert post(offer.ticket) == 404
    assert post(offer.ticket) == 422  # it is here already
    gone(full.memoir)
    assert [post(offer.ticket), post(offer.ticket)] == [200, 404]


def at(recorder: Recorder) -> Offer:
    return replace(given(), address=recorder.url("/transfer/"))


def sent(family: Family, offer: Offer) -> Transfer:
    return transfer_memoir(memoir=family.memoir, offer=offer, statement="She wrote to us on 3 May.", by=OPERATOR)


def answer(recorder: Recorder, offer: Offer, status: int, document: object) -> None:
    recorder.answers[f"/transfer/{offer.ticket}"] = (status, {}, [json.dumps(document).encode()])


def verbs(family: Family) -> list[str]:
    found = AuditEntry.objects.filter(scope=family.memoir.id, verb__startswith="transfer.").order_by("number")
    return [line.verb for line in found]


def test_refusal_by_the_receiver_is_told_and_written_down(full: Family, recorder: Recorder) -> None:
    offer = at(recorder)
    answer(recorder, offer, 422, {"refused": "This memoir is here already."})
    with pytest.raises(TransferFailed, match="The receiver refused it: This memoir is here already"):
        sent(full, offer)
    row = Transfer.objects.get()
    assert (row.status, row.recipient, row.receipt) == ("refused", "127.0.0.1", {})
    assert verbs(full) == ["transfer.begun", "transfer.refused"]
    assert opened(scope=full.memoir.id, use=Use.OWN).read(row, "statement") == "She wrote to us on 3 May."
    assert Sending.objects.get().recipient == "127.0.0.1"


def test_receipt_that_another_signed_or_for_another_package_proves_nothing(full: Family, recorder: Recorder) -> None:
    offer = at(recorder)
    answer(recorder, offer, 200, signing.signed_document({"scope": str(full.memoir.id), "sha256": "00" * 32}))
    with pytest.raises(TransferFailed, match="no receipt"):
        sent(full, offer)
    assert Transfer.objects.get().status == "broken"


def lost(full: Family, recorder: Recorder) -> Offer:
    """A package that left whole, and an answer that never came as it was."""
    offer = at(recorder)
    answer(recorder, offer, 200, {})
    with pytest.raises(TransferFailed, match="no receipt"):
        sent(full, offer)
    return offer


@pytest.mark.promise("MNT-10.5")
def test_receipt_that_was_lost_is_asked_for_before_anything_is_sent_again(full: Family, recorder: Recorder) -> None:
    offer = lost(full, recorder)
    row = Transfer.objects.get()
    receipt = signing.signed_document({"scope": str(full.memoir.id), "sha256": row.package_sha256})
    recorder.answers[f"/transfer/{offer.ticket}/receipt"] = (200, {}, [json.dumps(receipt).encode()])
    again = sent(full, offer)
    assert (again.id, again.status, again.receipt) == (row.id, "received", receipt)
    assert sent(full, offer).receipt == receipt
    assert [(one.method, one.body) for one in recorder.arrived[1:]] == [("GET", b""), ("GET", b"")]
    assert verbs(full) == ["transfer.begun", "transfer.broken", "transfer.received"]
    assert Sending.objects.latest("at").fields == []


@pytest.mark.parametrize(
    ("status", "document"), [(404, {}), (200, {}), (200, {"scope": "another", "sha256": "00" * 32}), (200, None)]
)
def test_what_did_not_arrive_before_is_sent_again(
    full: Family, recorder: Recorder, status: int, document: dict[str, str] | None
) -> None:
    offer = lost(full, recorder)
    said = document if document is None else signing.signed_document(document)
    recorder.answers[f"/transfer/{offer.ticket}/receipt"] = (status, {}, [json.dumps(said).encode()])
    with pytest.raises(TransferFailed, match="no receipt"):
        sent(full, offer)
    assert [one.method for one in recorder.arrived] == ["POST", "GET", "POST"]
    assert [row.status for row in Transfer.objects.all()] == ["broken", "broken"]


def test_while_the_receiver_cant_be_asked_nothing_is_sent_again(full: Family, recorder: Recorder) -> None:
    offer = replace(lost(full, recorder), address="http://127.0.0.1:9/transfer/")
    with pytest.raises(TransferFailed, match="Whether an earlier attempt arrived can't be asked"):
        sent(full, offer)
    assert [row.status for row in Transfer.objects.all()] == ["broken"]


def test_what_broke_off_half_way_is_known_not_to_have_arrived(full: Family) -> None:
    for _time in range(2):
        with pytest.raises(TransferFailed, match="can't be reached"):
            sent(full, replace(given(), address="http://127.0.0.1:9/transfer/"))
    assert [row.package_sha256 for row in Transfer.objects.all()] == ["", ""]


@pytest.mark.parametrize(("status", "why"), [(404, "no such ticket"), (507, "no room"), (413, "larger"), (503, "503")])
def test_every_answer_has_its_words(full: Family, recorder: Recorder, status: int, why: str) -> None:
    offer = at(recorder)
    answer(recorder, offer, status, {})
    with pytest.raises(TransferFailed, match=why):
        sent(full, offer)


def test_nobody_there_can_be_tried_again(full: Family) -> None:
    with pytest.raises(TransferFailed, match="can't be reached"):
        sent(full, replace(given(), address="http://127.0.0.1:9/transfer/"))
    assert Transfer.objects.get().status == "broken"


def test_address_without_tls_elsewhere_gets_nothing(full: Family) -> None:
    with pytest.raises(TransferFailed, match="only https"):
        sent(full, replace(given(), address="http://fortell.example.org/transfer/"))
    assert Sending.objects.count() == 0
