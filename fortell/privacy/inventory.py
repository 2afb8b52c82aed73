"""What personal data the house holds: every field of every model, declared by the room that has it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from fortell.privacy.terms import Category


@dataclass(frozen=True)
class NoPersonalData:
    """A field that says nothing about anybody, and why that is so."""

    why: str


def no_personal_data(why: str) -> NoPersonalData:
    return NoPersonalData(why)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One model: whose it is (`scope`: the lookup that leads to the memoir or account), and what each field holds.

    `kept`: why its rows outlive an erasure; empty means they go.
    """

    model: type[Model]
    scope: str | None
    kept: str
    fields: dict[str, Category | NoPersonalData]


_holdings: dict[type[Model], Holding] = {}


def declare(
    model: type[Model], *, scope: str | None, fields: Mapping[str, Category | NoPersonalData], kept: str = ""
) -> None:
    """Declare a model's fields. Later declarations are erased first: what points to others comes after them."""
    _holdings[model] = Holding(model=model, scope=scope, kept=kept, fields=dict(fields))


def holdings() -> tuple[Holding, ...]:
    return tuple(_holdings.values())


def undeclared() -> list[str]:
    """What `fortell check` fails on: fields nobody declared, and declarations of fields that are gone."""
    return sorted(_undeclared())


def _undeclared() -> Iterator[str]:
    for model in apps.get_models():
        holding = _holdings.get(model)
        names = {field.name for field in model._meta.concrete_fields}
        declared = set(holding.fields) if holding else set()
        yield from (f"{model._meta.label}.{name} is not declared" for name in names - declared)
        yield from (f"{model._meta.label}.{name} is declared and does not exist" for name in declared - names)
        if holding and holding.scope is None and not holding.kept and not _impersonal(holding):
            yield f"{model._meta.label} holds personal data of nobody: no scope"


def _impersonal(holding: Holding) -> bool:
    return all(isinstance(what, NoPersonalData) for what in holding.fields.values())
