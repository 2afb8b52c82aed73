"""What must be true before something may leave; each reason against it has its own name."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.privacy.egress import permits, refusals
from fortell.privacy.egress.fields import FILE, category_of, portable_fields
from fortell.privacy.egress.permits import permit, register_bar
from fortell.privacy.terms import Category, Purpose
from fortell.story.actions import withdraw_consent
from tests.cast import BOTH, Family, make_family
from tests.egress import TEXT, Register, in_order

pytestmark = pytest.mark.django_db(databases=BOTH)
HASH = "people.Link.token_hash"


def asked(family: Family, **changes: Any) -> permits.Permit:
    asking = {"processor": "text", "purpose": Purpose.BOOK, "fields": {TEXT}, "scope": family.memoir.id}
    return permit(**{**asking, **changes})


def test_with_everything_in_order_there_is_a_permit(family: Family, register: Register) -> None:
    register({"text": in_order()})
    leave = permits.spent(asked(family))
    assert (leave.hosts, leave.fields, leave.scope) == ({"127.0.0.1"}, {TEXT}, family.memoir.id)


@pytest.mark.promise("MIM-8.2", "MIM-9.1", "MIM-9.2", "MEM-9.2", "MEM-9.3", "LAR-6.1", "LAR-6.2")
@pytest.mark.parametrize(
    ("table", "asking", "refusal"),
    [
        ({}, {"processor": "post"}, refusals.ProcessorUnknown),
        ({"agreement": None}, {}, refusals.AgreementIncomplete),
        ({"agreement_date": None}, {}, refusals.AgreementIncomplete),
        ({"agreement_sha256": None}, {}, refusals.AgreementIncomplete),
        ({"region": "US"}, {}, refusals.OutsideEEA),
        ({"region": "US", "mechanism": "adequacy"}, {}, refusals.OutsideEEA),
        ({"reviewed": now().date() - timedelta(days=456)}, {}, refusals.ReviewMissed),
        ({}, {"purpose": Purpose.SUPPORT}, refusals.PurposeNotAgreed),
        ({}, {"fields": {TEXT, "story.Photo.caption"}}, refusals.FieldNotAllowed),
        ({"may_hold_content": False}, {}, refusals.ContentNotAllowed),
        ({"fields": [FILE], "may_hold_content": False}, {"fields": {FILE}}, refusals.ContentNotAllowed),
        ({"fields": ["story.Memoir.shoe_size"]}, {"fields": {"story.Memoir.shoe_size"}}, refusals.FieldUnknown),
        (
            {"purposes": ["marketing"]},
            {"purpose": Purpose.MARKETING},
            refusals.CategoryNotForPurpose,
        ),
        ({"fields": [HASH]}, {"fields": {HASH}}, refusals.CategoryNotForPurpose),
        ({}, {"scope": None}, refusals.FieldNotAllowed),
        ({}, {"scope": new_id()}, refusals.NoLiveConsent),
    ],
)
def test_each_reason_against_it_has_its_name(
    family: Family,
    register: Register,
    table: dict[str, Any],
    asking: dict[str, Any],
    refusal: type[refusals.PermitRefused],
) -> None:
    register({"text": in_order(**table)})
    with pytest.raises(refusal) as refused:
        asked(family, **asking)
    assert type(refused.value) is refusal


def test_outside_the_eea_it_takes_both_the_mechanism_and_the_switch(family: Family, register: Register) -> None:
    register({"text": in_order(region="US", mechanism="adequacy")}, allow_outside_eea=True)
    assert permits.spent(asked(family)).processor == "text"


def test_without_her_yes_her_words_stay(register: Register) -> None:
    register({"text": in_order()})
    silent = make_family(consent=False)
    with pytest.raises(refusals.NoLiveConsent):
        asked(silent)
    assert permits.spent(asked(silent, fields={"story.Memoir.language"})).fields == {"story.Memoir.language"}


def test_a_withdrawal_ends_it_at_once(family: Family, register: Register) -> None:
    register({"text": in_order()})
    withdraw_consent(memoir=family.memoir, by=family.alma.checked())
    with pytest.raises(refusals.NoLiveConsent):
        asked(family)


@pytest.fixture
def restricted() -> Iterator[set[UUID]]:
    """Scopes and subjects whose processing another part has restricted."""
    found: set[UUID] = set()
    register_bar("restricted", lambda scope, subject: bool({scope, subject} & found))
    yield found
    del permits._bars["restricted"]


def test_what_is_restricted_stays(family: Family, register: Register, restricted: set[UUID]) -> None:
    register({"text": in_order()})
    asked(family, subject=family.kari.member.id)
    restricted.add(family.kari.member.id)
    with pytest.raises(refusals.Barred, match="restricted"):
        asked(family, subject=family.kari.member.id)
    asked(family)
    restricted.add(family.memoir.id)
    with pytest.raises(refusals.Barred):
        asked(family)


def test_two_bars_of_one_name_are_a_mistake(restricted: set[UUID]) -> None:
    with pytest.raises(ValueError, match="two bars"):
        register_bar("restricted", lambda _scope, _subject: False)


def test_the_category_of_what_is_sent_is_known_from_its_name() -> None:
    assert [category_of(name) for name in (TEXT, FILE, "people.Member.name", "privacy.ConsentEntry.version")] == [
        Category.CONTENT,
        Category.CONTENT,
        Category.NAME,
        None,
    ]


def test_what_is_portable_is_what_was_given_and_no_secret() -> None:
    assert {TEXT, FILE, "story.Photo.caption"} <= portable_fields()
    assert {HASH, "keystore.Key.wrapped", "privacy.AuditEntry.hash"} & portable_fields() == set()
