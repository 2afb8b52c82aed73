"""Processors: who handles data for us, where, for what, and under which agreement (GDPR art. 28, 30(1)(d)-(e), 44-49).

They are tables of the installation, `[processors.<key>]`; a table that is not complete opens nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, get_args, get_type_hints

from fortell.kit.clock import now
from fortell.kit.installation import SettingsError
from fortell.privacy.egress.hosts import plain
from fortell.privacy.terms import Purpose

# The 27 member states of the EU, and Iceland, Liechtenstein and Norway (ISO 3166-1 alpha-2).
CODES: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO EEA EU"
EEA: Final = frozenset(CODES.split())
REVIEW_EVERY: Final = timedelta(days=365)  # GDPR art. 28(1), 32(1)(d): regularly; that means once a year here
REVIEW_GRACE: Final = timedelta(days=90)  # so long it is a warning, afterwards nothing goes there
SHA256: Final = 64  # hex digits


class Mechanism(StrEnum):
    """What makes a transfer out of the EEA lawful (GDPR chapter V)."""

    NONE = ""
    ADEQUACY = "adequacy"  # art. 45
    CLAUSES = "standard-contractual-clauses"  # art. 46(2)(c)
    RULES = "binding-corporate-rules"  # art. 47


@dataclass(frozen=True, kw_only=True)
class Processor:
    """One processor, or with `own` a machine of the controller's elsewhere, which needs no agreement.

    `fields` are model fields as the inventory names them (`story.AnswerVersion.text`): what it may get, and no more.
    `under` names the processor whose sub-processor it is; `agreement` is then our prior approval (art. 28(2)).
    """

    key: str
    name: str
    description: str
    region: str
    hosts: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    activities: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    agreement: str = ""
    agreement_date: date | None = None
    agreement_sha256: str = ""
    active_since: date | None = None
    mechanism: Mechanism = Mechanism.NONE
    reviewed: date | None = None
    retains_nothing: bool = False
    may_hold_content: bool = False
    under: str = ""
    own: bool = False

    @property
    def in_eea(self) -> bool:
        return self.region in EEA

    @property
    def review_due(self) -> date | None:
        """When its security is to be looked at again; None where nobody ever did."""
        return self.reviewed + REVIEW_EVERY if self.reviewed else None

    @property
    def review_missed(self) -> bool:
        """So long overdue that nothing may go there."""
        return not self.own and (self.review_due is None or now().date() > self.review_due + REVIEW_GRACE)


def read(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Processor]:
    """The processors of raw tables. Raises SettingsError on a key nobody knows or a value of the wrong kind."""
    return {key: _processor(key, table) for key, table in tables.items()}


def agreement_faults(processor: Processor, known: Collection[str]) -> list[str]:
    """What is missing before it counts as a processor under agreement."""
    return [] if processor.own else [*_agreement_faults(processor, known)]


def _agreement_faults(processor: Processor, known: Collection[str]) -> Iterator[str]:
    if not processor.agreement:
        yield "has no reference to an agreement"
    if processor.agreement_date is None:
        yield "has no date of its agreement"
    if len(processor.agreement_sha256) != SHA256 or not _hex(processor.agreement_sha256):
        yield "has no SHA-256 of its agreement's text"
    if not processor.purposes:
        yield "has an agreement without purposes"
    if processor.agreement_date and processor.active_since and processor.active_since < processor.agreement_date:
        yield "was active before its agreement"
    if processor.under and processor.active_since is None:
        yield "is a sub-processor and does not say since when"
    if processor.under and processor.under not in known:
        yield f"is a sub-processor of {processor.under!r}, which is not registered"


def _hex(text: str) -> bool:
    return set(text) <= set("0123456789abcdef")


def _processor(key: str, table: Mapping[str, Any]) -> Processor:
    where = f"[processors.{key}]"
    if not isinstance(table, Mapping):
        raise SettingsError(f"{where} is a table")
    kinds = get_type_hints(Processor)
    names = [field.name for field in fields(Processor) if field.name != "key"]
    if unknown := sorted(set(table) - set(names)):
        raise SettingsError(f"{where} has no key {', '.join(unknown)}; it knows {', '.join(names)}")
    if missing := [name for name in ("name", "description", "region") if not table.get(name)]:
        raise SettingsError(f"{where} does not say its {missing[0]}")
    values = {name: _value(f"{where} {name}", kinds[name], value) for name, value in table.items()}
    if len(values["region"]) != 2 and values["region"] not in EEA:  # noqa: PLR2004 - ISO 3166-1 alpha-2
        raise SettingsError(f"{where} region is EEA or a country's two letters, not {values['region']!r}")
    values["hosts"] = tuple(plain(host) for host in values.get("hosts", ()))
    return Processor(key=key, **values)


def _value(name: str, kind: Any, value: object) -> Any:
    """A TOML value as the field's kind: a text, a date, a switch, a word of an enumeration, or a list of words."""
    kinds = get_args(kind)
    if Ellipsis in kinds:
        if not isinstance(value, list):
            raise SettingsError(f"{name} is a list, not {value!r}")
        return tuple(_value(name, kinds[0], item) for item in value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        try:
            return kind(str(value))
        except ValueError as error:
            raise SettingsError(f"{name}: {value!r} is none of {', '.join(word for word in kind if word)}") from error
    wanted = kinds[0] if kinds else kind
    if type(value) is not wanted:
        raise SettingsError(f"{name} should be a {SPOKEN[wanted]}, not {value!r}")
    return value.upper() if name.endswith("region") and isinstance(value, str) else value


SPOKEN: Final = {str: "text in quotes", bool: "true or false", date: "date, written 2026-11-23 without quotes"}
