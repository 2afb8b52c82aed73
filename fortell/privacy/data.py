"""What the privacy engine itself holds."""

from fortell.privacy.inventory import declare, no_personal_data
from fortell.privacy.keystore.models import Key, MasterCheck
from fortell.privacy.models import AuditEntry, AuditHead, ConsentEntry, SealedFile
from fortell.privacy.terms import Category

RANDOM = no_personal_data("a random id")
SECRET = no_personal_data("random bytes, wrapped")
OURS = no_personal_data("words of ours, the same for everybody")

declare(
    ConsentEntry,
    scope="scope",
    kept="GDPR art. 7(1): it must be possible to show that she consented; it holds ids, not names",
    fields={
        "id": RANDOM,
        "scope": Category.CONSENT,
        "subject": Category.CONSENT,
        "purpose": Category.CONSENT,
        "decision": Category.CONSENT,
        "wording": OURS,
        "statement": Category.CONTENT,
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
    kept="the end of the chain proves that none of its lines is missing",
    fields={"scope": Category.RECORD, "number": Category.RECORD, "hash": Category.RECORD},
)
declare(
    AuditEntry,
    scope="scope",
    kept="GDPR art. 5(2): who did what and when must be accountable; it holds ids, never values",
    fields=dict.fromkeys(
        ("id", "scope", "number", "at", "actor", "verb", "kind", "thing", "fields", "previous", "hash"),
        Category.RECORD,
    ),
)
declare(
    SealedFile,
    scope="scope",
    kept="until the file itself is gone: the erasure removes the row after the file",
    fields=dict.fromkeys(("id", "scope", "item", "media_type", "size", "created_at"), Category.RECORD),
)
declare(
    Key,
    scope="parent",
    kept="destroyed before anything else, by the vault itself",
    fields={
        "id": RANDOM,
        "parent": Category.RECORD,
        "wrapped": SECRET,
        "version": no_personal_data("a counter"),
        "created_at": Category.RECORD,
    },
)
declare(MasterCheck, scope=None, fields={"id": RANDOM, "sealed": SECRET})
