"""What this room holds: who is who in a memoir, and what opens the door for them."""

from fortell.people.models import Device, Link, Member
from fortell.privacy.inventory import declare, no_personal_data
from fortell.privacy.terms import Category

RANDOM = no_personal_data("a random id")

declare(
    Member,
    scope="scope",
    fields={
        "id": Category.RECORD,
        "scope": Category.RECORD,
        "role": Category.RECORD,
        "name": Category.NAME,
        "language": Category.RECORD,
        "word_hash": Category.ACCESS,
        "created_at": Category.RECORD,
    },
)
declare(
    Link,
    scope="member__scope",
    fields={
        "id": RANDOM,
        "member": Category.RECORD,
        "token_hash": Category.ACCESS,
        "once": Category.ACCESS,
        "created_at": Category.RECORD,
        "expires_at": Category.RECORD,
        "spent_at": Category.RECORD,
        "revoked_at": Category.RECORD,
    },
)
declare(
    Device,
    scope="member__scope",
    fields={
        "id": RANDOM,
        "member": Category.RECORD,
        "secret_hash": Category.ACCESS,
        "created_at": Category.RECORD,
        "revoked_at": Category.RECORD,
        "checked_until": Category.RECORD,
        "wrong_words": Category.ACCESS,
        "wait_until": Category.ACCESS,
    },
)
