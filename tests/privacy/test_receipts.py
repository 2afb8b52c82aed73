"""The receipt of a consent: every field of ISO/IEC TS 27560, in DPV's terms, signed."""

import json

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF

from fortell.kit.signatures import document_holds
from fortell.privacy import consent, receipts
from fortell.privacy.consent import Wording
from fortell.privacy.models import ConsentEntry, Withdrawal
from fortell.privacy.terms import Purpose
from fortell.privacy.vault import signing
from fortell.story.actions import give_consent, withdraw_consent
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
DPV = Namespace("https://w3id.org/dpv#")
PD = Namespace("https://w3id.org/dpv/pd#")
GDPR = Namespace("https://w3id.org/dpv/legal/eu/gdpr#")
# What the standard requires of a record's header, of each purpose in it, of each party and of each event.
HEADER = {"schema_version", "record_id", "pii_principal_id", "privacy_notice", "purposes", "events"}
NOTICE = {"notice_reference", "language", "notice_version", "notice_text", "notice_sha256"}
PURPOSE = {
    "purpose",
    "lawful_basis",
    "pii_information",
    "pii_controllers",
    "collection_method",
    "processing_method",
    "storage_condition",
    "jurisdiction",
    "recipients",
    "withdrawal_method",
    "rights",
}
STORAGE = {"retention_period", "storage_locations"}
PARTY = {"party_name", "party_contact"}
EVENT = {"event_time", "event_type", "event_state", "validity_duration", "entity_id"}


def newest(family: Family) -> ConsentEntry:
    return consent.ledger(family.memoir.id)[0]


def graph(document: dict[str, object]) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


@pytest.mark.promise("MNT-9.1")
def test_every_field_of_the_standard_is_there_and_filled(family: Family) -> None:
    receipt = receipts.receipt(newest(family))
    purpose = receipt["purposes"][0]
    for part, names in (
        (receipt, HEADER),
        (receipt["privacy_notice"], NOTICE),
        (purpose, PURPOSE),
        (purpose["storage_condition"], STORAGE),
        (purpose["pii_controllers"][0], PARTY),
        (receipt["events"][0], EVENT),
    ):
        assert names - set(part) == set()
        assert {name for name in names - {"recipients"} if not part[name]} == set()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's JSON-LD reader uses what rdflib deprecates
def test_it_reads_as_rdf_in_the_terms_of_dpv(family: Family) -> None:
    entry = newest(family)
    read, about = graph(receipts.receipt(entry)), URIRef(f"urn:uuid:{entry.id}")
    purpose, notice = read.value(about, DPV.hasPurpose), read.value(about, DPV.hasNotice)
    assert (about, RDF.type, DPV.ConsentReceipt) in read
    assert (purpose, RDF.type, DPV.ServiceProvision) in read
    assert set(read.objects(purpose, DPV.hasLegalBasis)) == {GDPR["A6-1-a"], GDPR["A9-2-a"]}
    assert PD.LifeHistory in set(read.objects(purpose, DPV.hasPersonalData))
    assert read.value(about, DPV.hasDataSubject) == URIRef(f"urn:uuid:{family.alma.member.id}")
    assert read.value(notice, DCTERMS.description) == Literal(entry.wording)
    assert read.value(read.value(purpose, DPV.hasDataController), DPV.hasName) == Literal("The Solvang family")
    assert set(read.objects(None, DPV.hasConsentStatus)) == {DPV.ConsentGiven}


def test_every_name_in_it_has_a_meaning(family: Family) -> None:
    """JSON-LD drops what its context does not know: nothing of the receipt may get lost that way."""

    def names(part: object) -> set[str]:
        if isinstance(part, list):
            return set().union(*map(names, part)) if part else set()
        inner = part if isinstance(part, dict) else {}
        return {name for name in inner if not name.startswith("@")}.union(*map(names, inner.values()), set())

    receipt = receipts.receipt(newest(family))
    context = receipt.pop("@context")
    assert names(receipt) - set(context) == set()


def test_a_withdrawals_receipt_shows_both_events(family: Family) -> None:
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    receipt = receipts.receipt(newest(family))
    assert [event["event_state"] for event in receipt["events"]] == ["dpv:ConsentGiven", "dpv:ConsentWithdrawn"]
    assert receipt["events"][0]["event_time"] < receipt["events"][1]["event_time"]


def test_it_is_signed_by_the_house_and_holds_nobodys_words(family: Family) -> None:
    tell(family, "We rowed past Torleif's boathouse.")
    receipt = receipts.receipt(newest(family))
    assert document_holds(receipt, key=signing.public_key())
    assert not document_holds(receipt | {"record_id": "another"}, key=signing.public_key())
    assert [word for word in ("Torleif", "Alma", "Headwind") if word in json.dumps(receipt)] == []


def test_each_purpose_has_a_yes_of_its_own(family: Family) -> None:
    wording = Wording(text="May we write to you?", version="1", language="en")
    told = {"scope": family.memoir.id, "subject": family.alma.member.id, "channel": "personal link"}
    consent.give(**told, wording=wording, purpose=Purpose.MARKETING, by=family.alma.actor)
    tell(family, "We rowed.")
    consent.withdraw(**told, purpose=Purpose.MARKETING, by=family.alma.actor)
    assert not consent.is_live(scope=family.memoir.id, purpose=Purpose.MARKETING)
    assert consent.is_live(scope=family.memoir.id)
    assert receipts.receipt(newest(family))["purposes"][0]["lawful_basis"] == ["eu-gdpr:A6-1-a"]
    give_consent(memoir=family.memoir, language="en", by=family.alma.actor)
    assert ConsentEntry.objects.filter(purpose="book").count() == 1


def test_the_book_waits_to_be_erased_for_its_own_no_alone(family: Family) -> None:
    told = {"scope": family.memoir.id, "subject": family.alma.member.id, "channel": "personal link"}
    said = told | {"wording": Wording(text="May we write to you?", version="1", language="en")}
    consent.give(**said, purpose=Purpose.MARKETING, by=family.alma.actor)
    consent.withdraw(**told, purpose=Purpose.MARKETING, by=family.alma.actor)
    assert not Withdrawal.objects.filter(scope=family.memoir.id).exists()
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    consent.give(**said, purpose=Purpose.MARKETING, by=family.alma.actor)
    assert Withdrawal.objects.filter(scope=family.memoir.id).exists()
