"""What she takes home of a consent: a receipt with the fields of ISO/IEC TS 27560:2023, as JSON-LD in DPV's terms.

The structure follows the DPV community group's guide to that standard (w3id.org/dpv/guides/consent-27560). The context
stands in the receipt itself, so that it can be read anywhere without fetching anything.
"""

from typing import Any, Final

from fortell.kit.installation import installation
from fortell.privacy.inventory import holdings
from fortell.privacy.models import ConsentEntry
from fortell.privacy.profile import profile
from fortell.privacy.purpose import may_serve
from fortell.privacy.terms import Category, Purpose
from fortell.privacy.vault.signing import signed_document

SCHEMA: Final = "https://w3id.org/dpv/schema/iso-27560#receipt-full"
EEA: Final = "loc:EEA"
RIGHTS: Final = ("A7-3", "A15", "A16", "A17", "A18", "A20", "A77")
CONTEXT: Final[dict[str, Any]] = {
    "@version": 1.1,
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "loc": "https://w3id.org/dpv/loc#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "schema_version": {"@id": "dct:conformsTo", "@type": "@id"},
    "record_id": "dct:identifier",
    "pii_principal_id": {"@id": "dpv:hasDataSubject", "@type": "@id"},
    "privacy_notice": "dpv:hasNotice",
    "notice_reference": {"@id": "dct:source", "@type": "@id"},
    "language": "dct:language",
    "notice_version": "dct:hasVersion",
    "notice_text": "dct:description",
    "notice_sha256": "spdx:checksumValue",
    "purposes": "dpv:hasPurpose",
    "purpose": "dct:title",
    "lawful_basis": {"@id": "dpv:hasLegalBasis", "@type": "@id"},
    "pii_information": {"@id": "dpv:hasPersonalData", "@type": "@id"},
    "sensitive": {"@id": "dpv:hasSensitivityLevel", "@type": "@id"},
    "collection_method": {"@id": "dpv:hasDataSource", "@type": "@id"},
    "processing_method": {"@id": "dpv:hasProcessing", "@type": "@id"},
    "storage_condition": "dpv:hasStorageCondition",
    "retention_period": "dpv:hasDuration",
    "storage_locations": {"@id": "dpv:hasLocation", "@type": "@id"},
    "jurisdiction": {"@id": "dpv:hasJurisdiction", "@type": "@id"},
    "pii_controllers": "dpv:hasDataController",
    "party_name": "dpv:hasName",
    "party_contact": "dpv:hasContact",
    "party_address": "dpv:hasAddress",
    "recipients": "dpv:hasRecipient",
    "withdrawal_method": {"@id": "dpv:hasWithdrawalMethod", "@type": "@id"},
    "rights": {"@id": "dpv:hasRight", "@type": "@id"},
    "events": "dct:hasPart",
    "event_time": {"@id": "dct:date", "@type": "xsd:dateTime"},
    "event_type": {"@id": "dct:type", "@type": "@id"},
    "event_state": {"@id": "dpv:hasConsentStatus", "@type": "@id"},
    "validity_duration": "dct:valid",
    "entity_id": {"@id": "dpv:isIndicatedBy", "@type": "@id"},
    "collected_by": "dct:medium",
    "public_key": "spdx:publicKey",
    "signature": "spdx:signature",
}
STATES: Final = {
    ConsentEntry.Decision.GIVEN: "dpv:ConsentGiven",
    ConsentEntry.Decision.WITHDRAWN: "dpv:ConsentWithdrawn",
}


def receipt(entry: ConsentEntry) -> dict[str, Any]:
    """The receipt of one line of the ledger, with the line that it takes back, if it is a withdrawal. Signed."""
    subject = f"urn:uuid:{entry.subject}"
    document = {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{entry.id}",
        "@type": ["dpv:ConsentReceipt", "dpv:ConsentRecord"],
        "schema_version": SCHEMA,
        "record_id": str(entry.id),
        "pii_principal_id": subject,
        "privacy_notice": _notice(entry),
        "purposes": [_purpose(entry)],
        "events": [_event(line, subject) for line in _history(entry)],
    }
    return signed_document(document)


def _notice(entry: ConsentEntry) -> dict[str, str]:
    return {
        "@type": "dpv:ConsentNotice",
        "notice_reference": f"urn:sha256:{entry.wording_sha256}",
        "language": entry.language,
        "notice_version": entry.version,
        "notice_text": entry.wording,
        "notice_sha256": entry.wording_sha256,
    }


def _purpose(entry: ConsentEntry) -> dict[str, Any]:
    aim = Purpose(entry.purpose)
    kinds = sorted(kind for kind in _categories_held() if may_serve(kind, aim))
    return {
        "@type": aim.dpv,
        "purpose": str(aim),
        "lawful_basis": ["eu-gdpr:A6-1-a", *(["eu-gdpr:A9-2-a"] if Category.CONTENT in kinds else [])],
        "pii_information": [kind.dpv for kind in kinds],
        # A life story may reveal health, belief or politics: GDPR art. 9(1).
        "sensitive": ["dpv:SpecialCategoryPersonalData"] if Category.CONTENT in kinds else [],
        "collection_method": ["dpv:DataSubject"],
        "processing_method": ["dpv:Collect", "dpv:Store", "dpv:Use"],
        "storage_condition": {
            "@type": "dpv:StorageCondition",
            "retention_period": _kept_for(),
            "storage_locations": [EEA],
        },
        "jurisdiction": [EEA],
        "pii_controllers": [_controller()],
        "recipients": [{"@type": "dpv:Recipient", "party_name": name} for name in sorted(profile().processors)],
        "withdrawal_method": [installation().address],
        "rights": [f"eu-gdpr:{article}" for article in RIGHTS],
    }


def _categories_held() -> set[Category]:
    return {kind for held in holdings() for kind in held.personal.values()}


def _kept_for() -> str:
    rule = profile().retention["withdrawn-content"]
    return f"until deleted; after a withdrawal {rule.number} {rule.unit}"


def _controller() -> dict[str, str]:
    who = profile().controller
    facts = {"party_contact": who.email or who.phone or installation().address, "party_address": who.address}
    named = {"@type": "dpv:DataController", "party_name": who.name or "the family that runs this Fortell"}
    return named | {key: value for key, value in facts.items() if value}


def _history(entry: ConsentEntry) -> list[ConsentEntry]:
    """This line and, of a withdrawal, the yes before it; the oldest first."""
    lines = ConsentEntry.objects.filter(scope=entry.scope, purpose=entry.purpose, at__lte=entry.at).order_by(
        "-at", "-id"
    )
    if entry.decision == ConsentEntry.Decision.GIVEN:
        return [entry]
    given = lines.filter(decision=ConsentEntry.Decision.GIVEN).first()
    return [*([given] if given else []), entry]


def _event(line: ConsentEntry, subject: str) -> dict[str, str]:
    return {
        "@type": "dpv:ExplicitlyExpressedConsent",
        "event_time": line.at.isoformat(),
        "event_type": "dpv:ExplicitlyExpressedConsent",
        "event_state": STATES[ConsentEntry.Decision(line.decision)],
        "validity_duration": "until it is withdrawn",
        "entity_id": subject,
        "collected_by": line.channel,
    }
