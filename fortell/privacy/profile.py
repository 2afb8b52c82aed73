"""The profile: which services an installation runs, under which promises. One ships for each kind of installation.

`[privacy] profile` in fortell.toml names one of `profiles/*.toml`; the tables [controller], [retention.*] and
[processors.*] of fortell.toml replace or add to what it says.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from fortell.kit.installation import Controller, SettingsError, installation
from fortell.privacy.terms import Category, Event, Need, Purpose

FOLDER = Path(__file__).parent / "profiles"
SERVICES = frozenset({"memoirs", "orders"})  # those that this version has; a profile may want others
UNITS = ("days", "months", "years")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How long one kind of thing is kept: `number` of `unit` after `event`, because of `need`."""

    key: str
    number: int
    unit: str
    event: Event
    need: Need


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What an installation has chosen. `processors` are raw tables; `privacy.egress` reads and checks them.

    `household`: people who run it at home for their own; they owe nobody an address.
    """

    name: str
    household: bool
    services: tuple[str, ...]
    languages: tuple[str, ...]
    controller: Controller
    purposes: frozenset[Purpose]
    categories: frozenset[Category]
    retention: Mapping[str, Rule]
    processors: Mapping[str, Mapping[str, Any]]


@cache
def profile() -> Profile:
    """The installation's own. Raises SettingsError."""
    house = installation()
    return chosen(house.privacy.profile, controller=house.controller, tables=house.tables)


def shipped() -> list[str]:
    """The names of the profiles that come with Fortell."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def chosen(name: str, *, controller: Controller | None = None, tables: Mapping[str, Any] | None = None) -> Profile:
    """A shipped profile with an installation's own tables laid over it. Raises SettingsError."""
    if name not in shipped():
        raise SettingsError(f"[privacy] profile is one of {', '.join(shipped())}, not {name!r}")
    content = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    own = tables or {}
    return Profile(
        name=name,
        household=content.get("household", False),
        services=tuple(content["services"]),
        languages=tuple(content["languages"]),
        controller=_controller(content.get("controller", {}), controller),
        purposes=frozenset(Purpose(aim) for aim in content["purposes"]),
        categories=frozenset(Category(kind) for kind in content["categories"]),
        retention={key: _rule(key, rule) for key, rule in {**content["retention"], **own.get("retention", {})}.items()},
        processors=_processors({**content.get("processors", {}), **own.get("processors", {})}),
    )


def _controller(shipped: dict[str, str], own: Controller | None) -> Controller:
    """The installation's own controller, if it names one, is never mixed with the profile's."""
    return own if own and own.name else replace(Controller(), **shipped)


def _processors(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Those of services that this version has; `service` has then done its work."""
    return {
        key: {name: value for name, value in table.items() if name != "service"}
        for key, table in tables.items()
        if table.get("service", "memoirs") in SERVICES
    }


def _rule(key: str, content: Mapping[str, Any]) -> Rule:
    where = f"[retention.{key}]"
    given = [unit for unit in UNITS if unit in content]
    if set(content) != {*given, "after", "need"} or len(given) != 1:
        raise SettingsError(f"{where} says one of {', '.join(UNITS)}, and `after` and `need`; nothing else")
    if type(content[given[0]]) is not int or content[given[0]] < 0:
        raise SettingsError(f"{where} {given[0]} is a whole number, not {content[given[0]]!r}")
    try:
        event, need = Event(content["after"]), Need(content["need"])
    except ValueError as error:
        raise SettingsError(f"{where}: {error}; after: {', '.join(Event)}; need: {', '.join(Need)}") from error
    return Rule(key=key, number=content[given[0]], unit=given[0], event=event, need=need)
