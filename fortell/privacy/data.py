"""What the privacy engine itself holds."""

from pathlib import Path

from fortell.privacy.activities import activity
from fortell.privacy.inventory import Expiry, declare, declare_impersonal, no_personal_data
from fortell.privacy.keystore.models import Key, MasterCheck
from fortell.privacy.models import (
    Arrival,
    AuditCheckpoint,
    AuditEntry,
    AuditHead,
    AuditSeal,
    AuditStub,
    ConsentEntry,
    ErasedScope,
    ImportedHistory,
    LegalHold,
    Notice,
    NoticeText,
    Objection,
    RecipientNotice,
    Restriction,
    RightsRequest,
    SealedFile,
    SweepMark,
    Withdrawal,
)
from fortell.privacy.rights.objection import FAULT_FINDING
from fortell.privacy.terms import Basis, Category, Export, Purpose, Source
from fortell.privacy.vault import keys

RANDOM = no_personal_data("a random id")
SECRET = no_personal_data("random bytes, wrapped")
OURS = no_personal_data("words of ours, the same for everybody")
TEXTS = Path(__file__).parent / "activities"

ACCOUNTABILITY = activity("accountability", purposes={Purpose.LEGAL}, bases={Basis.DUTY}, texts=TEXTS)
KEEPING_SAFE = activity("keeping-safe", purposes={Purpose.SECURITY}, bases={Basis.DUTY}, texts=TEXTS)
# Carrying out what people ask for, as queued work, is part of the service: it can't be objected to.
OPERATION = activity("operation", purposes={Purpose.SERVICE}, bases={Basis.CONTRACT}, texts=TEXTS)
# What is kept beyond that of ended work, so that faults are found, is our interest: it asks `objection.may`.
FAULTS = activity(FAULT_FINDING, purposes={Purpose.SECURITY}, bases={Basis.INTEREST}, texts=TEXTS)

declare(
    ConsentEntry,
    scope="scope",
    subject="subject",
    activity=ACCOUNTABILITY,
    retention="consents",
    expires_with="consents",
    source=Source.STORYTELLER,
    export=Export.ACCESS,
    kept="GDPR art. 7(1): it must be possible to show that she consented; it holds ids, not names",
    fields={
        "id": RANDOM,
        "scope": Category.CONSENT,
        "subject": Category.CONSENT,
        "purpose": Category.CONSENT,
        "decision": Category.CONSENT,
        "wording": OURS,
        "statement": Category.NAME,
        "wording_sha256": OURS,
        "version": OURS,
        "language": OURS,
        "channel": Category.CONSENT,
        "at": Category.CONSENT,
    },
)
declare(
    AuditHead,
    scope="scope",
    activity=ACCOUNTABILITY,
    retention="audit",
    expires_with="audit",
    source=Source.USE,
    export=Export.NEVER,
    kept="the end of the chain proves that none of its lines is missing",
    fields=dict.fromkeys(("scope", "number", "hash", "covered"), Category.RECORD),
)
declare(
    AuditEntry,
    scope="scope",
    activity=ACCOUNTABILITY,
    retention="audit",
    expires_with="audit",
    source=Source.USE,
    export=Export.ACCESS,
    kept="GDPR art. 5(2): who did what and when must be accountable; it holds ids, never values",
    fields=dict.fromkeys(
        ("id", "scope", "number", "at", "actor", "verb", "kind", "thing", "fields", "previous", "hash"),
        Category.RECORD,
    ),
)
declare_impersonal(
    AuditCheckpoint,
    number="a counter",
    at="when the house took a checkpoint",
    chains="a counter of all chains together",
    digest="a hash over the ends of all chains together",
    previous="a hash of the checkpoint before",
    hash="a hash of the checkpoint",
    signature="the house's signature",
)
for model, fields in (
    (AuditSeal, ("id", "checkpoint", "scope", "number", "hash")),
    (AuditStub, ("scope", "last", "hash", "checkpoint", "at")),
):
    declare(
        model,
        scope="scope",
        activity=ACCOUNTABILITY,
        retention="audit",
        expires_with="audit",
        source=Source.USE,
        export=Export.NEVER,
        kept="the end of the chain at a checkpoint, without which the checkpoint could not be verified; it holds ids",
        fields=dict.fromkeys(fields, Category.RECORD),
    )
