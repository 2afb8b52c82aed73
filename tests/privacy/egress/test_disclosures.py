"""Handing data to somebody on special need: a record, two people, an undertaking; then the package, and not before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from fortell.privacy.egress.disclosures import DisclosureRefused, approve_disclosure, disclose, release
from fortell.privacy.egress.models import Disclosure, DisclosureRelease
from fortell.privacy.egress.recipients import recipients_of
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Category, Use
from fortell.privacy.vault.opening import opened
from tests.cast import BOTH, Family
from tests.privacy.egress.staff import Staff

pytestmark = pytest.mark.django_db(databases=BOTH)
REASON = "A printer claims that Bjarne never ordered."
PACKAGE = "cd" * 32


def requested(family: Family, **changes: Any) -> Disclosure:
    asking: dict[str, Any] = {
        "scope": family.memoir.id,
        "recipient": "Vik & Vik law firm",
        "kind": Disclosure.Kind.ADVISER,
        "reason": REASON,
        "categories": [Category.CONTENT],
        "undertaking": "U-14",
        "by": Staff("s-1"),
    }
    return disclose(**{**asking, **changes})


def approved(row: Disclosure, *names: str) -> Disclosure:
    for name in names:
        approve_disclosure(disclosure=row, by=Staff(name))
    return row


def test_the_reason_is_sealed_and_the_rest_can_be_told(family: Family) -> None:
    row = Disclosure.objects.get(id=requested(family).id)
    assert REASON.encode() not in bytes(row.reason)
    assert opened(scope=family.memoir.id, use=Use.OWN).text(row, "reason") == REASON
    assert (row.recipient, row.categories, row.requested_by) == ("Vik & Vik law firm", ["content"], "s-1")


@pytest.mark.parametrize("missing", ["recipient", "reason", "categories"])
def test_a_record_without_its_parts_is_none(family: Family, missing: str) -> None:
    with pytest.raises(DisclosureRefused, match="names its recipient"):
        requested(family, **{missing: ""})


@pytest.mark.parametrize("kind", [Disclosure.Kind.AUTHORITY, Disclosure.Kind.COURT])
def test_an_authority_asks_in_writing(family: Family, kind: Disclosure.Kind) -> None:
    with pytest.raises(DisclosureRefused, match="petition is missing"):
        requested(family, kind=kind)
    row = requested(family, kind=kind, petition="26/1187", undertaking="")
    release(disclosure=approved(row, "s-1", "s-2"), package_sha256=PACKAGE, by=Staff("s-1"))
    assert recipients_of(family.memoir.id)[0].purpose == kind


def test_the_database_holds_that_too(family: Family) -> None:
    row = requested(family)
    copy = Disclosure(scope=row.scope, recipient="A court", kind="court", reason=bytes(row.reason))
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.parametrize("names", [(), ("s-1",), ("s-1", "s-1")])
def test_two_different_people_must_approve(family: Family, names: tuple[str, ...]) -> None:
    row = approved(requested(family), *names)
    with pytest.raises(DisclosureRefused, match="Two different people"):
        release(disclosure=row, package_sha256=PACKAGE, by=Staff("s-1"))
    assert DisclosureRelease.objects.count() == 0


@pytest.mark.promise("LIL-5.3")
def test_an_adviser_who_signed_nothing_gets_nothing(family: Family) -> None:
    row = approved(requested(family, undertaking=""), "s-1", "s-2")
    with pytest.raises(DisclosureRefused, match="undertaking"):
        release(disclosure=row, package_sha256=PACKAGE, by=Staff("s-1"))
    assert recipients_of(family.memoir.id) == []


def test_a_package_leaves_once_and_by_its_hash(family: Family) -> None:
    row = approved(requested(family), "s-1", "s-2")
    with pytest.raises(DisclosureRefused, match="SHA-256"):
        release(disclosure=row, package_sha256="short", by=Staff("s-1"))
    assert release(disclosure=row, package_sha256=PACKAGE, by=Staff("s-2")).package_sha256 == PACKAGE
    with pytest.raises(DisclosureRefused, match="already"):
        release(disclosure=row, package_sha256=PACKAGE, by=Staff("s-2"))


def test_each_step_is_a_line_of_the_chain(family: Family, disclosed: Callable[[], None]) -> None:
    disclosed()
    lines = AuditEntry.objects.filter(verb__startswith="disclosure.").order_by("number").values_list("verb", "actor")
    assert list(lines) == [
        ("disclosure.requested", "s-1"),
        ("disclosure.approved", "s-1"),
        ("disclosure.approved", "s-2"),
        ("disclosure.released", "s-2"),
    ]


def test_the_person_is_told_who_got_it(family: Family, neighbour: Family, disclosed: Callable[[], None]) -> None:
    requested(family)  # never released: nobody got that
    disclosed()
    (told,) = recipients_of(family.memoir.id)
    assert (told.name, told.what, told.purpose) == ("Vik & Vik law firm", ("content",), "adviser")
    assert [len(recipients_of(family.memoir.id, name)) for name in ("story.AnswerVersion.text", "people.Link.id")] == [
        1,
        0,
    ]
    assert recipients_of(neighbour.memoir.id) == []
