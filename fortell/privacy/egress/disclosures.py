"""Disclosure on special need, to an adviser, an authority, a court: a record, two people's yes, then the package."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import transaction

from fortell.privacy import audit
from fortell.privacy.egress.models import Disclosure, DisclosureApproval, DisclosureRelease
from fortell.privacy.terms import Category, Use
from fortell.privacy.vault.opening import opened

APPROVERS: Final = 2  # four eyes
SHA256: Final = 64  # hex digits


class DisclosureRefused(Exception):
    """The record is not complete, or not approved: nothing may be released."""


@transaction.atomic
def disclose(
    *,
    scope: UUID,
    recipient: str,
    kind: Disclosure.Kind,
    reason: str,
    categories: Collection[Category],
    by: audit.Pseudonym,
    petition: str = "",
    undertaking: str = "",
) -> Disclosure:
    """Record that data shall be handed to somebody, and why. Raises DisclosureRefused, KeyDestroyed.

    `petition`: the reference of an authority's or court's written request; `undertaking`: that of what an adviser
    signed (purpose, confidentiality, security). The reason is sealed with the scope's key.
    """
    if not (recipient.strip() and reason.strip() and categories):
        raise DisclosureRefused("A disclosure names its recipient, its reason and what is handed out.")
    if kind is not Disclosure.Kind.ADVISER and not petition.strip():
        raise DisclosureRefused("An authority or a court asks in writing: the reference of its petition is missing.")
    row = Disclosure(
        scope=scope,
        recipient=recipient.strip(),
        kind=kind,
        categories=sorted(categories),
        petition=petition.strip(),
        undertaking=undertaking.strip(),
        requested_by=by.pseudonym,
    )
    opened(scope=scope, use=Use.OWN).seal(row, reason=reason.strip())
    row.save(force_insert=True)
    audit.record(by, "disclosure.requested", row, scope=scope)
    return row


@transaction.atomic
def approve_disclosure(*, disclosure: Disclosure, by: audit.Pseudonym) -> int:
    """One person's yes; how many there are now. The same person's second yes adds nothing."""
    _row, new = DisclosureApproval.objects.get_or_create(disclosure=disclosure, approver=by.pseudonym)
    if new:
        audit.record(by, "disclosure.approved", disclosure, scope=disclosure.scope)
    return disclosure.approvals.count()


@transaction.atomic
def release(*, disclosure: Disclosure, package_sha256: str, by: audit.Pseudonym) -> DisclosureRelease:
    """Let the data package go. Raises DisclosureRefused until two people approved it and advisers have signed."""
    locked = Disclosure.objects.select_for_update().get(id=disclosure.id)
    if locked.approvals.count() < APPROVERS:
        raise DisclosureRefused("Two different people must approve a disclosure before anything is released.")
    if locked.kind == Disclosure.Kind.ADVISER and not locked.undertaking:
        raise DisclosureRefused("An adviser signs an undertaking first; its reference is missing.")
    if len(package_sha256) != SHA256:
        raise DisclosureRefused("The package is named by its SHA-256, in hex.")
    row, new = DisclosureRelease.objects.get_or_create(
        disclosure=locked, defaults={"released_by": by.pseudonym, "package_sha256": package_sha256}
    )
    if not new:
        raise DisclosureRefused("This disclosure was released already.")
    audit.record(by, "disclosure.released", locked, scope=locked.scope)
    return row