declare(
    SealedFile,
    scope="scope",
    activity=KEEPING_SAFE,
    retention="withdrawn-content",
    expires_with="withdrawn-content",
    source=Source.STORYTELLER,
    export=Export.PORTABLE,
    kept="until the file itself is gone: the erasure removes the row after the file",
    fields=dict.fromkeys(("id", "scope", "item", "media_type", "size", "created_at"), Category.RECORD),
)
declare(
    Key,
    scope="parent",
    activity=KEEPING_SAFE,
    retention="withdrawn-content",
    expires_with="withdrawn-content",
    source=Source.USE,
    export=Export.NEVER,
    kept="destroyed before anything else, by the vault itself",
    fields={
        "id": RANDOM,
        "parent": Category.RECORD,
        "wrapped": SECRET,
        "master": no_personal_data("which master key wrapped it"),
        "version": no_personal_data("a counter"),
        "created_at": Category.RECORD,
    },
)
declare(
    Restriction,
    scope="scope",
    activity=ACCOUNTABILITY,
    retention="requests",
    expiry=(Expiry(field="lifted_at"),),
    source=Source.STORYTELLER,
    export=Export.ACCESS,
    kept="GDPR art. 5(2): it must be possible to show that it was honoured; it holds ids and dates",
    fields=dict.fromkeys(
        ("id", "scope", "reason", "asked_by", "since", "lifts_at", "announced_at", "lifted_at"), Category.CONSENT
    ),
)
declare(
    Objection,
    scope="scope",
    activity=ACCOUNTABILITY,
    retention="requests",
    expiry=(Expiry(field="withdrawn_at"),),
    source=Source.STORYTELLER,
    export=Export.ACCESS,
    kept="GDPR art. 5(2): it must be possible to show that it was honoured; it holds ids and dates",
    fields=dict.fromkeys(("id", "scope", "activity", "asked_by", "since", "withdrawn_at"), Category.CONSENT),
)
declare(
    RightsRequest,
    scope="scope",
    activity=ACCOUNTABILITY,
    retention="requests",
    # One about no memoir has a key of its own, under its own id.
    expiry=(Expiry(field="closed_at", first=keys.destroy),),
    source=Source.STORYTELLER,
    export=Export.ACCESS,
    kept="GDPR art. 5(2), 12(3): it must be possible to show that it was answered in time; its note goes with its key",
    fields=dict.fromkeys(
        (
            "id",
            "scope",
            "kind",
            "channel",
            "state",
            "received_at",
            "due_at",
            "reminded",
            "identified_at",
            "extended_at",
            "extended_because",
            "closed_at",
            "closed_by",
            "verb",
            "outcome",
            "refused_because",
        ),
        Category.RECORD,
    )
    | {"note": Category.NAME},
)
declare(
    RecipientNotice,
    scope="scope",
    activity=ACCOUNTABILITY,
    retention="requests",
    expiry=(Expiry(field="told_at"),),
    source=Source.USE,
    export=Export.ACCESS,
    kept="GDPR art. 19: she may ask who was told; it holds ids and field names",
    fields=dict.fromkeys(
        ("id", "scope", "processor", "kind", "fields", "made_at", "due_at", "told_at"), Category.RECORD
    ),
)
declare(
    Withdrawal,
    scope="scope",
    activity=KEEPING_SAFE,
    retention="withdrawn-content",
    expires_with="withdrawn-content",
    source=Source.STORYTELLER,
    export=Export.ACCESS,
    fields={"scope": Category.CONSENT, "at": Category.CONSENT},
)
declare(
    ErasedScope,
    scope="scope",
    activity=ACCOUNTABILITY,
    retention="consents",
    expires_with="consents",
    source=Source.USE,
    export=Export.NEVER,
    kept="the years of the consent ledger count from the day of the erasure; it holds an id",
    fields=dict.fromkeys(("scope", "at", "released_at"), Category.RECORD),
)
declare(
    LegalHold,
    scope="scope",
    activity=ACCOUNTABILITY,
    retention="requests",
    expiry=(Expiry(field="lifted_at"),),
    source=Source.OPERATOR,
    export=Export.ACCESS,
    fields=dict.fromkeys(
        ("id", "scope", "ground", "until", "set_by", "set_at", "lifted_by", "lifted_at"), Category.RECORD
    ),
)
declare_impersonal(
    MasterCheck, id="a counter", master="a master key's short id", sealed="a known value, sealed with the master key"
)
declare_impersonal(Arrival, id="a random id", since="when a file began to be stored; gone once it is")
declare_impersonal(SweepMark, name="a sweep's name", at="how far it has come", last="a random id")
declare_impersonal(
    Notice,
    number="a counter",
    published_at="when the house published",
    effective_on="likewise",
    significant="about the text",
    other_controller="about the text",
    summaries="public",
)
declare_impersonal(
    NoticeText, id="a counter", notice="a counter", language="of the text", content="public", sha256="of it"
)
declare(
    ImportedHistory,
    scope="scope",
    activity=ACCOUNTABILITY,
    source=Source.STORYTELLER,
    export=Export.ACCESS,
    fields={"id": RANDOM, "scope": Category.RECORD, "content": Category.NAME, "at": Category.RECORD},
)
