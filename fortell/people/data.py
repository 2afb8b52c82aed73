"""What this room holds: who is who in a memoir, and what opens the door for them."""

from pathlib import Path

from fortell.people.models import Account, Device, EntryCode, Keeping, Link, Member, NoticeSeen, Session
from fortell.privacy.activities import activity
from fortell.privacy.browser import Place, declare_in_browser
from fortell.privacy.inventory import Expiry, declare, no_personal_data
from fortell.privacy.terms import Basis, Category, Export, Purpose, Source
from fortell.privacy.vault import keys

RANDOM = no_personal_data("a random id")
TEXTS = Path(__file__).parent / "activities"

MEMBERSHIP = activity("membership", purposes={Purpose.SERVICE}, bases={Basis.CONTRACT}, texts=TEXTS, service="memoirs")
ENTRANCE = activity(
    "entrance", purposes={Purpose.SERVICE, Purpose.SECURITY}, bases={Basis.CONTRACT}, texts=TEXTS, service="memoirs"
)
ACCOUNT = activity(
    "account", purposes={Purpose.SERVICE, Purpose.SECURITY}, bases={Basis.CONTRACT}, texts=TEXTS, service="memoirs"
)

declare(
    Member,
    scope="scope",
    subject="id",
    activity=MEMBERSHIP,
    source=Source.FAMILY,
    export=Export.PORTABLE,
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
    subject="member",
    activity=ENTRANCE,
    retention="access",
    expiry=(Expiry(field="revoked_at"), Expiry(field="expires_at")),  # a link that was spent expires within a day
    source=Source.USE,
    export=Export.ACCESS,
    fields={
        "id": RANDOM,
        "member": Category.RECORD,
        "token_hash": Category.ACCESS,
        "once": Category.ACCESS,
        "created_at": Category.RECORD,
        "expires_at": Category.RECORD,
        "spent_at": Category.RECORD,
        "revoked_at": Category.RECORD,
        "asks_word": Category.ACCESS,
        "wrong_words": Category.ACCESS,
        "wait_until": Category.ACCESS,
    },
)
declare(
    Account,
    scope="id",
    activity=ACCOUNT,
    retention="access",
    expiry=(Expiry(field="placeless_since", first=keys.destroy),),
    source=Source.FAMILY,
    export=Export.ACCESS,
    fields={
        "id": Category.RECORD,
        "email": Category.CONTACT,
        "name": Category.NAME,
        "language": Category.RECORD,
        "made_at": Category.RECORD,
        "placeless_since": Category.RECORD,
    },
)
declare(
    Keeping,
    scope="account",
    activity=ACCOUNT,
    source=Source.FAMILY,
    export=Export.ACCESS,
    fields=dict.fromkeys(("id", "account", "member", "since"), Category.RECORD),
)
declare(
    Session,
    scope="account",
    activity=ACCOUNT,
    retention="access",
    expiry=(Expiry(field="ended_at"), Expiry(field="expires_at")),
    source=Source.USE,
    export=Export.ACCESS,
    fields={
        "id": RANDOM,
        "account": Category.RECORD,
        "secret_hash": Category.ACCESS,
        "kind": Category.RECORD,
        "begun_at": Category.RECORD,
        "seen_on": Category.RECORD,
        "expires_at": Category.RECORD,
        "ended_at": Category.RECORD,
    },
)
declare(
    EntryCode,
    scope="scope",
    subject="member",
    activity=ACCOUNT,
    retention="codes",
    expiry=(Expiry(field="asked_at"),),
    source=Source.USE,
    export=Export.NEVER,
    fields={
        "id": RANDOM,
        "scope": Category.RECORD,
        "account": Category.RECORD,
        "member": Category.RECORD,
        "email": Category.CONTACT,
        "language": Category.RECORD,
        "code": Category.ACCESS,
        "secret_hash": Category.ACCESS,
        "asked_at": Category.RECORD,
        "lettered_at": Category.RECORD,
        "spent_at": Category.RECORD,
        "tries": Category.ACCESS,
    },
)
declare(
    Device,
    scope="member__scope",
    subject="member",
    activity=ENTRANCE,
    retention="access",
    expiry=(Expiry(field="revoked_at"),),
    source=Source.USE,
    export=Export.ACCESS,
    fields={
        "id": RANDOM,
        "member": Category.RECORD,
        "session": Category.RECORD,
        "secret_hash": Category.ACCESS,
        "created_at": Category.RECORD,
        "revoked_at": Category.RECORD,
        "checked_until": Category.RECORD,
        "wrong_words": Category.ACCESS,
        "wait_until": Category.ACCESS,
    },
)

declare(
    NoticeSeen,
    scope="member__scope",
    subject="member",
    activity=MEMBERSHIP,
    source=Source.USE,
    export=Export.ACCESS,
    fields={
        "id": no_personal_data("a counter"),
        "member": Category.RECORD,
        "number": Category.RECORD,
        "seen_at": Category.RECORD,
    },
)

declare_in_browser("fortell_device", place=Place.COOKIE, texts=TEXTS)
declare_in_browser("fortell_account", place=Place.COOKIE, texts=TEXTS)
declare_in_browser("fortell_language", place=Place.COOKIE, texts=TEXTS)
