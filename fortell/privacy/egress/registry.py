"""The installation's processors, and what is not in order with them."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote, urlsplit

from fortell.kit.clock import now
from fortell.kit.installation import SettingsError, installation
from fortell.privacy.activities import named
from fortell.privacy.egress.fields import category_of
from fortell.privacy.egress.hosts import plain, stays_here
from fortell.privacy.egress.processors import Processor, agreement_faults, read
from fortell.privacy.egress.refusals import FieldUnknown
from fortell.privacy.profile import profile
from fortell.privacy.terms import Category


@cache
def processors() -> dict[str, Processor]:
    """By key. Raises SettingsError."""
    return read(profile().processors)


def processor_at(host: str) -> Processor | None:
    """Whose host it is."""
    return next((one for one in processors().values() if plain(host) in one.hosts), None)


def faults_of(processor: Processor) -> list[str]:
    """Why nothing may go there; empty when it may."""
    found = agreement_faults(processor, processors().keys())
    if transfer := transfer_fault(processor):
        found.append(transfer)
    if processor.review_missed:
        found.append("has no security review, or one that is long overdue")
    return found


def transfer_fault(processor: Processor) -> str:
    """Consent alone never suffices: it takes a recorded mechanism and the installation's own decision."""
    if processor.in_eea:
        return ""
    if not processor.mechanism:
        return f"is outside the EEA ({processor.region}) without a transfer mechanism"
    if not installation().privacy.allow_outside_eea:
        return f"is outside the EEA ({processor.region}), and [privacy] allow_outside_eea is not set"
    return ""


def open_hosts() -> frozenset[str]:
    """The hosts of processors with which everything is in order."""
    return frozenset(host for one in processors().values() if not faults_of(one) for host in one.hosts)


def faults() -> list[str]:
    """What `fortell check` fails on."""
    return [
        f"the processor {key} {fault}"
        for key, one in processors().items()
        for fault in [*faults_of(one), *_unfounded(one)]
    ]


def _unfounded(processor: Processor) -> Iterator[str]:
    """What it is registered for and does not exist, or may not be."""
    yield from (f"takes part in no activity: {key!r}" for key in processor.activities if named(key) is None)
    yield from (
        f"works for {aim}, which the profile does not publish"
        for aim in processor.purposes
        if aim not in profile().purposes
    )
    for field in processor.fields:
        try:
            kind = category_of(field)
        except FieldUnknown as error:
            yield f"may get a field that is not there: {error}"
        else:
            if kind is Category.CONTENT and not processor.may_hold_content:
                yield f"may get {field}, and may not hold content"


def reviews_due() -> list[str]:
    """What it only warns of yet."""
    return [
        f"the security review of the processor {key} was due on {one.review_due}"
        for key, one in processors().items()
        if one.review_due and now().date() > one.review_due and not (one.own or one.review_missed)
    ]


def refuse_unnamed_hosts() -> None:
    """At the start: what the settings name is on this machine, or a processor's in the EEA. Raises SettingsError."""
    for setting, host, holds_data in _own_hosts():
        if not stays_here(host):
            _refuse_unless_named(setting, host, holds_data=holds_data)


def _refuse_unless_named(setting: str, host: str, *, holds_data: bool) -> None:
    processor = processor_at(host)
    if processor is None:
        raise SettingsError(f"{setting} names {host}, which is no processor's; add it as [processors.<key>] hosts")
    if found := faults_of(processor):
        raise SettingsError(f"{setting} names {host}, but the processor {processor.key} {found[0]}")
    if holds_data and not processor.in_eea:
        raise SettingsError(f"{setting} names {host} in {processor.region}: data are stored in the EEA only")


def _own_hosts() -> Iterator[tuple[str, str, bool]]:
    """Each setting that names a host, the host, and whether data lie there."""
    house = installation()
    yield "[database] url", _host(house.database.url), True
    yield "[database] keys_url", _host(house.database.keys_url), True
    yield "[files] endpoint", _host(house.files.endpoint), True
    yield "[backup_bucket] endpoint", _host(house.backup_bucket.endpoint), True
    yield "[mail] host", house.mail.host, False
    yield "[mailbox] host", house.mailbox.host, False
    yield "[speech] address", _host(house.speech.address), False
    yield "[model] address", _host(house.model.address), False


def _host(url: str) -> str:
    return unquote(urlsplit(url).hostname or "")  # %2F…: a folder with a Unix socket
