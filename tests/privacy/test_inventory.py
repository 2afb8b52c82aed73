"""Every field of every model is declared; and what is content can only be stored sealed."""

import pytest
from django.apps import apps
from django.db import models

from fortell.kit.models import Job
from fortell.people.models import Link, Member
from fortell.privacy import inventory
from fortell.privacy.inventory import Holding, NoPersonalData, declare, holdings, no_personal_data, undeclared
from fortell.privacy.terms import Category
from fortell.privacy.vault.fields import Sealed, SealedField
from fortell.story.models import AnswerVersion, Photo

CLOSED = {Category.CONTENT, Category.NAME}


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> dict[type[models.Model], Holding]:
    """The declarations as they are, to be changed for one test."""
    changed = dict(inventory._holdings)
    monkeypatch.setattr(inventory, "_holdings", changed)
    return changed


def without(holding: Holding, field: str) -> dict[str, Category | NoPersonalData]:
    return {name: what for name, what in holding.fields.items() if name != field}


@pytest.mark.promise("MIM-6.1")
def test_nothing_is_undeclared() -> None:
    assert undeclared() == []


def test_an_undeclared_field_is_caught(planted: dict[type[models.Model], Holding]) -> None:
    declare(Member, scope="scope", fields=without(planted[Member], "name"))
    assert undeclared() == ["people.Member.name is not declared"]


def test_an_undeclared_model_is_caught_field_by_field(planted: dict[type[models.Model], Holding]) -> None:
    del planted[Link]
    assert undeclared() == sorted(f"people.Link.{field.name} is not declared" for field in Link._meta.concrete_fields)


def test_a_declared_field_that_is_gone_is_caught(planted: dict[type[models.Model], Holding]) -> None:
    declare(Member, scope="scope", fields={**planted[Member].fields, "shoe_size": Category.RECORD})
    assert undeclared() == ["people.Member.shoe_size is declared and does not exist"]


def test_personal_data_of_nobody_are_caught(planted: dict[type[models.Model], Holding]) -> None:
    declare(Member, scope=None, fields=planted[Member].fields)
    assert undeclared() == ["people.Member holds personal data of nobody: no scope"]


def test_random_bytes_of_nobody_are_fine(planted: dict[type[models.Model], Holding]) -> None:
    declare(Job, scope=None, fields=dict.fromkeys(planted[Job].fields, no_personal_data("numbers")))
    assert undeclared() == []


@pytest.mark.promise("MIM-6.1")
def test_sealed_and_declared_as_content_are_the_same_fields() -> None:
    sealed = {
        str(field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
    }
    closed = {
        str(holding.model._meta.get_field(name))
        for holding in holdings()
        for name, what in holding.fields.items()
        if what in CLOSED
    }
    assert sealed == closed
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
    assert set(kept) == {"ConsentEntry", "AuditHead", "AuditEntry", "SealedFile", "Key"}
    assert all(len(why.split()) > 4 for why in kept.values())


def test_every_scope_can_be_looked_up() -> None:
    for holding in holdings():
        if holding.scope:
            holding.model._default_manager.filter(**{holding.scope: None})


def test_nothing_is_declared_free_of_personal_data_without_a_reason() -> None:
    bare = [
        f"{holding.model.__name__}.{name}"
        for holding in holdings()
        for name, what in holding.fields.items()
        if isinstance(what, NoPersonalData) and not what.why.strip()
    ]
    assert bare == []
