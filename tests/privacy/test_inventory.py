"""Every field of every model is declared; and what is content can only be stored sealed."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from fortell.kit.models import Job
from fortell.people.models import Link, Member
from fortell.privacy import activities, inventory
from fortell.privacy.activities import activity
from fortell.privacy.inventory import Holding, declare_impersonal, holdings, undeclared, unfounded
from fortell.privacy.keystore.models import MasterCheck
from fortell.privacy.models import AuditEntry
from fortell.privacy.profile import chosen, profile, shipped
from fortell.privacy.terms import Basis, Category, Purpose
from fortell.privacy.vault.fields import Sealed, SealedField
from fortell.story.models import AnswerVersion, Photo

CLOSED = {Category.CONTENT, Category.NAME}


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> dict[type[models.Model], Holding]:
    """The declarations as they are, to be changed for one test."""
    changed = dict(inventory._holdings)
    monkeypatch.setattr(inventory, "_holdings", changed)
    return changed


def change(planted: dict[type[models.Model], Holding], model: type[models.Model], **changes: object) -> None:
    planted[model] = replace(planted[model], **changes)


@pytest.mark.promise("MIM-6.1")
def test_nothing_is_undeclared() -> None:
    assert undeclared() == []


def test_every_declaration_is_borne_out_by_the_profile() -> None:
    assert unfounded(profile()) == []


def test_an_undeclared_field_is_caught(planted: dict[type[models.Model], Holding]) -> None:
    fields = {name: what for name, what in planted[Member].fields.items() if name != "name"}
    change(planted, Member, fields=fields)
    assert undeclared() == ["people.Member.name is not declared"]


def test_an_undeclared_model_is_caught_field_by_field(planted: dict[type[models.Model], Holding]) -> None:
    del planted[Link]
    assert undeclared() == sorted(f"people.Link.{field.name} is not declared" for field in Link._meta.concrete_fields)


def test_a_declared_field_that_is_gone_is_caught(planted: dict[type[models.Model], Holding]) -> None:
    change(planted, Member, fields={**planted[Member].fields, "shoe_size": Category.RECORD})
    assert undeclared() == ["people.Member.shoe_size is declared and does not exist"]


def test_personal_data_of_nobody_are_caught(planted: dict[type[models.Model], Holding]) -> None:
    change(planted, Member, scope=None, retention="access")
    assert unfounded(profile()) == ["people.Member holds personal data of nobody: no scope"]


def test_a_rule_without_a_number_is_caught(planted: dict[type[models.Model], Holding]) -> None:
    change(planted, Link, retention="for-ever")
    assert unfounded(profile()) == [
        "people.Link is kept by the rule 'for-ever', for which the profile family has no number"
    ]


def test_what_outlives_its_memoir_needs_a_rule(planted: dict[type[models.Model], Holding]) -> None:
    change(planted, AuditEntry, retention="")
    assert unfounded(profile()) == ["privacy.AuditEntry outlives its memoir, and has no retention rule"]


@pytest.mark.promise("MIM-11.1", "LIL-7.1", "MEM-8.1", "MNT-4.1")
@pytest.mark.parametrize("name", shipped())
def test_each_category_and_each_purpose_has_rules_with_numbers(name: str) -> None:
    ruled = {(what, rule_of(held)) for held in holdings() for what in [*held.personal.values(), *purposes(held)]}
    assert {what for what, _rule in ruled} >= {Category.CONTENT, Category.NAME, Purpose.BOOK, Purpose.LEGAL}
    assert {what for what, rule in ruled if rule not in chosen(name).retention} == set()


def rule_of(held: Holding) -> str:
    """What has no rule of its own goes with its memoir, whose content goes after a withdrawal."""
    with_its_memoir = "withdrawn-content" if held.scope and not held.kept else ""
    return held.retention or with_its_memoir


def purposes(held: Holding) -> frozenset[Purpose]:
    doing = activities.named(held.activity) if held.personal else None
    return doing.purposes if doing else frozenset()


def test_an_activity_nobody_registered_is_caught(planted: dict[type[models.Model], Holding]) -> None:
    change(planted, Link, activity="gossip")
    assert unfounded(profile()) == ["people.Link belongs to no activity: 'gossip'"]


@pytest.mark.promise("MIM-6.3")
def test_content_in_an_activity_for_anything_but_the_book_is_caught(
    planted: dict[type[models.Model], Holding], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activities, "_activities", dict(activities._activities))
    activity("selling", purposes={Purpose.MARKETING}, bases={Basis.CONSENT}, texts=Path())
    change(planted, AnswerVersion, activity="selling")
    assert "story.AnswerVersion holds content, which may not serve marketing (selling)" in unfounded(profile())


def test_a_purpose_or_category_that_the_profile_does_not_publish_is_caught() -> None:
    narrow = replace(
        profile(),
        purposes=profile().purposes - {Purpose.LEGAL},
        categories=profile().categories - {Category.NAME},
    )
    assert {line for line in unfounded(narrow) if "AuditEntry" in line or "Member" in line} == {
        "privacy.AuditEntry serves legal, which the profile family does not publish",
        "people.Member holds name, which the profile family does not publish",
    }


def test_random_bytes_of_nobody_are_fine(planted: dict[type[models.Model], Holding]) -> None:
    declare_impersonal(Job, **dict.fromkeys(planted[Job].fields, "numbers"))
    assert (undeclared(), unfounded(profile())) == ([], [])


def test_nothing_is_declared_free_of_personal_data_without_a_reason(
    planted: dict[type[models.Model], Holding],
) -> None:
    declare_impersonal(MasterCheck, id="", sealed="a known value")
    assert unfounded(profile()) == ["keystore.MasterCheck.id is said to hold nothing personal, without a reason"]


@pytest.mark.promise("MIM-6.1")
def test_sealed_and_declared_as_content_are_the_same_fields() -> None:
    sealed = {
        str(field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
    }
    declared = {
        str(holding.model._meta.get_field(name)): what
        for holding in holdings()
        for name, what in holding.fields.items()
    }
    closed = {name for name, what in declared.items() if what in CLOSED}
    # No content, but a secret that its letter must read again; and an address that nobody is found by.
    assert sealed == closed | {"people.EntryCode.code", "story.MailAddress.address"}
    assert len(sealed) >= 12


def test_every_model_with_sealed_fields_knows_its_key() -> None:
    holders = {
        model
        for model in apps.get_models()
        if any(isinstance(field, SealedField) for field in model._meta.concrete_fields)
    }
    assert [model for model in holders if not issubclass(model, Sealed)] == []


@pytest.mark.promise("MIM-3.5", "MIM-3.7")
@pytest.mark.parametrize(("model", "field"), [(AnswerVersion, "text"), (Photo, "caption")])
def test_what_she_tells_and_shows_is_content(model: type[models.Model], field: str) -> None:
    holding = next(holding for holding in holdings() if holding.model is model)
    assert holding.fields[field] is Category.CONTENT
    assert not holding.kept


def test_what_outlives_an_erasure_says_why() -> None:
    kept = {holding.model.__name__: holding.kept for holding in holdings() if holding.kept}
    asked = {"RightsRequest", "Restriction", "Objection", "RecipientNotice"}
    chain = {"AuditHead", "AuditEntry", "AuditSeal", "AuditStub"}
    sent = {"Sending", "SendingEnd", "Disclosure", "DisclosureApproval", "DisclosureRelease", "Transfer"}
    assert set(kept) == {"ConsentEntry", *chain, *asked, *sent, "SealedFile", "Key", "ErasedScope"}
    assert all(len(why.split()) > 4 for why in kept.values())


def test_every_scope_can_be_looked_up() -> None:
    for holding in holdings():
        if holding.scope:
            holding.model._default_manager.filter(**{holding.scope: None})
