"""What is left in her hands after an erasure: what was deleted, what is kept, why and until when. Opaque ids only."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, override

from fortell.kit.clock import now
from fortell.privacy.inventory import Holding, holdings
from fortell.privacy.profile import profile
from fortell.privacy.retention import due
from fortell.privacy.vault.signing import signed_document

Gone = Mapping[str, int]


def receipt(*, scope: UUID, gone: Gone) -> dict[str, Any]:
    """Signed by the house. `gone`: what `erasure.erase_scope` gave back. It is handed over and stored nowhere.

    `deleted` counts rows by category (a row that holds two categories counts in both) and by kind; `kept` gives ground,
    rule and last day of what outlives the erasure and is there; `backups_until`: no backup holds any of it after that.
    """
    at = now()
    return signed_document(
        {
            "document": "fortell.erasure-receipt/1",
            "erased": str(scope),
            "at": at.isoformat(timespec="seconds"),
            "deleted": {
                "categories": dict(_by_category(gone)),
                "kinds": {label: count for label, count in gone.items() if "." in label},
                "files": gone.get("files", 0),
                "keys": gone.get("keys", 0),
            },
            "kept": [*_kept(scope, at)],
            "backups_until": (at + timedelta(days=profile().retention["backups"].number)).date().isoformat(),
        }
    )


def readable(document: Mapping[str, Any], language: str) -> str:
    """The receipt for people, in their language; plain text."""
    with override(language):
        return "\n".join(_lines(document))


def _by_category(gone: Gone) -> Counter[str]:
    counts: Counter[str] = Counter()
    for held in holdings():
        if count := gone.get(held.model._meta.label, 0):
            counts.update(dict.fromkeys({str(kind) for kind in held.personal.values()}, count))
    return counts


def _kept(scope: UUID, at: datetime) -> Iterator[dict[str, Any]]:
    for held in holdings():
        if held.kept and held.scope and (rows := _rows(held, scope)):
            rule = profile().retention[held.retention]
            yield {
                "kind": held.model._meta.label,
                "rows": rows,
                "categories": sorted({str(kind) for kind in held.personal.values()}),
                "ground": held.kept,
                "rule": rule.key,
                "need": str(rule.need),
                "until": due(rule, at).date().isoformat(),
            }


def _rows(held: Holding, scope: UUID) -> int:
    return held.model._default_manager.filter(**{str(held.scope): scope}).count()


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    deleted = document["deleted"]
    rows = sum(deleted["kinds"].values())
    yield gettext("Receipt: a story was deleted for good")
    yield document["at"][:16].replace("T", " ")
    yield ""
    yield gettext("Deleted: %(rows)d entries, %(files)d files and %(keys)d keys.") % {
        "rows": rows,
        "files": deleted["files"],
        "keys": deleted["keys"],
    }
    yield gettext("Without its keys nothing of it can be read any more, not even in a backup.")
    yield gettext("The last backup that holds any of it is gone by %(day)s.") % {"day": document["backups_until"]}
    yield ""
    yield gettext("Kept, because we must be able to show what we did. None of it holds your words:")
    yield from (_kept_line(row) for row in document["kept"])
    yield ""
    yield gettext("Number of this erasure: %(number)s") % {"number": document["erased"]}


def _kept_line(row: Mapping[str, Any]) -> str:
    return "- " + gettext("%(what)s, until %(day)s") % {"what": _what(row["kind"]), "day": row["until"]}


def _what(kind: str) -> str:
    return {
        "privacy.ConsentEntry": gettext("what you said yes and no to"),
        "privacy.AuditEntry": gettext("the log of what was done, by number"),
        "privacy.AuditHead": gettext("the end of that log"),
        "privacy.ErasedScope": gettext("that it was deleted, by number"),
        "egress.Sending": gettext("who had got something of it, by number"),
        "egress.SendingEnd": gettext("who had got something of it, by number"),
        "egress.Disclosure": gettext("who had got something of it, by number"),
        "egress.DisclosureApproval": gettext("who had got something of it, by number"),
        "egress.DisclosureRelease": gettext("who had got something of it, by number"),
        "privacy.RightsRequest": gettext("what you asked of us, and when it was done"),
        "privacy.Restriction": gettext("what you asked of us, and when it was done"),
        "privacy.Objection": gettext("what you asked of us, and when it was done"),
        "orders.Voucher": gettext("invoices for printed books, as the law on accounts demands"),
        "orders.Transfer": gettext("what was paid for printed books, as the law on accounts demands"),
        "privacy.RecipientNotice": gettext("whom we told of the deletion"),
    }.get(kind, kind)
