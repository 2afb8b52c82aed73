"""What personal data the house holds: every field of every model, declared by the room that has it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db.models import Model

from fortell.privacy import activities, purpose
from fortell.privacy.profile import Profile
from fortell.privacy.terms import Category, Export, Source


@dataclass(frozen=True)
class NoPersonalData:
    """A field that says nothing about anybody, and why that is so."""

    why: str


def no_personal_data(why: str) -> NoPersonalData:
    return NoPersonalData(why)


WITH_SCOPE: Final = "scope"  # whose it is, where the lookup that leads to the memoir or account also says whose


@dataclass(frozen=True, kw_only=True)
class Expiry:
    """How rows fall due: those whose `field` lies so far back that their rule's period is over.

    The field is a moment with an index of its own, or null as long as nothing counts. `first` gets the ids of the rows
    before they are deleted, to remove what hangs on them and is no row: keys, files. It must be safe to repeat.
    """

    field: str
    first: Callable[[list[Any]], None] | None = None


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One model, and what each of its fields holds.

    `scope`: the lookup that leads to the memoir or account whose key seals it and with which it is erased; `subject`:
    the lookup that leads to the person it is about, as an opaque id, or the scope for the storyteller herself.
    `activity` gives its purposes and legal bases, `retention` names the profile's rule; empty: as long as its memoir.
    `kept`: why its rows outlive an erasure; empty means they go with it. What has a rule also says how the sweep finds
    it: by its own moments (`expiry`, any of them), or together with something else (`expires_with`, the sweep's name).
    """

    model: type[Model]
    scope: str | None
    subject: str | None
    activity: str
    retention: str
    source: Source
    export: Export
    kept: str
    expiry: tuple[Expiry, ...] = ()
    expires_with: str = ""
    also: tuple[str, ...] = ()
    fields: dict[str, Category | NoPersonalData]

    @property
    def activities(self) -> tuple[str, ...]:
        """The activity that made it, and others that use it."""
        return (self.activity, *self.also)

    @property
    def personal(self) -> dict[str, Category]:
        return {name: what for name, what in self.fields.items() if isinstance(what, Category)}


_holdings: dict[type[Model], Holding] = {}


def declare(
    model: type[Model],
    *,
    scope: str | None,
    activity: str,
    source: Source,
    export: Export,
    fields: Mapping[str, Category | NoPersonalData],
    retention: str = "",
    subject: str | None = WITH_SCOPE,
    kept: str = "",
    expiry: tuple[Expiry, ...] = (),
    expires_with: str = "",
    also: tuple[str, ...] = (),
) -> None:
    """Declare a model's fields. Later declarations are erased first: what points to others comes after them."""
    _holdings[model] = Holding(
        model=model,
        scope=scope,
        subject=scope if subject == WITH_SCOPE else subject,
        activity=activity,
        retention=retention,
        source=source,
        export=export,
        kept=kept,
        expiry=expiry,
        expires_with=expires_with,
        also=also,
        fields=dict(fields),
    )


def declare_impersonal(model: type[Model], **reasons: str) -> None:
    """A model none of whose fields says anything about anybody: each with its reason."""
    _holdings[model] = Holding(
        model=model,
        scope=None,
        subject=None,
        activity="",
        retention="",
        source=Source.USE,
        export=Export.NEVER,
        kept="",
        fields={name: NoPersonalData(why) for name, why in reasons.items()},
    )


def holdings() -> tuple[Holding, ...]:
    return tuple(_holdings.values())


def holding(model: type[Model]) -> Holding:
    return _holdings[model]


def undeclared() -> list[str]:
    """Fields nobody declared, and declarations of fields that are gone."""
    return sorted(_undeclared())


def unfounded(profile: Profile) -> list[str]:
    """Declarations that the activities, the matrix or this profile do not bear out."""
    return sorted(_unfounded(profile))


def _undeclared() -> Iterator[str]:
    for model in apps.get_models():
        found = _holdings.get(model)
        names = {field.name for field in model._meta.concrete_fields}
        declared = set(found.fields) if found else set()
        yield from (f"{model._meta.label}.{name} is not declared" for name in names - declared)
        yield from (f"{model._meta.label}.{name} is declared and does not exist" for name in declared - names)


def _unfounded(profile: Profile) -> Iterator[str]:
    for found in _holdings.values():
        if found.personal:
            yield from (f"{found.model._meta.label} {fault}" for fault in _faults(found, profile))
        yield from (
            f"{found.model._meta.label}.{name} is said to hold nothing personal, without a reason"
            for name, what in found.fields.items()
            if isinstance(what, NoPersonalData) and not what.why.strip()
        )


def _faults(found: Holding, profile: Profile) -> Iterator[str]:
    if found.scope is None and not found.kept:
        yield "holds personal data of nobody: no scope"
    if found.retention and found.retention not in profile.retention:
        yield f"is kept by the rule {found.retention!r}, for which the profile {profile.name} has no number"
    if (found.kept or found.scope is None) and not found.retention:
        yield "outlives its memoir, and has no retention rule"
    for key in found.activities:
        yield from _faults_of_use(found, key, profile)
    unpublished = set(found.personal.values()) - profile.categories
    yield from (f"holds {category}, which the profile {profile.name} does not publish" for category in unpublished)


def _faults_of_use(found: Holding, key: str, profile: Profile) -> Iterator[str]:
    doing = activities.named(key)
    if doing is None:
        yield f"belongs to no activity: {key!r}"
        return
    yield from (
        f"holds {category}, which may not serve {aim} ({doing.key})"
        for category in set(found.personal.values())
        for aim in doing.purposes
        if not purpose.may_serve(category, aim)
    )
    yield from (
        f"serves {aim}, which the profile {profile.name} does not publish" for aim in doing.purposes - profile.purposes
    )
