"""What must be in order for the house to open, and what `fortell check` tells of it."""

from collections.abc import Iterator

from django.apps import apps
from django.core.checks import run_checks
from django.db import connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.utils import DatabaseError

from fortell.gateways import model, speech
from fortell.kit.clock import now
from fortell.kit.installation import installation
from fortell.orders import shop
from fortell.people.permissions import table
from fortell.privacy import audit, holds, log_files, places, retention
from fortell.privacy.backup import checking, closing
from fortell.privacy.controllers import controller_faults, is_invented
from fortell.privacy.egress import lapsing, registry
from fortell.privacy.erasure import unfinished
from fortell.privacy.inventory import undeclared, unfounded
from fortell.privacy.notice import publishing
from fortell.privacy.profile import SERVICES, profile
from fortell.privacy.rights import requests
from fortell.privacy.vault import journal, keys, recovery
from fortell.privacy.vault.master import MasterKeyError
from fortell.privacy.vault.stores import store


def readiness() -> list[str]:
    """Names of what is not ready; empty when everything is."""
    probes = {"database": _database, "keys": _keys, "master-key": keys.verify_master, "vault": _vault}
    missing = []
    for name, probe in probes.items():
        try:
            probe()
        except (DatabaseError, MasterKeyError, OSError):
            missing.append(name)
    return missing


def problems() -> list[str]:
    """Everything that `fortell check` fails on, a line each."""
    return [*_problems()]


def reminders() -> list[str]:
    """What is no fault yet, and would be one on a bad day."""
    return [*_reminders()]


def _reminders() -> Iterator[str]:
    if recovery.needed():
        yield "the recovery sheet is not confirmed: print it with `fortell recovery-sheet` and keep it apart"
    if is_invented(profile()):
        yield "the controller is the invented one of the profile: name your own under [controller]"
    yield from (
        f"the profile {profile().name} wants {service}, which is not part of this version: nothing of it is on any page"
        for service in profile().services
        if service not in SERVICES
    )
    yield from checking.reminders()
    yield from journal.reminders()
    yield from shop.reminders()
    yield from _log_elsewhere()
    yield from registry.reviews_due()
    yield from (
        f"the request {row.id} ({row.kind}) is due on {row.due_at:%Y-%m-%d}"
        for row in requests.under_way()
        if requests.reminders_due(row) and row.due_at >= now()
    )
    yield from (f"the legal hold on {hold.scope} was meant to end on {hold.until:%Y-%m-%d}" for hold in holds.overdue())


def _log_elsewhere() -> Iterator[str]:
    """At home standard error is a window that is closed; a server's goes to something that keeps it."""
    rule = profile().retention.get("logs")
    if rule and installation().server.secure and log_files.chosen() is None:
        yield (
            f"the log goes to standard error: let what takes it there keep it for {rule.number} {rule.unit} and no "
            "longer, or name a [logs] file, which the sweep then removes on its day"
        )


def _problems() -> Iterator[str]:
    yield from (f"not ready: {name}" for name in readiness())
    yield from (str(message) for message in run_checks(include_deployment_checks=False))
    yield from undeclared()
    yield from checking.problems()
    if why := closing.why_closed():
        yield why
    yield from unfounded(profile())
    yield from controller_faults(profile())
    yield from publishing.faults(profile())
    yield from shop.faults()
    yield from retention.faults(profile())
    yield from places.faults(profile())
    yield from registry.faults()
    yield from speech.faults()
    yield from model.faults()
    yield from lapsing.faults(profile())
    yield from (f"the action {action} has no row in the permission table" for action, ways in table() if not ways)
    if changes := _missing_migrations():
        yield f"models without a migration: {', '.join(changes)}"
    yield from (
        f"the erasure of {scope} was begun and not finished; the next start finishes it" for scope in unfinished()
    )
    yield from (f"the request {row.id} ({row.kind}) was due on {row.due_at:%Y-%m-%d}" for row in requests.overdue())
    yield from (str(fault) for fault in audit.faults())


def _missing_migrations() -> list[str]:
    loader = MigrationExecutor(connections["default"]).loader
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    return sorted(detector.changes(graph=loader.graph))


def _database() -> None:
    _one("default")


def _keys() -> None:
    _one("keys")


def _one(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")
    if MigrationExecutor(connections[alias]).migration_plan(
        MigrationExecutor(connections[alias]).loader.graph.leaf_nodes()
    ):
        raise DatabaseError("unmigrated")


def _vault() -> None:
    store().probe()
