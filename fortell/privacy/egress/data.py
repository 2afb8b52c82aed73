"""What the way out remembers: to whom data went, by the names of fields."""

from fortell.privacy.data import ACCOUNTABILITY, RANDOM
from fortell.privacy.egress.lapsing import let_go
from fortell.privacy.egress.models import (
    Disclosure,
    DisclosureApproval,
    DisclosureRelease,
    Lapsed,
    Sending,
    SendingEnd,
    Taken,
    Ticket,
    Transfer,
)
from fortell.privacy.inventory import Expiry, declare, declare_impersonal
from fortell.privacy.terms import Category, Export, Source

RECORD = Category.RECORD
TOLD_WHO_GOT_IT = "GDPR art. 15(1)(c), 19: who received data must be tellable, also after they were erased here"

declare(
    Sending,
    scope="scope",
    subject="subject",
    activity=ACCOUNTABILITY,
    retention="disclosures",
    expiry=(Expiry(field="at", first=let_go(Sending)),),
    source=Source.USE,
    export=Export.ACCESS,
    kept=TOLD_WHO_GOT_IT,
    fields={
        "id": RANDOM,
        **dict.fromkeys(
            ("scope", "subject", "processor", "recipient", "purpose", "fields", "confirmed_by", "at"), RECORD
        ),
    },
)
declare(
    SendingEnd,
    scope="sending__scope",
    subject="sending__subject",
    activity=ACCOUNTABILITY,
    retention="disclosures",
    expires_with="egress.Sending.at",
    source=Source.USE,
    export=Export.ACCESS,
    kept=TOLD_WHO_GOT_IT,
    fields=dict.fromkeys(("sending", "outcome", "at"), RECORD),
)
declare(
    Disclosure,
    scope="scope",
    activity=ACCOUNTABILITY,
    retention="disclosures",
    expiry=(Expiry(field="at", first=let_go(Disclosure)),),
    source=Source.OPERATOR,
    export=Export.ACCESS,
    kept=TOLD_WHO_GOT_IT,
    fields={
        "id": RANDOM,
        "reason": Category.NAME,
        **dict.fromkeys(
            ("scope", "recipient", "kind", "categories", "petition", "undertaking", "requested_by", "at"), RECORD
        ),
    },
)
declare(
    DisclosureApproval,
    scope="disclosure__scope",
    activity=ACCOUNTABILITY,
    retention="disclosures",
    expires_with="egress.Disclosure.at",
    source=Source.OPERATOR,
    export=Export.ACCESS,
    kept=TOLD_WHO_GOT_IT,
    fields={"id": RANDOM, **dict.fromkeys(("disclosure", "approver", "at"), RECORD)},
)
declare(
    DisclosureRelease,
    scope="disclosure__scope",
    activity=ACCOUNTABILITY,
    retention="disclosures",
    expires_with="egress.Disclosure.at",
    source=Source.OPERATOR,
    export=Export.ACCESS,
    kept=TOLD_WHO_GOT_IT,
    fields=dict.fromkeys(("disclosure", "released_by", "package_sha256", "at"), RECORD),
)
declare(
    Transfer,
    scope="scope",
    activity=ACCOUNTABILITY,
    retention="disclosures",
    expiry=(Expiry(field="at"),),
    source=Source.USE,
    export=Export.ACCESS,
    kept=TOLD_WHO_GOT_IT,
    fields={
        "id": RANDOM,
        "statement": Category.NAME,
        **dict.fromkeys(
            ("scope", "recipient", "receiver_key", "asked_by", "status", "package_sha256", "receipt", "at"), RECORD
        ),
    },
)
declare(
    Taken,
    scope="scope",
    activity=ACCOUNTABILITY,
    source=Source.USE,
    export=Export.ACCESS,
    fields=dict.fromkeys(("ticket", "scope", "receipt"), RECORD),
)
declare_impersonal(
    Ticket,
    id="a random id",
    token_hash="of a random secret",  # noqa: S106 - a reason, not a password
    until="set when it was made",
    used_at="when the house took something in; the memoir itself has its own lines",
)
declare_impersonal(
    Lapsed,
    id="always 1",
    until="up to when lines have lapsed, whoever they were about",
    signature="the house's signature",
)
